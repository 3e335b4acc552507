"""A leader asks, the owner answers."""
