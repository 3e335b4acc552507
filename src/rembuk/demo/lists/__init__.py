"""The lists of other agencies about the invented families, as those agencies write them."""
