"""From a plan to the agencies' own workbooks: same seed, same cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rembuk.demo.children import bear
from rembuk.demo.files import Written, write_files
from rembuk.demo.growth import grow
from rembuk.demo.lists.files import write_lists, write_register_truth
from rembuk.demo.lists.link import write_link_files
from rembuk.demo.lists.town import Town, town
from rembuk.demo.papers import write_papers
from rembuk.demo.places import Places, settle
from rembuk.demo.plan import Plan
from rembuk.demo.register import register
from rembuk.demo.visits import attend

Progress = Callable[[str, int, int], None]


def quiet(stage: str, done: int, total: int) -> None:
    """A progress that says nothing."""


@dataclass(frozen=True)
class Invented:
    """What a plan comes to: places, the register of children (see `register`), the town."""

    places: Places
    rows: pl.DataFrame
    town: Town


def invent_all(plan: Plan) -> Invented:
    """The whole invented district."""
    places = settle(plan)
    children = bear(plan, places)
    growth = grow(plan, places, children)
    visits = attend(plan, places, children, growth)
    rows = register(plan, places, children, growth, write_papers(plan, children), visits)
    return Invented(places, rows, town(plan, places, children, growth))


def invent(plan: Plan) -> tuple[Places, pl.DataFrame]:
    """The places and the register of an invented district (see `register` for the columns)."""
    invented = invent_all(plan)
    return invented.places, invented.rows


def generate(
    plan: Plan, out: Path, progress: Progress = quiet, apart: Path | None = None
) -> list[Written]:
    """Write the district's workbooks into `out`; returns them in the order they arrive.

    With `apart`, also what no office has: `apart/truth` (who is who in the lists) and `apart/link`
    (three files to try record linkage on, and the truth about them).
    """
    progress("mengarang anak, keluarga dan pertumbuhannya", 0, 1)
    invented = invent_all(plan)
    written = write_files(plan, invented.places, invented.rows, out, progress)
    progress("menulis daftar instansi tiruan", 0, 1)
    written += write_lists(invented.town, out, apart / "truth" if apart else None)
    if apart:
        write_register_truth(invented.town, written, apart / "truth")
        write_link_files(invented.town, apart / "link")
    return written
