"""Situation of the district: home, areas, maps."""
