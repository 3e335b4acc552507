"""The people of the invented district: families, who knows them, and what each source writes."""

from rembuk.demo.population.linkage import linkage_files

__all__ = ["linkage_files"]
