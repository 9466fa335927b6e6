"""From children to places: who takes one, of which kind, where and when, and whether there are enough."""
