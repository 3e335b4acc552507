"""The convergence actions: schemes, indicators, the work of offices, deadlines, filing."""
