"""The same science over many districts: loop, process pool."""
