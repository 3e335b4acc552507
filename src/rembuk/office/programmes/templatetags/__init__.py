"""Filters of the room of plan and money."""
