"""Tables of the room `publication`."""
