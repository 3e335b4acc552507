"""Fields of a decision's row, and how a promise stands, for the pages of a meeting."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.documents.numbers import long_date, rupiah
from rembuk.office.forums.live.fields import FIELDS
from rembuk.office.forums.way.standing_words import STANDING

register = template.Library()
KINDS: Final = {
    "what": "words", "target": "sasaran", "target_now": "number", "target_value": "number",
    "target_unit": "text", "place": "tempat", "volume": "number", "unit": "text", "cost": "text",
    "money": "money", "owner": "kantor", "due": "day", "intervention": "intervensi",
}  # fmt: skip
"""Field -> how it is typed; a name of a list of the page is a text with suggestions."""


@register.simple_tag
def live_fields(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Every field of a row that is typed, with what stands in it and what it lacks."""
    lacks = {one["field"]: one["words"] for one in row["lacks"]}
    sure = {one["field"]: one["sure"] for one in row["lacks"] if "sure" in one}
    return [
        {
            "name": name, "label": FIELDS[name].label, "kind": kind, "wide": kind == "words",
            "held": row["fields"][name], "lack": lacks.get(name, "") if row["number"] else "",
            "sure": sure.get(name, ""),
        }
        for name, kind in KINDS.items()
    ]  # fmt: skip


@register.simple_tag
def objection_answer(row: dict[str, Any], objection: dict[str, str]) -> SafeString:
    """The field in which the meeting answers an objection."""
    name = f"jawaban:{objection['id']}"
    held = row["fields"].get(name) or {"ops": []}
    return format_html(
        '<label class="note" for="jawab-{0}">{1}</label><textarea id="jawab-{0}" rows="2"'
        ' name="{2}" data-field="{2}">{3}</textarea><input type="hidden" name="lama:{2}"'
        ' value="{3}"><input type="hidden" name="dasar:{2}" value="{4}">',
        objection["id"], _("Jawaban rapat"), name, objection["answer"], " ".join(held["ops"]),
    )  # fmt: skip


@register.simple_tag
def standing_state(standing: str) -> SafeString:
    """How the promise of a decision stands, in words with a shape."""
    shape, words = STANDING[standing]
    return format_html(
        '<span class="state is-{0}"><svg class="shape" aria-hidden="true"><use href="#s-{0}"/>'
        "</svg>{1}</span>", shape, words,
    )  # fmt: skip


@register.filter
def hari(text: str) -> str:
    """A typed day in words; as it was typed when it is none."""
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    return long_date(found) if found else text


@register.filter
def dana(code: str) -> str:
    """A source of money by its short name."""
    for one in reference.load().money_sources(timezone.localdate()):
        if one.code == code:
            return f"({one.short})"
    return ""


@register.filter
def uang(amount: int | None) -> str:
    """Rupiah in full; nothing for none."""
    return "" if amount is None else rupiah(amount)
