"""Tags of the situation page."""
