"""A cycle evaluated, closed and reported."""
