"""The data sheet of a meeting, one page."""
