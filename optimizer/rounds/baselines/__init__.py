"""What a round is compared with: the list as it is worked through today, and deferred acceptance. Both keep every hard rule."""
