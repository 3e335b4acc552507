"""Speed and memory, as figures and as ratios."""
