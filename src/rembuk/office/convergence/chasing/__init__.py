"""The chase: empty cells, whose they are, the board, the list to send, the promises."""
