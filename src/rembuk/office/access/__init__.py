"""Accounts, role x area x purpose, view log."""
