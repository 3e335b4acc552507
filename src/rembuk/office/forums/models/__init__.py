"""Models of the room `forums`."""
