"""Analysis of the situation, review of a year, its own score by the rubric."""
