"""What an import holds between its check and its end: Parquet files in a closed folder of its own.
They hold identity numbers as the sheet has them, so they are deleted when the import ends."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal

import polars as pl
from django.conf import settings

from . import raw
from .models import Import
from .reading import grid
from .reading.grid import Grid

Part = Literal["cells", "rows", "verdicts", "changes", "kept"]


def folder(imported: Import) -> Path:
    """The folder of one import."""
    raw.closed(Path(settings.REMBUK_STAGING))
    return raw.closed(Path(settings.REMBUK_STAGING) / str(imported.pk))


def write(imported: Import, part: Part, frame: pl.DataFrame) -> None:
    """Write a part whole or not at all (a rename is atomic)."""
    target = folder(imported) / f"{part}.parquet"
    draft = target.with_suffix(".tmp")
    frame.write_parquet(draft, compression="lz4")
    draft.replace(target)


def read(imported: Import, part: Part) -> pl.DataFrame | None:
    """A part, or None when it is not there."""
    path = folder(imported) / f"{part}.parquet"
    return pl.read_parquet(path) if path.exists() else None


def forget(imported: Import) -> None:
    """Delete everything staged for an import."""
    shutil.rmtree(folder(imported), ignore_errors=True)


def cells(imported: Import) -> Grid:
    """The sheet of an import as text, from the staged copy or from the raw file."""
    kept = read(imported, "cells")
    if kept is not None:
        return Grid(imported.sheet, kept)
    return grid.read(raw.path_of(imported.file), imported.sheet)
