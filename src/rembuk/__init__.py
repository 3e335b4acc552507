"""Rembuk: from a fact about a child to a proven action."""

__version__ = "0.1.0"
