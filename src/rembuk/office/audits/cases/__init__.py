"""A case for its circle: its page, its file, who works on it."""
