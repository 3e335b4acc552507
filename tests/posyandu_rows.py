"""Canonical rows of measurements, and one clean run of a receiver over them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from django.db.models import Model
from django.utils import timezone

from rembuk.office.intake.models import Import, ImportState, SourceFile
from rembuk.office.intake.receivers import Context, Field, Receiver, receiver
from rembuk.office.people.models import Identifier, Membership, Person, SourceRecord
from rembuk.office.posyandu.models import (
    AreaCases,
    AreaRecap,
    CaseEvent,
    ChildStatus,
    HealthCentre,
    Measurement,
    MonthlyRecap,
    MotherPmt,
    PmtEpisode,
    Posyandu,
    Session,
)

TYPES: dict[str, Any] = {
    "date": pl.Date,
    "decimal": pl.Float64,
    "integer": pl.Int64,
    "yesno": pl.Boolean,
}
VILLAGE = "16.06.01.2001"


def rows(*said: dict[str, Any], fields: tuple[Field, ...] | None = None) -> pl.DataFrame:
    """A canonical frame; what a row does not say is empty."""
    fields = fields or receiver("pengukuran").fields
    schema: dict[str, Any] = {"row_no": pl.Int64, "sheet_row": pl.Int64, "area_code": pl.String}
    schema |= {field.name: TYPES.get(field.type, pl.String) for field in fields}
    filled = [
        {"row_no": number, "sheet_row": number, "area_code": VILLAGE, **row}
        for number, row in enumerate(said, start=2)
    ]
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in filled], schema=schema)


def visit(name: str, day: dt.date, weight: float | None, lenhei: float | None = None, **more: Any):
    """One row: a girl born on 8 April 2025, measured lying, at post Melati 1."""
    return {
        "name": name,
        "sex": "P",
        "birth_date": dt.date(2025, 4, 8),
        "mother_name": "Ibu Contoh",
        "puskesmas": "Puskesmas Contoh",
        "posyandu": "Melati 1",
        "date": day,
        "weight": weight,
        "lenhei": lenhei,
        "position": "L",
        **more,
    }


def opened(as_of: dt.date, layout: str = "eppgbm-a", kind: str = "pengukuran") -> Context:
    """A new import as intake would tell a receiver of it."""
    file = SourceFile.objects.create(
        sha256=f"{SourceFile.objects.count():064d}",
        name="contoh.xlsx",
        size=1,
        format="xlsx",
        stored_at="x",
        received_at=timezone.now(),
    )
    made = Import.objects.create(
        file=file, kind=kind, layout=layout, as_of=as_of, state=ImportState.COMMITTING
    )
    return Context(made.pk, layout, as_of, "16.06")


def silent(stage: str, done: int, total: int) -> None:
    """No progress."""


def take(
    frame: pl.DataFrame, context: Context, chunk: int = 10_000, kind: str = "pengukuran"
) -> dict[str, object]:
    """Commit in chunks and finish; the report."""
    taker: Receiver = receiver(kind)
    for start in range(0, frame.height, chunk):
        taker.commit(frame.slice(start, chunk), context)
    return taker.finish([context], silent)[0]


TABLES: tuple[type[Model], ...] = (
    HealthCentre,
    Posyandu,
    Person,
    SourceRecord,
    Identifier,
    Membership,
    Measurement,
    CaseEvent,
    ChildStatus,
    AreaCases,
    AreaRecap,
    MonthlyRecap,
    Session,
    PmtEpisode,
    MotherPmt,
)
PASSING = {"created_at"}


def state(without: set[str] | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table this room and the people room write, keys and all."""
    skip = PASSING | (without or set())
    found = {}
    for model in TABLES:
        names = [f.attname for f in model._meta.concrete_fields if f.attname not in skip]
        read = model._default_manager.order_by("pk").values_list(*names)
        found[model.__name__] = [tuple(map(_plain, row)) for row in read]
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
