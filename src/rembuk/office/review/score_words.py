"""A criterion of the own score in words: what lacks for the next grade, how sure the rubric is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rembuk.office.places import said
from rembuk.office.places.numbers import count
from rembuk.office.posyandu.rules_in_words import CONFIDENCE
from rembuk.office.review.score import Row
from rembuk.office.review.score_measures import Lack
from rembuk.reference.schemes import Grade

SHOWN = 6
"""Missing things named at once; the others are folded away."""


@dataclass(frozen=True)
class Shown:
    """A criterion on the page. `kind`: state of the design language; `lacking`: the sentence;
    `first`, `rest`: what lacks, with links."""

    row: Row
    kind: str
    meaning: str
    lacking: str
    later: str
    first: tuple[Lack, ...]
    rest: tuple[Lack, ...]
    sure: str
    sources: tuple[str, ...]
    note: str


def shown(row: Row) -> Shown:
    """The words of a criterion."""
    lacks = row.measured.lacks if row.measured else ()
    return Shown(
        row, _kind(row), _text(row.grade) if row.grade else "", lacking(row), _later(row),
        lacks[:SHOWN], lacks[SHOWN:], str(CONFIDENCE[row.criterion.confidence]),
        tuple(said.source(key) for key in row.criterion.source),
        row.criterion.note if said.english() else row.criterion.note_id,
    )  # fmt: skip


def lacking(row: Row) -> str:
    """`masih kurang 3 dokumen untuk nilai B`; "" at the top."""
    if row.grade is None:
        if row.counted:
            return _("belum ada yang dapat dihitung; ini bukan nilai terendah")
        return _("belum dinilai")
    if row.next is None:
        return ""
    if row.measured is None:
        return _("nilai %(letter)s: %(text)s") % {
            "letter": row.next.letter, "text": _text(row.next)
        }  # fmt: skip
    told = {
        "n": count(row.needed), "unit": row.measured.unit, "letter": row.next.letter,
    }  # fmt: skip
    if row.measured.past:
        return _("kurang %(n)s %(unit)s untuk nilai %(letter)s; yang sudah lewat tidak dapat "
                 "dikejar lagi") % told  # fmt: skip
    return _("masih kurang %(n)s %(unit)s untuk nilai %(letter)s") % told


def tally(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """How many criteria have each grade, "" for none; in the order of the rubric. No sum."""
    counts = Counter(row.letter for row in rows)
    order = [grade.letter for row in rows for grade in row.criterion.grades]
    letters = sorted((one for one in counts if one), key=order.index)
    return [(one, counts[one]) for one in letters] + ([("", counts[""])] if counts[""] else [])


def _later(row: Row) -> str:
    if row.measured is None or not row.measured.later:
        return ""
    return _("%(n)s %(unit)s lain belum waktunya") % {
        "n": count(row.measured.later), "unit": row.measured.unit,
    }  # fmt: skip


def _text(grade: Grade) -> str:
    return grade.text_en if said.english() else grade.text_id


def _kind(row: Row) -> str:
    if row.grade is None:
        return "wait"
    return "done" if row.next is None else "off"
