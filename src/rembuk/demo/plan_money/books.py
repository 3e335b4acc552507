"""Budget books of the demo brought in as offices bring them: with a doubled line, a line typed in
thousands, a line nobody knows the activity of."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, Final

from rembuk.demo.clock import standing_at
from rembuk.office.access.models import Account
from rembuk.office.programmes.budget import take as budget_take
from rembuk.office.programmes.models import Activity, SourceKind, Status

UNKNOWN: Final = ("Belanja alat ukur panjang badan posyandu", 46_500_000)
"""A line no activity stands for: it waits to be paired."""
ACCOUNT: Final = "5.1.02.05.01.0001"


def bring(area: str, year: int, keeper: Account, today: dt.date) -> None:
    """The books of a year whose budget was passed by now: SIPD of the offices, APBDes of the
    villages. What came to the plan and not further is not in them: the holes of the year."""
    passed = dt.date(year - 1, 12, 18)
    if passed > today:
        return
    kinds = (
        (SourceKind.SIPD, f"DPA {year} (tiruan)"),
        (SourceKind.VILLAGE, f"APBDes {year} (tiruan)"),
    )
    for kind, document in kinds:
        village = kind == SourceKind.VILLAGE
        found = [
            one for one in Activity.objects.filter(district_code=area, year=year).order_by("number")
            .select_related("office")
            if (one.money == "DANA-DD") == village and _in_book(one)
        ]  # fmt: skip
        cells = _village(found) if village else _sipd(found)
        rows = [{"no": number, "cells": one} for number, one in enumerate(cells, start=4)]
        digest = hashlib.sha256(repr(rows).encode()).hexdigest()
        with standing_at(passed, 14):
            sheet = budget_take.keep(
                keeper, kind.value, area, area, year, document, f"lembar {kind.label}", rows, digest
            )
            budget_take.take(keeper, sheet, _doubled(rows))


def _in_book(one: Activity) -> bool:
    """What the plan named as far as `reach` of its row says; the label of a plan alone is not
    enough: eggs, weekly tablets and brides stay in the plan and wait for money."""
    stays = {"INT-PANGAN", "INT-TTD-REMATRI", "INT-CATIN"}
    return one.status == Status.PLAN and one.intervention not in stays


def _doubled(rows: list[dict[str, Any]]) -> set[int]:
    """Rows of the first title and amount that come again: who brought the sheet said they are two,
    so the doubt stays with the lines and is decided on the page."""
    seen: dict[tuple[str, str], int] = {}
    chosen = set()
    for one in rows:
        cells = one["cells"]
        key = (cells["Uraian"], cells.get("Pagu", "") or cells.get("Anggaran", ""))
        where = cells.get("Kode desa", "")
        if (key[0] + where, key[1]) in seen:
            chosen.add(one["no"])
        seen[key[0] + where, key[1]] = one["no"]
    return chosen


def _sipd(found: list[Activity]) -> list[dict[str, str]]:
    made = [
        {
            "No": str(number), "No kegiatan": one.number, "Nama SKPD": one.office.name,
            "Kode sub kegiatan": one.sub_activity_code or "1.02.02.2.02.0099",
            "Kode rekening": ACCOUNT, "Uraian": one.title, "Volume": str(one.volume or ""),
            "Satuan": one.unit, "Pagu": str(one.ceiling_amount or 0),
            "Realisasi": str(_spent(one)) if one.year < dt.date.today().year else "",
        }
        for number, one in enumerate(found, start=1)
    ]  # fmt: skip
    if not made:
        return []
    twin = {**made[0], "No": str(len(made) + 1), "No kegiatan": ""}
    stray = {
        **made[0],
        "No": str(len(made) + 2),
        "No kegiatan": "",
        "Uraian": UNKNOWN[0],
        "Pagu": str(UNKNOWN[1]),
        "Realisasi": "",
        "Volume": "31",
        "Satuan": "unit",
    }
    short = {**stray, "No": str(len(made) + 3), "Uraian": "Cetak buku KIA", "Pagu": "38500"}
    return [*made, twin, stray, short]


def _spent(one: Activity) -> int:
    """What was spent of a year that is over: most of it, by no rule but the number."""
    return (one.ceiling_amount or 0) * (97 - 7 * (int(one.number[-1]) % 4)) // 100


def _village(found: list[Activity]) -> list[dict[str, str]]:
    made: list[dict[str, str]] = []
    for place in dict.fromkeys(one.place_code for one in found):
        mine = [one for one in found if one.place_code == place]
        made.append({
            "No kegiatan": "", "Kode desa": place, "Kode rekening": "2", "Uraian": "BELANJA",
            "Anggaran": str(sum(one.ceiling_amount or 0 for one in mine)),
        })  # fmt: skip
        made.extend(
            {
                "No kegiatan": one.number, "Kode desa": place,
                "Kode rekening": one.sub_activity_code, "Uraian": one.title,
                "Volume": str(one.volume or ""), "Satuan": one.unit,
                "Anggaran": str(one.ceiling_amount or 0), "Sumber dana": "Dana Desa",
            }
            for one in mine
        )  # fmt: skip
    return made
