"""Models of the room `oversight`."""
