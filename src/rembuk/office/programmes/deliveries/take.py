"""Writing what a workbook of deliveries or spending says, row by row, safe to repeat."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.people.models import Family, Person
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.deliveries import acts as delivering
from rembuk.office.programmes.deliveries import spending
from rembuk.office.programmes.deliveries.acts import Handed
from rembuk.office.programmes.deliveries.sheet import Read
from rembuk.office.programmes.errors import AskedError
from rembuk.office.programmes.models import Activity, DeliverySheet, SheetOf


def keep(found: Read, who: Reader, kind: str, name: str, district: str) -> DeliverySheet:
    """Keep what was read until somebody says to write it."""
    return DeliverySheet.objects.create(
        public_id=new(), kind=kind, district_code=district, year=who.year, name=name[:160],
        sha256=found.sha256, rows=found.rows, faults=found.faults, by=who.account,
    )  # fmt: skip


def take(sheet: DeliverySheet, account: Account, sure: Collection[str]) -> DeliverySheet:
    """Write the rows that stand. What is odd stays and is asked unless its key is in `sure`; what
    is refused joins the faults. Nothing that was written is written again."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sheet.rows:
        when = row["on"] if sheet.kind == SheetOf.DELIVERIES else row["period"]
        groups[f"{row['activity']}.{when}"].append(row)
    write = _deliver if sheet.kind == SheetOf.DELIVERIES else _spend
    left: list[dict[str, Any]] = []
    asks: dict[str, list[str]] = {}
    known = Activity.objects.in_bulk({row["activity"] for row in sheet.rows})
    for key, rows in groups.items():
        activity = known[rows[0]["activity"]]
        try:
            with transaction.atomic():
                write(account, activity, rows, key in sure)
        except AskedError as odd:
            left += rows
            texts = [text for texts in odd.message_dict.values() for text in texts]
            asks[key] = [activity.number, rows[0].get("on") or rows[0]["period"], *texts]
        except ValidationError as problem:
            words = " ".join(problem.messages)
            sheet.faults += [
                {"no": row["no"], "column": "", "words": words,
                 "cells": {"Nomor kegiatan": activity.number}}
                for row in rows
            ]  # fmt: skip
        else:
            sheet.taken += len(rows)
    sheet.rows, sheet.asks = left, asks
    sheet.taken_at = None if left else timezone.now()
    sheet.save()
    return sheet


def _deliver(account: Account, activity: Activity, rows: list[dict[str, Any]], sure: bool) -> None:
    persons = Person.objects.in_bulk([row["person"] for row in rows if row["person"]])
    families = Family.objects.in_bulk([row["family"] for row in rows if row["family"]])
    handed = [
        Handed(
            row["place"], Decimal(row["volume"]), persons.get(row["person"]),
            families.get(row["family"]), row["amount"], row["note"],
        )
        for row in rows
    ]  # fmt: skip
    on = dt.date.fromisoformat(rows[0]["on"])
    delivering.deliver(account, activity, on, handed, confirmed=sure)


def _spend(account: Account, activity: Activity, rows: list[dict[str, Any]], sure: bool) -> None:
    for row in rows:
        spending.spend(account, activity, row["period"], row["spent"], confirmed=sure)


def faults(sheet: DeliverySheet) -> bytes:
    """Rows that were not taken, with row, column and reason; no NIK or card number is in it."""
    heads = sorted({head for one in sheet.faults for head in one["cells"]})
    columns = [Column("Baris", 7, "integer"), Column("Kolom", 20), Column("Sebabnya", 60)]
    columns += [Column(head, 18) for head in heads]
    rows = [
        [one["no"], one["column"], one["words"], *(one["cells"].get(head, "") for head in heads)]
        for one in sheet.faults
    ]
    return workbook([Sheet("Perlu diperbaiki", "", columns, rows)])
