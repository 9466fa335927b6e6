"""Changes by hand: asked for on a child's page, worked out beside the pages, undone and redone, saved as a round of their own."""
