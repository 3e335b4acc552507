"""From a file to canonical frames: no Django, no database. Modules in the order of the work:
limits, sniff, grid, layouts, header, values, normalise, areas."""
