"""Taking what a returned sheet says: shown first cell by cell, then written with the version the
sheet left with, so that nothing newer is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from rembuk.office.access.models import Account
from rembuk.office.convergence import figures, told
from rembuk.office.convergence.entry import written
from rembuk.office.convergence.figures import Entry
from rembuk.office.convergence.models import SheetFile
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.registry import registry
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.places.queries import place_names


@dataclass(frozen=True)
class Line:
    """One cell the sheet changes. `was`: when it left; `now`: as it stands; `fate`: ubah, bentrok
    (somebody else changed it too) or sama (it already says so)."""

    key: str
    place: str
    quantity: str
    was: str
    now: str
    sheet: str
    fate: str
    version: int


def lines(row: SheetFile) -> list[Line]:
    """What the sheet would change now, conflicts first."""
    texts = row.outcome.get("texts", {})
    pairs = [tuple(key.split("|", 1)) for key in texts]
    standing = figures.read({p for p, _q in pairs}, {q for _p, q in pairs}, [row.period])
    quantities = registry(row.year, period(row.period).ends).quantities
    names = place_names(place for place, _quantity in pairs)
    found = []
    for (place, quantity), (key, text) in zip(pairs, texts.items(), strict=True):
        figure = standing.get((place, quantity, row.period))
        now = written.text(figure.value, figure.status) if figure else ""
        version = figure.version if figure else 0
        base, was = row.versions[key]
        fate = "ubah"
        if written.read(now) == written.read(text):
            fate = "sama"
        elif version != base:
            fate = "bentrok"
        name = told.named(quantities[quantity]) if quantity in quantities else quantity
        found.append(Line(key, names.get(place, place), name, was, now, text, fate, version))
    order = {"bentrok": 0, "ubah": 1, "sama": 2}
    return sorted(found, key=lambda one: order[one.fate])


@transaction.atomic
def take(row: SheetFile, account: Account, chosen: set[str]) -> dict[str, Any]:
    """Write what changed, and conflicts whose key is among `chosen`. Returns what became of it."""
    held = SheetFile.objects.select_for_update().select_related("year").get(pk=row.pk)
    by_key = {one.key: one for one in lines(held)}
    entries = []
    for key, one in by_key.items():
        if one.fate == "sama" or (one.fate == "bentrok" and key not in chosen):
            continue
        place, _mark, quantity = key.partition("|")
        said = written.read(one.sheet)
        base = one.version if one.fate == "bentrok" else held.versions[key][0]
        entries.append(Entry(place, quantity, held.period, said.value, said.status, version=base))
    outcome = figures.type_in(account, entries, "berkas", year=held.year)
    for saved in outcome.saved:
        key = f"{saved.entry.place}|{saved.entry.quantity}"
        held.versions[key] = [saved.version, written.text(saved.entry.value, saved.entry.state)]
    left = [one.key for one in by_key.values() if one.fate == "bentrok" and one.key not in chosen]
    left += [f"{one.entry.place}|{one.entry.quantity}" for one in outcome.conflicts]
    held.outcome |= {
        "texts": {key: held.outcome["texts"][key] for key in left},
        "taken": {
            "saved": len(outcome.saved),
            "same": held.outcome.get("same", 0) + sum(o.fate == "sama" for o in by_key.values()),
            "asks": [_told(by_key, one.entry, one.words) for one in outcome.asks],
            "refused": [_told(by_key, one.entry, one.words) for one in outcome.refused],
        },
    }
    held.returned_at, held.returned_by = timezone.now(), account
    held.save(update_fields=["versions", "outcome", "returned_at", "returned_by"])
    return dict(held.outcome["taken"])


def _told(by_key: dict[str, Line], entry: Entry, words: str) -> dict[str, str]:
    line = by_key[f"{entry.place}|{entry.quantity}"]
    return {"place": line.place, "quantity": line.quantity, "text": line.sheet, "words": words}


def fault_sheet(row: SheetFile) -> bytes:
    """Everything that was not taken, and why, as a workbook."""
    columns = [
        Column("Lembar", 16), Column("Baris", 7, "integer"), Column("Desa atau indikator", 24),
        Column("Kolom", 32), Column("Isi", 14), Column("Yang perlu diperiksa", 60),
    ]  # fmt: skip
    body: list[list[object]] = [
        [p["sheet"], p["row"] or None, p["place"], p["column"], p["text"], p["words"]]
        for p in row.outcome.get("problems", [])
    ]
    taken = row.outcome.get("taken", {})
    for kind in ("refused", "asks"):
        body += [
            ["", None, one["place"], one["quantity"], one["text"], one["words"]]
            for one in taken.get(kind, [])
        ]
    body += [
        ["", None, one.place, one.quantity, one.sheet, told.conflict_words(one.now)]
        for one in lines(row)
        if one.fate == "bentrok"
    ]
    return workbook([Sheet("Perlu diperiksa", "", columns, body)])
