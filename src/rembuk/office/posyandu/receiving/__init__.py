"""What a file of weighings or feeding brings: read into rows, held against what stands, taken back."""
