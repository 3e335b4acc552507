"""Whose turn it is in the chain, and acts on many cells at once."""
