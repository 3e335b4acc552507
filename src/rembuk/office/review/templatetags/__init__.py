"""Template tags of the room `review`."""
