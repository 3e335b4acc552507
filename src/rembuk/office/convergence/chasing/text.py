"""The list of empty cells as a message to send: plain text with WhatsApp's own bold, no person in
it. Pure, and always in Indonesian: it goes to an office, whoever's screen it is copied from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.utils import translation

from rembuk.office.convergence.chasing.gaps import Gap, Where, overdue, total
from rembuk.office.convergence.periods import period
from rembuk.office.documents.numbers import long_date
from rembuk.office.places.numbers import on_paper

LONGEST: Final = 40_000
"""Characters a message may have before villages are counted instead of named (an app takes 65,536,
and nobody reads as many)."""


def message(
    office: str,
    year: int,
    own: Sequence[Gap],
    lent: Sequence[Gap] = (),
    *,
    on: dt.date,
    until: dt.date | None = None,
    sender: str = "",
    address: str = "",
) -> str:
    """What to send to one office: its own cells, and denominators that others wait for. `until`:
    the day it is asked for; `address`: where to fill."""
    text = _written(office, year, own, lent, on, until, sender, address, named=True)
    if len(text) > LONGEST:
        text = _written(office, year, own, lent, on, until, sender, address, named=False)
    return text


def _written(
    office: str, year: int, own: Sequence[Gap], lent: Sequence[Gap], on: dt.date,
    until: dt.date | None, sender: str, address: str, *, named: bool,
) -> str:  # fmt: skip
    every = [*own, *lent]
    late = total(overdue(every, on))
    lines = [
        f"*Indikator konvergensi {year}: sel yang masih kosong*",
        f"Yth. {office}",
        f"Keadaan {long_date(on)}: {_counted(total(every), 'sel kosong')}"
        + (f", {_counted(late, 'di antaranya lewat tenggat')}." if late else "."),
    ]
    if until is not None:
        lines.append(f"Mohon terisi paling lambat *{long_date(until)}*.")
    for number, gap in enumerate(every, start=1):
        name = gap.name if number <= len(own) else f"Penyebut: {gap.name} (ditunggu kantor lain)"
        lines += ["", f"*{number}. {name}*", f"{words_of(gap.period)} · {due_words(gap, on)}"]
        lines += [f"- {words}" for words in places_words(gap, named=named)]
    if not named:
        lines += ["", "Nama desa dan kelurahan ada di lampiran surat dan daftar Excel."]
    lines += ["", "Isi angka 0 bila memang tidak ada. Bila tidak berlaku, pilih tidak berlaku."]
    if address:
        lines.append(f"Mengisi: {address}")
    if sender:
        lines.append(f"Terima kasih, {sender}")
    return "\n".join(lines)


def words_of(code: str) -> str:
    """A period in Indonesian, whatever the screen's language: capital first."""
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


def places_words(gap: Gap, *, named: bool = True) -> list[str]:
    """The places of a gap, a kecamatan a line; one line when nothing at all is there."""
    if gap.whole:
        return [f"Semua kecamatan: seluruh {gap.count} desa/kelurahan"]
    return [where_words(one, named=named) for one in gap.where]


def where_words(where: Where, *, named: bool = True) -> str:
    """One kecamatan and its empty places, by name or only counted."""
    if where.itself:
        return where.name
    if where.whole:
        return f"{where.name}: seluruh {where.count} desa/kelurahan"
    if not named:
        return f"{where.name}: {where.count} desa/kelurahan"
    return f"{where.name}: {', '.join(where.places)}"


def _counted(n: int, words: str) -> str:
    return f"{on_paper(n)} {words}"
