"""Writing the rows of a budget workbook that hold, row by row; a retry changes nothing twice."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.budget import doubles as budget_doubles
from rembuk.office.programmes.budget import match as budget_match
from rembuk.office.programmes.budget.judge import ASKED, TAKEN, Bench, Row
from rembuk.office.programmes.errors import ProgrammeError
from rembuk.office.programmes.models import BudgetLine, BudgetLineEvent, BudgetSheet
from rembuk.office.programmes.rights import desk


def keep(
    account: Account, kind: str, district: str, place: str, year: int, document: str, name: str,
    rows: list[dict[str, Any]], sha256: str,
) -> BudgetSheet:  # fmt: skip
    """Keep a workbook that was read until somebody says what to take. The same file for the same
    document and year by the same account is the same sheet."""
    document = " ".join(document.split())[:160]
    if len(document) < 5:
        raise ProgrammeError(
            _("Sebut dokumennya, misalnya DPA 2026 atau APBDes 2026, Perdes 7/2025.")
        )
    same = BudgetSheet.objects.filter(
        by=account, sha256=sha256, kind=kind, year=year, document=document, place_code=place
    ).first()
    return same or BudgetSheet.objects.create(
        public_id=new(), kind=kind, district_code=district, place_code=place, year=year,
        document=document, name=name[:160], sha256=sha256, rows=rows, by=account,
    )  # fmt: skip


@transaction.atomic
@balancing.together()
def take(
    account: Account, sheet: BudgetSheet, chosen: Collection[int] = frozenset(), *,
    thousands: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Write what is new and changed, and of what is asked the rows that were chosen. `thousands`:
    every amount is multiplied by a thousand. Rows fail one by one. Returns counts and the rows
    that were left, {row: [column, why]}; a sheet that was taken already returns what it did."""
    held = BudgetSheet.objects.select_for_update().get(pk=sheet.pk)
    if held.taken_at is not None:
        return dict(held.result)
    bench = Bench(held, desk(account, timezone.localdate()), 1000 if thousands else 1)
    done = dict.fromkeys((*TAKEN, *ASKED, "sama", "lewati", "keliru", "dipasangkan"), 0)
    left: dict[str, list[str]] = {}
    written: list[BudgetLine] = []
    for row in bench.rows():
        if row.fate in TAKEN or (row.fate in ASKED and row.number in chosen):
            try:
                with transaction.atomic():
                    line = _write(account, held, row)
                    done["dipasangkan"] += budget_match.by_itself(account, line, row.activity)
            except ValidationError as wrong:
                left[str(row.number)] = ["", " ".join(wrong.messages)]
                done["keliru"] += 1
                continue
            written.append(line)
            done[row.fate] += 1
        elif row.fate in ASKED or row.fate == "keliru":
            left[str(row.number)] = [row.column, row.why]
            done["keliru"] += row.fate == "keliru"
        else:
            done[row.fate] += 1
    done["ganda-anggaran"] = budget_doubles.mark(written)
    held.result = {"counts": done, "left": left, "thousands": thousands}
    held.taken_at = timezone.now()
    held.save(update_fields=["result", "taken_at"])
    return dict(held.result)


def _write(account: Account, sheet: BudgetSheet, row: Row) -> BudgetLine:
    key: dict[str, Any] = {
        "year": sheet.year, "source_kind": sheet.kind, "place_code": row.place_code,
        "office": row.office, "line": row.line,
    }  # fmt: skip
    if row.fate == "ganda" and BudgetLine.objects.filter(**key).exists():
        key["line"] = _beside(key)
    held = BudgetLine.objects.select_for_update(of=("self",)).filter(**key).first()
    before: dict[str, Any] = {}
    if held is None:
        held = BudgetLine(public_id=new(), district_code=sheet.district_code, **key)
    else:
        before = {"amount": held.amount, "realised": held.realised, "title": held.title}
        held.version += 1
    held.document, held.title, held.amount = sheet.document, row.title, row.amount
    held.realised, held.money, held.sheet, held.by = row.realised, row.money, sheet, account
    held.volume, held.unit = row.volume, row.unit
    held.save()
    _note(held, account, "baca", before)
    return held


def _beside(key: dict[str, Any]) -> str:
    """A line of the same code that somebody said is another one: `2.3.05 (2)`."""
    rest = {name: value for name, value in key.items() if name != "line"}
    taken = set(
        BudgetLine.objects.filter(**rest, line__startswith=key["line"]).values_list(
            "line", flat=True
        )
    )
    n = 2
    while f"{key['line']} ({n})" in taken:
        n += 1
    return f"{key['line']} ({n})"[:80]


def _note(line: BudgetLine, account: Account, act: str, before: dict[str, Any]) -> None:
    BudgetLineEvent.objects.create(
        row=line, by=account, act=act, before=before,
        after={"amount": line.amount, "realised": line.realised, "document": line.document},
    )  # fmt: skip
