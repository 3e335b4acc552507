"""Tables of the room `review`."""
