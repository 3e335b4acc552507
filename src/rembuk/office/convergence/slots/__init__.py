"""Slots of lists that are not public, completed by the district."""
