"""Offices, terms and history as a page shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.office.places.models import Area
from rembuk.office.seats import queries
from rembuk.office.seats.models import Holding, Office, OfficeEvent, OfficeKind, Seat

ACTS: Final = {
    "dibuat": _("Kantor dicatat"),
    "diubah": _("Keterangan kantor diubah"),
    "jabatan": _("Jabatan ditambah"),
    "ditunjuk": _("Pemegang jabatan ditunjuk"),
    "berakhir": _("Masa jabatan diakhiri"),
    "akun": _("Akun pemegang jabatan diatur"),
}
NAMES: Final = {
    "name": _("nama lengkap"), "short": _("nama pendek"), "kind": _("jenis"), "role": _("peran"),
    "place_code": _("wilayah"), "serves": _("wilayah layanan"), "address": _("alamat"),
    "valid_from": _("berdiri sejak"), "valid_to": _("tidak berdiri lagi mulai"),
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """A term of a holder; `now` when it runs on the day."""

    holding: Holding
    now: bool
    ended: bool


@dataclass(frozen=True)
class SeatShown:
    """A seat with its terms, newest first; `vacant` when nobody holds it on the day."""

    seat: Seat
    terms: tuple[Term, ...]
    vacant: bool


@dataclass(frozen=True)
class Told:
    """A line of the history; `changes` are (what, before, after)."""

    word: Promise | str
    about: str
    by: str
    at: dt.datetime
    changes: tuple[tuple[Promise | str, str, str], ...]


def by_kind(
    lines: Iterable[queries.OfficeLine],
) -> list[tuple[Promise | str, list[queries.OfficeLine]]]:
    """Lines in groups of one kind, in the order of the kinds."""
    words = dict(OfficeKind.choices)
    return [
        (words.get(kind, kind), list(group))
        for kind, group in groupby(lines, key=lambda line: line.office.kind)
    ]


def seats(office: Office, on: dt.date) -> list[SeatShown]:
    """Seats of an office with everybody who held them."""
    shown = []
    for seat, holdings in queries.seats_with_terms(office):
        terms = tuple(
            Term(
                one,
                one.valid_from <= on and (one.valid_to is None or one.valid_to > on),
                one.valid_to is not None and one.valid_to <= on,
            )
            for one in holdings
        )
        shown.append(SeatShown(seat, terms, not any(term.now for term in terms)))
    return shown


def events(office: Office) -> list[Told]:
    """The history of an office, newest first."""
    rows = OfficeEvent.objects.filter(office=office).select_related("by")
    return [
        Told(
            ACTS.get(row.act, row.act), row.about, str(row.by or ""), row.at,
            tuple(
                (NAMES[key], _plain(row.before[key]), _plain(row.after.get(key)))
                for key in row.before
                if key in NAMES
            ),
        )
        for row in rows
    ]  # fmt: skip


def place_names(codes: Sequence[str]) -> list[str]:
    """Names of places with their codes."""
    found = dict(Area.objects.filter(pk__in=codes).values_list("code", "name"))
    return [f"{found.get(code, code)} ({code})" for code in codes]


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
