"""Experts say what they see; the panel concludes."""
