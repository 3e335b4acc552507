"""Estimates from a sample survey with the standard errors its design asks for."""

from rembuk.science.survey.design import Design, Lonely, design
from rembuk.science.survey.estimates import (
    interval,
    means,
    proportions,
    ratios,
    totals,
)
from rembuk.science.survey.variance import LonelyPsuError

__all__ = [
    "Design",
    "Lonely",
    "LonelyPsuError",
    "design",
    "interval",
    "means",
    "proportions",
    "ratios",
    "totals",
]
