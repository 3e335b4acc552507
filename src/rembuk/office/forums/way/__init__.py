"""The way of a decision, and what a meeting takes up from elsewhere."""
