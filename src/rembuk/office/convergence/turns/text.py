"""A reminder to whoever checks or approves, as a message to send: plain text with WhatsApp's own
bold, always in Indonesian. Pure."""

from __future__ import annotations

from typing import Final

from django.utils import timezone, translation

from rembuk.office.convergence.turns.waiting import Item, Wait
from rembuk.office.documents.numbers import long_date
from rembuk.office.places.numbers import on_paper

ACTS: Final = {"terima": "diperiksa", "setujui": "disetujui", "kunci": "dikunci"}
MOST: Final = 25
"""Groups a message names; of more it says how many."""


def message(wait: Wait, year: int, sender: str = "", address: str = "") -> str:
    """What to send to those whose turn it is. `address`: the page where they check."""
    to = ", ".join(one.words for one in wait.people) or f"TPPS {wait.place_name}"
    day = long_date(timezone.localtime(wait.since).date())
    lines = [
        f"*Indikator konvergensi {year}: {on_paper(wait.cells)} sel menunggu {ACTS[wait.act]}*",
        f"Yth. {to}",
        f"Keadaan {long_date(wait.on)}: yang terlama menunggu sejak {day} ({wait.days} hari).",
        "",
    ]
    with translation.override("id"):
        lines += [f"- {_words(one)}" for one in wait.items[:MOST]]
    if len(wait.items) > MOST:
        lines.append(f"- dan {len(wait.items) - MOST} kelompok lain")
    lines += ["", "Yang salah dikembalikan dengan alasan, sisanya diteruskan."]
    if address:
        lines.append(f"Memeriksa: {address}")
    if sender:
        lines.append(f"Terima kasih, {sender}")
    return "\n".join(lines)


def _words(one: Item) -> str:
    day = long_date(timezone.localtime(one.since).date())
    place = f", {one.kecamatan}" if one.kecamatan else ""
    return f"{one.name}, {one.period_words}{place}: {on_paper(one.cells)} sel sejak {day}"
