"""The map of programmes of a year."""
