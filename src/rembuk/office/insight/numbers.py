"""Counts and shares in running text, as the active language writes them."""

from __future__ import annotations

from rembuk.office.places import said


def count(n: int) -> str:
    """`40.436`; with a comma in English."""
    text = f"{n:,}"
    return text if said.english() else text.replace(",", ".")


def plain(value: float, decimals: int = 1) -> str:
    """`17,7`; with a point in English. The minus is a minus."""
    text = f"{value:.{decimals}f}".replace("-", "\u2212")
    return text if said.english() else text.replace(".", ",")
