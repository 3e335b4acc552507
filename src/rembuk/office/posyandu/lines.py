"""A line of a child list as the page shows it: masked or plain, with words instead of codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.people.masking import masked_name
from rembuk.office.places import said
from rembuk.office.posyandu import plain as plain_words
from rembuk.office.posyandu import wording
from rembuk.office.posyandu.figures import ChildRow
from rembuk.reference.categories import IndexCode

NORMAL = frozenset({"normal", "gizi-baik", "tinggi", ""})
HEAVY = frozenset({"berisiko-lebih", "gizi-lebih", "obesitas", "risiko-lebih"})


@dataclass(frozen=True)
class Word:
    """A category in words; `kind` is a state of the design language or "" when all is well."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """A child's row with everything worded."""

    row: ChildRow
    name: str
    tbu: Word
    bbu: Word
    bbtb: Word
    marks: tuple[Word, ...]
    short_marks: tuple[str, ...]
    reasons: tuple[str, ...]
    case: str


def category(
    index: IndexCode,
    code: str,
    on: dt.date,
    *,
    confirmed: bool = False,
    bare: bool = False,
    plain: bool = False,
) -> Word:
    """The Permenkes word of a category code; `diduga` stands before it until confirmed.

    Only PB/U or TB/U below -2 SD and BB/PB or BB/TB below -3 SD wait for a second measurement.
    `plain`: as a kader reads it.
    """
    if not code:
        return Word("")
    if plain:
        kind = "off" if code in HEAVY else "act" if code == "gizi-buruk" else "soon"
        text = wording.word(plain_words.CLASSES[index], code)
        return Word(text, "" if code in NORMAL else kind)
    classes = reference.load().growth_categories(on).index(index)
    text = classes.label(code, get_language() or "id")
    if index == "tbu" and code in {"pendek", "sangat-pendek"} and not confirmed and not bare:
        return Word(_("diduga %(word)s") % {"word": text}, "soon")
    if code in NORMAL:
        return Word(text)
    if code == "gizi-buruk":
        return Word(text if bare else _("diduga %(word)s") % {"word": text}, "act")
    return Word(text, "off" if code in HEAVY else "soon")


def marks_of(
    flags: Iterable[str], doubts: Iterable[str], birth_date_sure: bool, plain: bool = False
) -> list[Word]:
    """What makes a measurement doubtful, in words."""
    words = {**wording.FLAGS, **wording.DOUBTS, **(plain_words.MARKS if plain else {})}
    found = [
        Word(text, "soon")
        for text in dict.fromkeys(wording.word(words, code) for code in (*flags, *doubts))
    ]
    if not birth_date_sure and "birth-date" not in set(doubts):
        found.append(Word(wording.word(wording.DOUBTS, "birth-date"), "soon"))
    return found


def line(row: ChildRow, sees_names: bool, on: dt.date, plain: bool = False) -> Line:
    """One row worded for the reader; `plain`: for a kader, without scores."""
    confirmed = row.case in wording.CONFIRMED
    if plain:
        row = plain_words.row(row)
    return Line(
        row=row,
        name=row.name if sees_names else masked_name(row.name),
        tbu=category("tbu", row.tbu, on, confirmed=confirmed, plain=plain),
        bbu=category("bbu", row.bbu, on, plain=plain),
        bbtb=category("bbtb", row.bbtb, on, plain=plain),
        marks=tuple(marks_of(row.flags, row.doubts, row.birth_date_sure, plain)),
        short_marks=tuple(
            dict.fromkeys(
                wording.word(wording.SHORT_MARKS, code) for code in (*row.flags, *row.doubts)
            )
        ),
        reasons=worded(row.reasons, on, plain),
        case=wording.word(wording.CASES, row.case) if row.case else "",
    )


def worded(
    reasons: Iterable[dict[str, object]], on: dt.date, plain: bool = False
) -> tuple[str, ...]:
    """Stored reasons (code and values) as sentences of the rules in force on a day."""
    rules = reference.load()
    look = rules.first_look(on)
    language = "en" if said.english() else "id"
    found = []
    for one in reasons:
        code = str(one.get("code", ""))
        values = one.get("values", one)
        facts = values if isinstance(values, dict) else {}
        try:
            found.append(look.reason(code).worded(facts, rules.fields, language, plain))
        except KeyError:
            found.append(code)
    return tuple(found)


@dataclass(frozen=True)
class Tier:
    """The step of urgency a child stands in."""

    number: int
    name: str
    act: str


def tier(number: int | None, on: dt.date) -> Tier | None:
    """The tier of a child in words; `None` when no reason holds."""
    if number is None:
        return None
    english = said.english()
    for one in reference.load().first_look(on).tiers:
        if one.tier == number:
            return Tier(
                number,
                one.name_en if english else one.name_id,
                one.act_en if english else one.act_id,
            )
    return None
