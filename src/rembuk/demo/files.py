"""Which office sends which file: the plan of the workbooks, and writing them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from rembuk.demo import pmt, sheets, wide, workbooks
from rembuk.demo.cells import Style
from rembuk.demo.places import Places
from rembuk.demo.plan import Plan, month_after

GENERATION_B = dt.date(2025, 1, 1)
OFFICES = (
    Style(), Style(dates="slash", labels=1), Style(dates="dash", comma=True, slips=1.6),
    Style(capitals=False), Style(dates="slash", comma=True, capitals=False, labels=1),
)  # fmt: skip
"""Ways of writing; each kecamatan keeps one."""


@dataclass(frozen=True)
class FileSpec:
    """One workbook: its layout, kecamatan, the puskesmas (all when empty) and months it holds."""

    name: str
    layout: str  # code of the layout that reads it
    kecamatan: int
    centres: frozenset[str]
    months: tuple[int, ...]
    title: str


@dataclass(frozen=True)
class Written:
    """A file on disk and what it holds."""

    path: Path
    layout: str
    rows: int
    arrived: dt.date
    child: pl.Series | None = None
    """Of sheets of measurements: the child of each row, by its number in the register."""


def plan_files(plan: Plan, places: Places) -> list[FileSpec]:
    """The workbooks in the order they arrive.

    The second kecamatan sends its last quarter in the enriched form; one puskesmas of the third
    keeps a wide sheet for the half-year before.
    """
    chunks = _chunks(plan)
    specs: list[FileSpec] = []
    halves = [at for at, chunk in enumerate(chunks[:-2]) if _starts(plan, chunk) >= GENERATION_B]
    for at, chunk in enumerate(chunks):
        generation = "b" if _starts(plan, chunk) >= GENERATION_B else "a"
        for k, kecamatan in enumerate(places.kecamatan_name):
            mine = _centres(places, k)
            span = _span(plan, chunk)
            slug = kecamatan.lower().replace(" ", "-")
            if k == 2 and halves and at == halves[-1]:
                chosen = frozenset(mine[-1:])
                specs.append(
                    FileSpec(f"{span}-{slug}-lembar-lebar.xlsx", "lebar-bulanan", k, chosen, chunk,
                             f"Buku bantu penimbangan, Kecamatan {kecamatan}, {_said(plan, chunk)}")
                )  # fmt: skip
                rest = frozenset(mine) - chosen
                if not rest:
                    continue
            else:
                rest = frozenset(mine)
            if k == 1 and len(chunks) > 2 and at == len(chunks) - 2:
                name, layout = f"{span}-{slug}-dinkes.xlsx", "bontang"
            else:
                name, layout = f"{span}-{slug}-eppgbm-{generation}.xlsx", f"eppgbm-{generation}"
            specs.append(
                FileSpec(
                    name,
                    layout,
                    k,
                    rest,
                    chunk,
                    f"Hasil penimbangan, Kecamatan {kecamatan}, {_said(plan, chunk)}",
                )
            )
    return specs


def write_files(
    plan: Plan,
    places: Places,
    register: pl.DataFrame,
    folder: Path,
    progress: Callable[[str, int, int], None],
) -> list[Written]:
    """Write every workbook and the PMT histories into `folder` (made if absent)."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Written] = []
    specs = plan_files(plan, places)
    wrong = frozenset({places.centre[-1]})
    for number, spec in enumerate(specs):
        progress("menulis berkas tiruan", number, len(specs) + 1)
        rng = np.random.default_rng([plan.seed, 7, number])
        office = sheets.Office(places, _style(spec), wrong, rng)
        mine = register.filter(
            (pl.col("kecamatan_no") == spec.kecamatan)
            & pl.col("m").is_in(spec.months)
            & pl.col("centre").is_in(list(spec.centres))
        )
        mine = _with_repeats(mine, rng) if spec.layout != "lebar-bulanan" else mine
        if mine.height == 0:
            continue
        columns = _columns(mine, office, spec.layout)
        rows = workbooks.write(folder / spec.name, spec.title, columns)
        child = (wide.children_of(mine) if spec.layout == "lebar-bulanan" else mine)["child"]
        written.append(Written(folder / spec.name, spec.layout, rows, _arrival(plan, spec), child))
    written += list(_pmt(plan, places, register, folder))
    progress("menulis berkas tiruan", len(specs) + 1, len(specs) + 1)
    return written


def _arrival(plan: Plan, spec: FileSpec) -> dt.date:
    """The day an office sent a file: in the first days of the next month, one in three late."""
    last = month_after(plan.month_starts[spec.months[-1]])
    return last + dt.timedelta(days=(2, 3, 9)[spec.kecamatan % 3])


def _columns(frame: pl.DataFrame, office: sheets.Office, layout: str) -> sheets.Columns:
    if layout == "lebar-bulanan":
        return wide.wide(frame, office)
    if layout == "bontang":
        return sheets.enriched(frame, office)
    return sheets.eppgbm(frame, office, layout[-1].upper())


def _pmt(plan: Plan, places: Places, register: pl.DataFrame, folder: Path) -> Iterator[Written]:
    """One history for the whole district over the last year."""
    rng = np.random.default_rng([plan.seed, 8])
    office = sheets.Office(places, Style(), frozenset(), rng)
    last_year = register.filter(pl.col("m") >= plan.months - 12)
    columns = pmt.history(last_year, office)
    if columns[0][1]:
        path = folder / f"Daftar-Riwayat-PMT-Balita-{plan.until:%Y-%m}.xls"
        title = f"{workbooks.NOTICE}. Daftar Riwayat PMT Balita"
        rows = pmt.write_html(path, title, columns)
        yield Written(path, "pmt-balita", rows, plan.last_day + dt.timedelta(days=8))


def _with_repeats(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """About 0.4 % of the rows stand twice in their file."""
    again = frame.filter(pl.Series(rng.random(frame.height) < 0.004))
    return pl.concat([frame, again]).sort("m", "post", "child", maintain_order=True)


def _chunks(plan: Plan) -> list[tuple[int, ...]]:
    """Months by file: earlier years whole, the last year's half-years, then the three months
    before the last, then the last."""
    months = plan.month_starts
    tail = len(months) - 4 if len(months) > 6 else len(months) - 1
    groups: dict[tuple[int, int], list[int]] = {}
    for m in range(tail):
        half = (months[m].month - 1) // 6 if months[m].year == plan.until.year else 0
        groups.setdefault((months[m].year, half), []).append(m)
    chunks = [tuple(group) for group in groups.values()]
    middle = tuple(range(tail, len(months) - 1))
    return [*chunks, *([middle] if middle else []), (len(months) - 1,)]


def _starts(plan: Plan, chunk: tuple[int, ...]) -> dt.date:
    return plan.month_starts[chunk[0]]


def _span(plan: Plan, chunk: tuple[int, ...]) -> str:
    first, last = plan.month_starts[chunk[0]], plan.month_starts[chunk[-1]]
    if first == last:
        return f"{first:%Y-%m}"
    return f"{first:%Y-%m}-sd-{last:%m}"


def _said(plan: Plan, chunk: tuple[int, ...]) -> str:
    """`Juli sampai September 2026`."""
    first, last = plan.month_starts[chunk[0]], plan.month_starts[chunk[-1]]
    ending = f"{wide.MONTHS[last.month - 1].title()} {last.year}"
    return ending if first == last else f"{wide.MONTHS[first.month - 1].title()} sampai {ending}"


def _centres(places: Places, kecamatan: int) -> list[str]:
    """Puskesmas of a kecamatan, in the order of its villages."""
    return list(dict.fromkeys(
        centre for centre, k in zip(places.centre, places.kecamatan_of, strict=True)
        if k == kecamatan
    ))  # fmt: skip


def _style(spec: FileSpec) -> Style:
    style = OFFICES[spec.kecamatan % len(OFFICES)]
    return Style(dates="dash") if spec.layout == "lebar-bulanan" else style
