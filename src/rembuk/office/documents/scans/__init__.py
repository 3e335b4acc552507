"""Signed scans: the check code printed on our papers, read from the picture that comes back."""
