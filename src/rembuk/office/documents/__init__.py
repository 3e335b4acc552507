"""Letters and sheets out of plain data."""
