"""The list of empty cells as a message to send: plain text with WhatsApp's own bold, no person in
it. Pure, and always in Indonesian: it goes to an office, whoever's screen it is copied from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from rembuk.office.convergence.gaps import Gap, Where, overdue, total
from rembuk.office.convergence.periods import period
from rembuk.office.documents.numbers import long_date

LONGEST: Final = 12
"""Villages of one kecamatan named in a line; of more, only how many."""


def message(
    office: str,
    year: int,
    found: Sequence[Gap],
    on: dt.date,
    *,
    until: dt.date | None = None,
    sender: str = "",
    address: str = "",
) -> str:
    """What to send to one office. `until`: the day it is asked for; `address`: where to fill."""
    late = overdue(found, on)
    lines = [
        f"*Indikator konvergensi {year}: sel yang masih kosong*",
        f"Yth. {office}",
        f"Keadaan {long_date(on)}: {_counted(total(found), 'sel kosong')}"
        + (f", {_counted(total(late), 'di antaranya lewat tenggat')}." if late else "."),
    ]
    if until is not None:
        lines.append(f"Mohon terisi paling lambat *{long_date(until)}*.")
    for number, gap in enumerate(found, start=1):
        lines += ["", f"*{number}. {gap.name}*", f"{words_of(gap.period)} · {due_words(gap, on)}"]
        lines += [f"- {where_words(one)}" for one in gap.where]
    lines += [
        "",
        "Isi angka 0 bila memang tidak ada. Bila tidak berlaku, pilih tidak berlaku.",
    ]
    if address:
        lines.append(f"Mengisi: {address}")
    if sender:
        lines.append(f"Terima kasih, {sender}")
    return "\n".join(lines)


def words_of(code: str) -> str:
    """A period in Indonesian, whatever the screen's language: capital first."""
    from django.utils import translation

    with translation.override("id"):
        text = str(period(code).words)
    return text[:1].upper() + text[1:]


def due_words(gap: Gap, on: dt.date) -> str:
    """How the deadline stands, in words."""
    days = gap.late(on)
    if days > 0:
        return f"tenggat {long_date(gap.due)}, lewat {days} hari"
    if days == 0:
        return "tenggat hari ini"
    return f"tenggat {long_date(gap.due)}, {-days} hari lagi"


def where_words(where: Where) -> str:
    """One kecamatan and its empty places."""
    if where.places == (where.name,):
        return where.name
    if where.whole:
        return f"{where.name}: seluruh {where.count} desa/kelurahan"
    if where.count > LONGEST:
        return f"{where.name}: {where.count} desa/kelurahan (daftar di lampiran)"
    return f"{where.name}: {', '.join(where.places)}"


def _counted(n: int, words: str) -> str:
    return f"{n:,}".replace(",", ".") + f" {words}"
