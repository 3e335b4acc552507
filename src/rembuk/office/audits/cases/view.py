"""A case as its page shows it to somebody in the circle: no name, reasons with verdicts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.office.audits import cause_tree
from rembuk.office.audits.cases.words import sd, short
from rembuk.office.audits.models import (
    Case,
    Certainty,
    Conclusion,
    Finding,
    Group,
)
from rembuk.office.audits.reviewing import suggesting
from rembuk.office.audits.selecting.candidates import worded
from rembuk.office.posyandu import lines
from rembuk.office.posyandu.models import Measurement
from rembuk.office.posyandu.wording import length_index
from rembuk.reference.categories import IndexCode

CHILDREN: Final = frozenset({Group.BADUTA, Group.BALITA})
SHAPES: Final = {
    Certainty.PROVEN: "done",
    Certainty.SUSPECTED: "soon",
    Certainty.EXCLUDED: "no",
}


@dataclass(frozen=True)
class CauseLine:
    """A cause as the panel holds it, with the evidence the experts gave."""

    name: str
    branch: str
    main: bool
    excluded: bool
    certainty: str
    shape: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """The small card: what was measured, when and where from."""

    title: str
    note: str
    pairs: tuple[tuple[str, str], ...] = field(default=())


def title(case: Case, on: dt.date) -> str:
    """`baduta laki-laki, 21 bulan`: group, sex of a child, age; never a name."""
    words = [case.get_group_display().lower()]
    if case.group in CHILDREN and case.person.sex:
        words.append(_("laki-laki") if case.person.sex == "L" else _("perempuan"))
    return f"{' '.join(words)}, {age}" if (age := age_words(case, on)) else " ".join(words)


def age_words(case: Case, on: dt.date) -> str:
    """Age in months of a child, in years of a grown person; "" when unknown."""
    born = case.person.birth_date
    if born is None:
        return ""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if case.group in CHILDREN:
        return _("%(n)s bulan") % {"n": months}
    return _("%(n)s tahun") % {"n": months // 12}


def causes(case: Case) -> tuple[CauseLine, ...]:
    """The causes of the panel's conclusion, main first, ruled out last; nothing before it."""
    conclusion = Conclusion.objects.filter(case=case).first()
    if conclusion is None:
        return ()
    tree = cause_tree.nodes()
    found = Finding.objects.filter(case=case, withdrawn_at__isnull=True)
    said: dict[str, list[str]] = {}
    for one in found.order_by("member", "pk"):
        mine = said.setdefault(one.cause, [])
        mine += [text for line in one.evidence if (text := evidence_words(line)) not in mine]
    order = [Certainty.PROVEN, Certainty.SUSPECTED, Certainty.EXCLUDED]
    held = sorted(
        conclusion.causes,
        key=lambda one: (not one["main"], one["certainty"] == Certainty.EXCLUDED,
                         order.index(one["certainty"]), one["cause"]),
    )  # fmt: skip
    return tuple(
        CauseLine(
            tree[one["cause"]].name if one["cause"] in tree else one["cause"],
            tree[one["cause"]].branch if one["cause"] in tree else "",
            one["main"], one["certainty"] == Certainty.EXCLUDED,
            str(Certainty(one["certainty"]).label).lower(), SHAPES[Certainty(one["certainty"])],
            tuple(said.get(one["cause"], ())),
        )
        for one in held
    )  # fmt: skip


def evidence_words(line: dict[str, Any]) -> str:
    """`Ayah batuk 2 minggu (kunjungan rumah, 2 Okt 2026)`."""
    where = [str(line.get("source", ""))]
    if line.get("on"):
        where.append(short(dt.date.fromisoformat(line["on"])))
    where = [one for one in where if one]
    return f"{line['text']} ({', '.join(where)})" if where else str(line["text"])


def facts(case: Case, on: dt.date) -> Facts:
    """Figures of the person with their day and source."""
    pairs: list[tuple[str, str]] = []
    note = ""
    values = suggesting.values_of(case)
    if case.group in CHILDREN:
        last = Measurement.objects.filter(child=case.person, date__lte=on).order_by("-date").first()
        if last is not None:
            length, shape, _name = length_index(last.age_days)
            indices: tuple[tuple[str, IndexCode, str, float | None], ...] = (
                (length, "tbu", last.tbu, last.zlen), (shape, "bbtb", last.bbtb, last.zwfl),
                ("BB/U", "bbu", last.bbu, last.zwei),
            )  # fmt: skip
            for name, index, code, z in indices:
                word = lines.category(index, code, last.date, bare=True).text
                if word:
                    pairs.append((name, f"{word}, {sd(z)}" if z is not None else word))
            note = _("Diukur %(day)s, %(source)s") % {
                "day": short(last.date),
                "source": last.source,
            }
        birth = _birth(values)
        if birth:
            pairs.append((_("Lahir"), birth))
    else:
        for one in list(values.values())[:6]:
            pairs.append((one.label, one.text.partition(": ")[2]))
        note = _("Dari lembar kerja kasus") if values else ""
    if case.reasons or case.chosen_why:
        pairs.append((_("Dipilih"), _chosen(case)))
    return Facts(_("Anak") if case.group in CHILDREN else _("Yang diaudit"), note, tuple(pairs))


def _birth(values: dict[str, suggesting.Value]) -> str:
    parts = []
    for name, unit in (
        ("birth_weight_g", "g"),
        ("birth_length_cm", "cm"),
        ("birth_ga_week", _("minggu")),
    ):
        if name in values:
            number = values[name].value
            shown = formats.number_format(number, use_l10n=True, force_grouping=True)
            parts.append(f"{shown} {unit}")
    return ", ".join(parts)


def _chosen(case: Case) -> str:
    language = get_language() or "id"
    words = [worded(one, timezone.localdate(), language) for one in case.reasons]
    return ", ".join(one for one in [*words, case.chosen_why] if one)
