"""What is filed with the national web, and the pack."""
