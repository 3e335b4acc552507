"""Sheets and letters from plain data."""
