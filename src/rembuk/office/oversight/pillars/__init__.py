"""The five pillars: what hangs on each, and what it adds up to."""
