"""Large amounts, and what was typed, for the pages of decisions and their way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Final

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.documents.numbers import long_date, rupiah
from rembuk.office.forums.live.fields import FIELDS, VERDICT
from rembuk.office.forums.live.verdicts import parse
from rembuk.office.forums.models import Agreed, DecisionEdit, DecisionState
from rembuk.office.places.numbers import on_paper

register = template.Library()
CODED: Final[dict[str, Callable[[Any, dt.date], Iterable[Any]]]] = {
    "target": lambda rules, on: rules.indicators(on=on),
    "money": lambda rules, on: rules.money_sources(on),
    "intervention": lambda rules, on: rules.interventions(on),
}
"""Fields typed as a code of a list."""
STEPS: Final = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))


@register.filter
def uang_singkat(amount: int) -> str:
    """Rupiah for a large figure: `Rp1,2 miliar`, `Rp350 juta`; in full below a million."""
    for step, word in STEPS:
        if amount >= step:
            value = amount / step
            whole = value >= 100 or value == round(value)
            return f"Rp{on_paper(value, 0 if whole else 1)} {word}"
    return rupiah(amount)


@register.filter
def kolom(name: str) -> str:
    """A field of a row in words."""
    if name in FIELDS:
        return str(FIELDS[name].label)
    if name == VERDICT:
        return _("Putusan")
    return _("Jawaban keberatan") if name.startswith("jawaban:") else _("Keberatan")


@register.filter
def ketikan(edit: DecisionEdit) -> str:
    """What was typed; a verdict, a code and a day in words."""
    if edit.field == "due" and (day := parse_date(edit.text)):
        return long_date(day)
    if edit.field in CODED:
        rules = reference.load()
        rows: Iterable[Any] = CODED[edit.field](rules, timezone.localdate(edit.at))
        return next((one.name_id for one in rows if one.code == edit.text), edit.text)
    if edit.field != VERDICT:
        return edit.text
    said = parse(edit.text)
    words = [str(DecisionState(said.state).label)]
    if said.how:
        words.append(str(Agreed(said.how).label))
    if said.yes is not None:
        words.append(f"{said.yes} / {said.no} / {said.abstain}")
    return ", ".join(words)
