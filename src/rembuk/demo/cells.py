"""Cells as offices write them: dates, numbers, labels, and the quirks of real files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl

from rembuk.demo.places import Floats

Cell = str | float | None
Cells = list[Cell]
DateStyle = Literal["iso", "slash", "dash"]

WEIGHT_LABELS: Final = (
    ("Sangat Kurang", "Kurang", "Berat Badan Normal", "Risiko Lebih"),
    ("BB Sangat Kurang", "BB Kurang", "Normal", "Risiko BB Lebih"),
)
LENGTH_LABELS: Final = (
    ("Sangat Pendek", "Pendek", "Normal", "Tinggi"),
    ("SANGAT PENDEK", "PENDEK", "NORMAL", "TINGGI"),
)
THIN_LABELS: Final = (
    ("Gizi Buruk", "Gizi Kurang", "Gizi Baik", "Risiko Gizi Lebih", "Gizi Lebih", "Obesitas"),
    ("Gizi Buruk", "Gizi Kurang", "Normal", "Beresiko Gizi Lebih", "Gizi Lebih", "Obesitas"),
)
_FORMATS: Final = {"iso": "%Y-%m-%d", "slash": "%d/%m/%Y", "dash": "%d-%m-%Y"}


@dataclass(frozen=True)
class Style:
    """How one office writes its files."""

    dates: DateStyle = "iso"
    comma: bool = False  # numbers as text with a decimal comma
    labels: int = 0
    capitals: bool = True
    slips: float = 1.0  # how often a cell goes wrong


def dates(values: pl.Series, style: Style) -> Cells:
    """Dates as text."""
    return values.dt.strftime(_FORMATS[style.dates]).to_list()


def words(values: pl.Series, style: Style) -> Cells:
    """Text, in capitals where the office writes so."""
    return (values.str.to_uppercase() if style.capitals else values).to_list()


def numbers(values: pl.Series, style: Style, decimals: int = 1) -> Cells:
    """Numbers, or text with a decimal comma."""
    listed = values.round(decimals).to_list()
    if not style.comma:
        return listed
    return [None if x is None else f"{x:.{decimals}f}".replace(".", ",") for x in listed]


def slip(
    rng: np.random.Generator, cells: Cells, style: Style, kinds: tuple[tuple[str, float], ...]
) -> Cells:
    """Cells with a few slips of the given kinds (name, share), in place; one slip a cell."""
    done: set[int] = set()
    for kind, share in kinds:
        for i in np.flatnonzero(rng.random(len(cells)) < share * style.slips).tolist():
            if i not in done:
                cells[i] = _slipped(kind, cells[i])
                done.add(i)
    return cells


def _slipped(kind: str, cell: Cell) -> Cell:
    if cell is None or cell == "":
        return cell
    text = f"{cell:.1f}" if isinstance(cell, float) else str(cell)
    if kind == "two-points":  # 83..9
        return text.replace(".", "..").replace(",", ",,")
    if kind == "colon":  # 8:9
        return text.replace(".", ":").replace(",", ":")
    if kind == "no-point":  # 875 for 87.5, 10945 for 10.945
        return float(text.replace(",", ".")) * 10
    if kind == "grams":
        return float(round(float(text.replace(",", ".")) * 1000))
    if kind == "dash":
        return "-"
    if kind == "outlier":
        return 999.99
    if kind == "scientific":
        return f"{float(text):.5E}" if text.isdigit() else cell
    if kind == "apostrophe":
        return f"'{text}"
    raise ValueError(kind)


def label(z: Floats, edges: tuple[tuple[float, bool], ...], words_: tuple[str, ...]) -> Cells:
    """The office's word for each score; edges are (value, whether the edge belongs above)."""
    at = np.zeros(len(z), dtype=int)
    for value, above in edges:
        at += (z >= value) if above else (z > value)
    listed = zip(np.isnan(z).tolist(), (np.abs(z) > 6).tolist(), at.tolist(), strict=True)
    return [None if none else "Outlier" if far else words_[k] for none, far, k in listed]


WEIGHT_EDGES: Final = ((-3.0, True), (-2.0, True), (1.0, False))
LENGTH_EDGES: Final = ((-3.0, True), (-2.0, True), (3.0, False))
THIN_EDGES: Final = ((-3.0, True), (-2.0, True), (1.0, False), (2.0, False), (3.0, False))


def age_text(birth: pl.Series, day: pl.Series) -> Cells:
    """`2 Tahun - 3 Bulan - 12 Hari`."""
    frame = pl.DataFrame({"b": birth, "d": day})
    months = (
        (pl.col("d").dt.year() - pl.col("b").dt.year()) * 12
        + pl.col("d").dt.month().cast(pl.Int32)
        - pl.col("b").dt.month().cast(pl.Int32)
        - (pl.col("d").dt.day() < pl.col("b").dt.day()).cast(pl.Int32)
    )
    days = (pl.col("d").dt.day().cast(pl.Int32) - pl.col("b").dt.day().cast(pl.Int32)) % 30
    text = pl.format("{} Tahun - {} Bulan - {} Hari", months // 12, months % 12, days)
    shown = pl.when(months >= 0).then(text).otherwise(pl.lit(""))
    return frame.select(shown).to_series().to_list()
