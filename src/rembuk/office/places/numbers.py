"""Counts and shares in running text, as the active language writes them; and as letters do, which
are Indonesian whatever the screen speaks."""

from __future__ import annotations

from typing import Final

from rembuk.office.places import said

PAPER: Final = str.maketrans({",": ".", ".": ",", "-": "\u2212"})


def count(n: int) -> str:
    """`40.436`; with a comma in English."""
    text = f"{n:,}"
    return text if said.english() else text.replace(",", ".")


def plain(value: float, decimals: int = 1) -> str:
    """`17,7`; with a point in English. The minus is a minus."""
    text = f"{value:.{decimals}f}".replace("-", "\u2212")
    return text if said.english() else text.replace(".", ",")


def on_paper(value: float, decimals: int = 0) -> str:
    """`40.436`, `17,7`; the minus is a minus. A number of a letter, a sheet or a message."""
    return f"{value:,.{decimals}f}".translate(PAPER)


def change_on_paper(value: float, decimals: int = 1) -> str:
    """The same with its sign; nothing before nought."""
    rounded = round(value, decimals) + 0.0  # no minus before nought
    return f"{'+' if rounded > 0 else ''}{on_paper(rounded, decimals)}"
