"""Large amounts, and what was typed, for the pages of decisions and their way."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.translation import gettext as _

from rembuk.office.documents.numbers import rupiah
from rembuk.office.forums.live.fields import FIELDS, VERDICT
from rembuk.office.forums.live.verdicts import parse
from rembuk.office.forums.models import Agreed, DecisionEdit, DecisionState
from rembuk.office.places.numbers import on_paper

register = template.Library()
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
    """What was typed; a verdict in words."""
    if edit.field != VERDICT:
        return edit.text
    said = parse(edit.text)
    words = [str(DecisionState(said.state).label)]
    if said.how:
        words.append(str(Agreed(said.how).label))
    if said.yes is not None:
        words.append(f"{said.yes} / {said.no} / {said.abstain}")
    return ", ".join(words)
