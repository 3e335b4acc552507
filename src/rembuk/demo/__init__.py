"""The invented district, written as the agencies' own files."""
