"""The life of a promise as data: each act, from which states, to which, who may, what it needs.

Nothing is decided elsewhere: services ask `check`, pages ask `open_to` which buttons to show.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from django.db import models
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a promise stands."""

    PROPOSED = "diusulkan", _("menunggu jawaban")
    ACCEPTED = "diterima", _("diterima")
    REFUSED = "ditolak", _("ditolak")
    RUNNING = "berjalan", _("berjalan")
    DONE = "selesai", _("menunggu pemeriksaan")
    VERIFIED = "diverifikasi", _("selesai dan diperiksa")
    RETURNED = "dikembalikan", _("dikembalikan")
    CANCELLED = "dibatalkan", _("dibatalkan")
    CARRIED = "dibawa", _("dibawa ke siklus berikut")


OPEN: Final = (State.PROPOSED, State.ACCEPTED, State.RUNNING, State.RETURNED)
"""The owner must still do something: past its due date such a promise is late."""

CLOSED: Final = (State.VERIFIED, State.CANCELLED, State.CARRIED)
"""Nothing is expected any more."""

LIVE: Final = (*OPEN, State.DONE)
"""Somebody must still do something: the owner, or who judges the proof."""

Party = Literal["pemilik", "pengusul", "pemeriksa", "pengelola"]
"""Owner's office, who asked for it, verifier, manager of promises in the place."""

Need = Literal["alasan", "bukti"]

Act = Literal[
    "usul", "terima", "tolak", "mulai", "kabar", "bukti", "bukti-tarik", "selesai", "verifikasi",
    "kembalikan", "batal", "bawa", "serahkan", "ubah", "ingatkan",
]  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One act. `to` None: the state stays. `key`: the single key at a desk, "" for none."""

    act: Act
    origins: tuple[State, ...]
    to: State | None
    who: tuple[Party, ...]
    label: str | Words
    past: str | Words
    needs: tuple[Need, ...] = ()
    key: str = ""


RULES: Final[dict[str, Rule]] = {
    rule.act: rule
    for rule in (
        Rule(
            "usul", (), State.PROPOSED, ("pengelola", "pemilik"),
            _("Usulkan janji"), _("mengusulkan"),
        ),
        Rule(
            "terima", (State.PROPOSED,), State.ACCEPTED, ("pemilik",),
            _("Terima janji"), _("menerima"), key="t",
        ),
        Rule(
            "tolak", (State.PROPOSED,), State.REFUSED, ("pemilik",),
            _("Tolak dengan alasan"), _("menolak"), ("alasan",), "o",
        ),
        Rule(
            "mulai", (State.ACCEPTED, State.RETURNED), State.RUNNING, ("pemilik",),
            _("Mulai kerjakan"), _("mulai mengerjakan"), key="m",
        ),
        Rule(
            "kabar", (State.ACCEPTED, State.RUNNING, State.RETURNED), None, ("pemilik",),
            _("Kabarkan kemajuan"), _("mengabarkan"), key="k",
        ),
        Rule(
            "bukti", (State.ACCEPTED, State.RUNNING, State.RETURNED), None, ("pemilik",),
            _("Tambah bukti"), _("menambah bukti"), key="b",
        ),
        Rule(
            "bukti-tarik", (State.ACCEPTED, State.RUNNING, State.RETURNED), None, ("pemilik",),
            _("Tarik bukti"), _("menarik bukti"), ("alasan",),
        ),
        Rule(
            "selesai", (State.RUNNING, State.RETURNED), State.DONE, ("pemilik",),
            _("Nyatakan selesai"), _("menyatakan selesai"), ("bukti",), "s",
        ),
        Rule(
            "verifikasi", (State.DONE,), State.VERIFIED, ("pemeriksa",),
            _("Benarkan buktinya"), _("membenarkan bukti"), key="v",
        ),
        Rule(
            "kembalikan", (State.DONE,), State.RETURNED, ("pemeriksa",),
            _("Kembalikan dengan alasan"), _("mengembalikan"), ("alasan",), "r",
        ),
        Rule(
            "batal", (*OPEN, State.REFUSED), State.CANCELLED, ("pengelola", "pengusul"),
            _("Batalkan dengan alasan"), _("membatalkan"), ("alasan",),
        ),
        Rule(
            "bawa", (*OPEN, State.REFUSED), State.CARRIED, ("pengelola",),
            _("Bawa ke siklus berikut"), _("membawa ke siklus berikut"),
        ),
        Rule(
            "serahkan", (*OPEN, State.REFUSED), State.PROPOSED, ("pengelola",),
            _("Serahkan ke kantor lain"), _("menyerahkan ke kantor lain"), ("alasan",),
        ),
        Rule(
            "ubah", OPEN, None, ("pengelola", "pengusul", "pemilik"),
            _("Ubah isi janji"), _("mengubah isi"), key="u",
        ),
        Rule("ingatkan", (*OPEN, State.DONE), None, (), _("Ingatkan"), _("diingatkan")),
    )
}  # fmt: skip

OWNER_FIELDS: Final = frozenset(
    {"executor", "volume", "unit", "budget", "money", "sub_activity", "start", "owner_seat"}
)
"""What the owner may change itself. Not what was promised, nor by when."""

EDITABLE: Final = OWNER_FIELDS | {
    "title", "detail", "kind", "intervention", "due", "priority", "verifier", "place_code",
}  # fmt: skip
"""What the manager and, while it waits for an answer, who asked may change."""


def open_to(state: str, parties: Collection[Party]) -> tuple[Rule, ...]:
    """The acts a reader who is these parties may do now, in the order of the table."""
    return tuple(
        rule for rule in RULES.values() if state in rule.origins and set(rule.who) & set(parties)
    )
