"""From a plan to the agencies' own workbooks: same seed, same cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from rembuk.demo.children import bear
from rembuk.demo.files import Written, write_files
from rembuk.demo.growth import grow
from rembuk.demo.papers import write_papers
from rembuk.demo.places import Places, settle
from rembuk.demo.plan import Plan
from rembuk.demo.register import register
from rembuk.demo.visits import attend

Progress = Callable[[str, int, int], None]


def quiet(stage: str, done: int, total: int) -> None:
    """A progress that says nothing."""


def invent(plan: Plan) -> tuple[Places, pl.DataFrame]:
    """The places and the register of an invented district (see `register` for the columns)."""
    places = settle(plan)
    children = bear(plan, places)
    growth = grow(plan, places, children)
    rows = attend(plan, places, children, growth)
    return places, register(plan, places, children, growth, write_papers(plan, children), rows)


def generate(plan: Plan, out: Path, progress: Progress = quiet) -> list[Written]:
    """Write the district's workbooks into `out`; returns them in the order they arrive."""
    progress("mengarang anak dan pertumbuhannya", 0, 1)
    places, rows = invent(plan)
    return write_files(plan, places, rows, out, progress)
