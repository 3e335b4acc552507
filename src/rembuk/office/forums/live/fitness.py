"""What a decision still lacks before the meeting may agree it: told, never mended alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rembuk.office.documents.numbers import rupiah
from rembuk.office.forums.live.fields import FIELDS, VERDICT
from rembuk.office.forums.live.proposing import rising, worse
from rembuk.office.forums.models import Decision
from rembuk.office.programmes.doubting import thousands


@dataclass(frozen=True)
class Lack:
    """A field and what is wrong with it. `asks` is an amount that may be meant in thousands;
    `sure` the field that says it is meant so."""

    field: str
    words: str
    asks: int | None = None
    sure: str = ""


def lacks(decision: Decision, on: dt.date) -> list[Lack]:
    """Everything that stands in the way of agreeing, in the order of the row."""
    found = [*_missing(decision), *_unread(decision), *_differing(decision)]
    if decision.due is not None and decision.due < on:
        found.append(Lack("due", _("Tenggat ini sudah lewat. Isi hari yang akan datang.")))
    if decision.volume is not None and not decision.unit:
        found.append(Lack("unit", _("Volume tanpa satuan tidak dapat diperiksa nanti.")))
    amount = decision.cost
    sure = text_of(decision, "cost_sure") == text_of(decision, "cost") != ""
    if amount is not None and not sure and thousands(amount):
        found.append(
            Lack(
                "cost",
                _("Benarkah %(typed)s, bukan %(more)s?")
                % {"typed": rupiah(amount), "more": rupiah(amount * 1000)},
                amount,
                "cost_sure",
            )
        )
    if worse(decision.target_indicator, decision.target_now, decision.target_value):
        found += _asked_worse(decision)
    order = list(FIELDS)
    return sorted(found, key=lambda one: order.index(one.field) if one.field in order else -1)


def _asked_worse(decision: Decision) -> list[Lack]:
    """A target that asks for less than there is: meant so only where somebody says it."""
    if text_of(decision, "target_sure") == text_of(decision, "target_value") != "":
        return []
    words = (
        _("Sasaran %(then)s lebih rendah daripada sekarang %(now)s, padahal ini diharapkan naik.")
        if rising(decision.target_indicator)
        else _("Sasaran %(then)s lebih tinggi daripada sekarang %(now)s, padahal ini diharapkan "
               "turun.")
    )  # fmt: skip
    said = {"then": text_of(decision, "target_value"), "now": text_of(decision, "target_now")}
    return [Lack("target_value", words % said + " " + _("Benarkah?"), sure="target_sure")]


def _missing(decision: Decision) -> list[Lack]:
    wanted = (
        ("what", len(decision.what) >= 8, _("Tulis apa yang diputuskan, paling sedikit 8 huruf.")),
        (
            "target",
            bool(decision.target_indicator or decision.target_text),
            _("Keputusan tanpa sasaran tidak disepakati. Tulis apa yang diukur."),
        ),
        (
            "target_value",
            decision.target_value is not None,
            _("Sasaran tanpa angka tidak dapat ditagih. Isi angkanya."),
        ),
        ("place", bool(decision.place_code), _("Pilih tempatnya.")),
        (
            "owner",
            decision.owner_id is not None,
            _("Keputusan tanpa penanggung jawab tidak disepakati. Pilih kantornya."),
        ),
        ("due", decision.due is not None, _("Isi tenggatnya.")),
    )
    typed = unread(decision)
    return [Lack(name, words) for name, there, words in wanted if not there and name not in typed]


def _unread(decision: Decision) -> list[Lack]:
    return [Lack(name, words) for name, words in unread(decision).items()]


def _differing(decision: Decision) -> list[Lack]:
    return [
        Lack(name, _("Ditulis berbeda oleh dua orang. Pilih yang benar."))
        for name, held in decision.typed.items()
        if held.get("outcome") == "beda" and name != VERDICT
    ]


def unread(decision: Decision) -> dict[str, str]:
    """{field: words} of texts no column could be read from."""
    return {name: held["wrong"] for name, held in decision.typed.items() if held.get("wrong")}


def text_of(decision: Decision, name: str) -> str:
    """What stands in a field, as it was typed."""
    held: dict[str, Any] = decision.typed.get(name) or {}
    return str(held.get("text", ""))
