"""Letters and sheets out of plain data; signed scans bound to them."""
