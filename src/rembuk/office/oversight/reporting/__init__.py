"""The semester report of a team: read once from every room, drafted, worded, frozen."""
