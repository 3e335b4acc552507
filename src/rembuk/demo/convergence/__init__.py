"""Two years of convergence in the demo: 2023 as districts tell of it (the eight actions, incomplete
and late), and the running year under the actions of 2025."""
