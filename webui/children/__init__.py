"""Pages about one child: its wishes, what it got, and why."""
