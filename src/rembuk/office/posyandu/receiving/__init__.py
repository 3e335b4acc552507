"""What a file of weighings or feeding brings: read, held against what stands, taken back."""
