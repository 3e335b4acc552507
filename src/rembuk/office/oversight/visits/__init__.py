"""Supervision visits: their sheet, findings, agreed actions and minutes."""
