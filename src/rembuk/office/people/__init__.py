"""Persons, families, identifiers, and where each fact came from."""
