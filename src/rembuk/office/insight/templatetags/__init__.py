"""Template tags of the insight room."""
