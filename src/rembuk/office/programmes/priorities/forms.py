"""A scenario as a form sends it: numbers as officers type them, every wrong one by its field."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk.office.ledger.amounts import rupiah
from rembuk.office.places.numbers import plain
from rembuk.office.programmes.choosing.ask import PLAIN, RESTS, Ask, Rest, ServiceAsk

SMALLEST = 1_000_000
"""Rupiah under which a budget is asked about: nobody splits less among villages."""


@dataclass(frozen=True)
class Given:
    """What was read, and what could not be: field -> words."""

    ask: Ask
    wrong: Mapping[str, str]


@dataclass
class Form:
    """Fields of a form, and what was wrong with them."""

    post: Mapping[str, str]
    wrong: dict[str, str] = field(default_factory=dict)

    def money(self, name: str, was: int | None) -> int | None:
        """Rupiah; None for nothing."""
        try:
            return rupiah(self.post.get(name, ""))
        except ValidationError as problem:
            self.wrong[name] = problem.messages[0]
            return was

    def share(self, name: str, was: float, low: float = 0.0, high: float = 100.0) -> float:
        """A number between two others; what it was when nothing is written."""
        found = _number(self.post.get(name, ""))
        if found is None:
            return was
        if not low <= found <= high:
            self.wrong[name] = _("Tulis angka antara %(low)s dan %(high)s.") % {
                "low": plain(low, 0 if low == int(low) else 1),
                "high": plain(high, 0 if high == int(high) else 1),
            }
            return was
        return found

    def service(self, code: str, before: ServiceAsk) -> ServiceAsk:
        """One row of the table of interventions; an empty field asks nothing of its own."""
        cost = self.money(f"cost:{code}", before.cost)
        if cost is not None and cost <= 0:
            self.wrong[f"cost:{code}"] = _("Biaya satuan di atas nol.")
            cost = before.cost
        cap = self.share(f"cap:{code}", -1.0)
        effect = self.post.get(f"effect:{code}", "")
        return ServiceAsk(
            bool(self.post.get(f"use:{code}")), cost, None if cap < 0 else cap,
            self.share(f"floor:{code}", 0.0), self.share(f"worth:{code}", 0.0, high=1000.0),
            int(effect) if effect.isdigit() else 0,
        )  # fmt: skip


def read(post: Mapping[str, str], interventions: Collection[str], before: Ask) -> Given:
    """Assumptions out of a form. A field that is wrong keeps what it was before."""
    form = Form(post)
    budget = form.money("budget", before.budget) or 0
    if "budget" not in form.wrong and budget < SMALLEST:
        form.wrong["budget"] = _(
            "Isi uang yang dibagi dalam rupiah penuh, misalnya 5 miliar atau 5.000.000.000."
        )
        budget = before.budget
    least, most = form.money("least", before.least) or 0, form.money("most", before.most)
    if most is not None and most < least:
        form.wrong["most"] = _("Batas paling banyak tidak di bawah batas paling sedikit.")
        most = before.most
    step = form.money("step", before.step) or before.step
    if step < SMALLEST:
        form.wrong["step"] = _("Langkah paling kecil Rp1.000.000.")
        step = before.step
    services = dict(before.services)  # what the form does not show stays as it is
    services |= {code: form.service(code, before.of(code)) for code in interventions}
    rest: Rest = next((one for one in RESTS if one == post.get("rest")), before.rest)
    ask = Ask(
        budget, least, most, form.share("cap", before.cap, 1.0),
        form.share("spread", before.spread, 0.8, 1.6), form.share("move", before.move, 5.0),
        step, rest, before.scope, {code: one for code, one in services.items() if one != PLAIN},
    )  # fmt: skip
    return Given(ask, form.wrong)


def _number(text: str) -> float | None:
    """A number with comma or point; None for nothing, not-a-number for what cannot be read."""
    typed = text.replace("%", "").strip()
    if not typed:
        return None
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return math.nan
