"""Models of the room `programmes`."""
