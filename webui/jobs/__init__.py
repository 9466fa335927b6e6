"""Rounds solved beside the pages: asked for in a form, run in a process of their own, watched and stopped."""
