"""Offices and their seats: who answers for what, from when to when, by which decree."""
