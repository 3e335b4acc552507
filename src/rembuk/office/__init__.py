"""The Django apps, one room per work of the office."""
