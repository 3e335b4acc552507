"""WHO growth standards, Permenkes categories, weight gain, case state."""

from rembuk.science.growth.zscores import zscores

__all__ = ["zscores"]
