"""The leader's page: what is late and whose, what changed, what waits for a word."""
