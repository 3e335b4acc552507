"""The child page's parts in words: index cards, measurement lines, facts with sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils import formats
from django.utils.translation import gettext as _

from rembuk.office.people.masking import masked_name
from rembuk.office.people.origins import Fact, Origin
from rembuk.office.posyandu import wording
from rembuk.office.posyandu.child.charts import confirmed_spells
from rembuk.office.posyandu.figures import ChildPage, Measured, MonthMark
from rembuk.office.posyandu.lines import Word, category, marks_of
from rembuk.office.posyandu.measures import add_months, months_between


@dataclass(frozen=True)
class Card:
    """One index of the newest measurement: its name, word, score and measured value."""

    name: str
    meaning: str
    word: Word
    z: float | None
    value: str


@dataclass(frozen=True)
class Row:
    """One line of the measurement table."""

    m: Measured
    age: str
    corrected: bool  # length moved by 0.7 cm to the position its age asks for
    tbu: Word
    mark: str
    marks: tuple[Word, ...]
    origin: str


@dataclass(frozen=True)
class Show:
    """What is open to the reader: names by right, everything while the identity is opened."""

    names: bool
    all: bool


@dataclass(frozen=True)
class FactLine:
    """A fact as shown: masked where it identifies and the identity is closed."""

    label: str
    value: str
    origin: Origin
    before: tuple[tuple[str, Origin], ...]
    by_order: bool = False
    """It stands by the order of sources, against a newer word."""

    @property
    def recent(self) -> tuple[tuple[str, Origin], ...]:
        """The newest of the earlier values."""
        return self.before[:3]

    @property
    def more(self) -> int:
        """How many earlier values are not in `recent`."""
        return len(self.before) - len(self.recent)


def full_strip(child: ChildPage, newest: dt.date | None) -> tuple[MonthMark, ...]:
    """The N/T strip prolonged to the newest month with data: staying away must be seen too."""
    if not child.strip or newest is None or child.left_on is not None:
        return child.strip
    last = child.strip[-1].month
    if newest <= last:
        return child.strip
    tail = [
        MonthMark(month, _months(child.birth_date, month), "-")
        for month in months_between(add_months(last, 1), newest)
    ]
    return (*child.strip, *(mark for mark in tail if (mark.age_months or 0) < 60))


def _months(born: dt.date | None, on: dt.date) -> int | None:
    if born is None or on < born:
        return None
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def cards(child: ChildPage, on: dt.date, plain: bool = False) -> tuple[Card, ...]:
    """The four indices of the newest measurement; `plain`: named as a kader says them."""
    last = child.last
    if last is None:
        return ()
    length, shape, measure = wording.length_index(last.age_days)
    confirmed = child.case in wording.CONFIRMED
    tbu = category("tbu", last.tbu, on, confirmed=confirmed, plain=plain)
    names = (length, "BB/U", shape)
    if plain:
        tall = _("Panjang badan") if length == "PB/U" else _("Tinggi badan")
        names = (tall, _("Berat badan"), _("Gemuk atau kurus"))
    unknown = Word(_("belum dapat dinilai"), "off")
    found = [
        Card(
            names[0],
            _("%(measure)s menurut umur") % {"measure": measure},
            _or(tbu, "len" in last.flags, unknown),
            last.zlen,
            cm(last.clenhei),
        ),
        Card(
            names[1],
            _("berat menurut umur"),
            _or(category("bbu", last.bbu, on, plain=plain), "wei" in last.flags, unknown),
            last.zwei,
            kg(last.weight),
        ),
        Card(
            names[2],
            _("berat menurut %(measure)s") % {"measure": measure},
            _or(category("bbtb", last.bbtb, on, plain=plain), "wfl" in last.flags, unknown),
            last.zwfl,
            "",
        ),
    ]
    if last.muac is not None:
        found.append(Card("LiLA", _("lingkar lengan atas"), _muac(last), None, cm(last.muac)))
    if last.headc is not None:
        found.append(Card("LK", _("lingkar kepala"), Word(_("diukur")), None, cm(last.headc)))
    return tuple(found)


def _or(word: Word, flagged: bool, unknown: Word) -> Word:
    if flagged:
        return Word(_("nilai tidak wajar, ukur ulang"), "soon")
    return word if word.text else unknown


def _muac(last: Measured) -> Word:
    """LiLA 6-59 months: < 11.5 cm severe (WHO); the milder limit is unsure and only said so."""
    if last.age_months is None or not 6 <= last.age_months < 60 or last.muac is None:
        return Word(_("diukur"))
    if last.muac < 11.5:
        return Word(_("diduga gizi buruk"), "act")
    return Word(_("diduga gizi kurang"), "soon") if last.muac < 12.5 else Word(_("normal"))


def cm(value: float | None) -> str:
    """Centimetres with their unit; nothing for nothing."""
    return "" if value is None else f"{formats.number_format(value, 1)} cm"


def kg(value: float | None) -> str:
    """Kilograms with their unit; nothing for nothing."""
    return "" if value is None else f"{formats.number_format(value, 1)} kg"


def rows(
    child: ChildPage,
    files: dict[int, str],
    names: dict[str, str],
    on: dt.date,
    plain: bool = False,
) -> tuple[Row, ...]:
    """The measurement table, newest first."""
    spells = confirmed_spells(child.steps)
    marks = {mark.month: mark.mark for mark in child.strip}
    found = []
    for m in child.measurements:
        confirmed = any(begin <= m.date <= end for begin, end in spells)
        found.append(
            Row(
                m=m,
                age=wording.age_words(child.birth_date, m.date),
                corrected=m.clenhei is not None
                and m.lenhei is not None
                and abs(m.clenhei - m.lenhei) > 0.05,
                tbu=category("tbu", m.tbu, on, confirmed=confirmed, plain=plain),
                mark=marks.get(m.date.replace(day=1), "") if m.counted else "",
                marks=tuple(marks_of(m.flags, m.doubts, True, plain)),
                origin=origin_words(m.source, m.row_no, m.import_id, files, names),
            )
        )
    return tuple(found)


def origin_words(
    source: str,
    row_no: int | None,
    import_id: int | None,
    files: dict[int, str],
    names: dict[str, str],
) -> str:
    """`e-PPGBM, baris 1482`: the layout's name and the row of its sheet."""
    label = names.get(source, source)
    if row_no is None:
        return label
    return _("%(source)s, baris %(row)s") % {
        "source": label,
        "row": formats.number_format(row_no, 0, use_l10n=True, force_grouping=True),
    }


def fact_lines(found: Iterable[Fact], show: Show, posts: dict[str, str]) -> tuple[FactLine, ...]:
    """Facts in the order of `wording.FACTS`; those that identify are masked while closed."""
    order = {field: place for place, field in enumerate(wording.FACTS)}
    known = sorted((f for f in found if f.field in order), key=lambda fact: order[fact.field])
    return tuple(
        FactLine(
            label=wording.word(wording.FACTS, fact.field),
            value=_shown(fact.field, fact.now.value, show, posts),
            origin=fact.now.origin,
            before=tuple(
                (_shown(fact.field, said.value, show, posts), said.origin) for said in fact.before
            ),
            by_order=fact.why == "urutan",
        )
        for fact in known
    )


def _shown(field: str, value: str, show: Show, posts: dict[str, str]) -> str:
    if field.endswith("name") and not (show.names or show.all):
        return masked_name(value)
    if field in wording.SECRET_FACTS and not field.endswith("name") and not show.all:
        return "••••"
    if field == "sex":
        return wording.word(wording.SEXES, value)
    if field in {"birth_date", "left_on"}:
        try:
            day = dt.date.fromisoformat(value[:10])
        except ValueError:
            return value
        return formats.date_format(day, "j F Y" if show.all or field == "left_on" else "F Y")
    if field == "birth_weight_g":
        return _("%(value)s gram") % {"value": value}
    if field == "birth_length_mm":
        return cm(float(value) / 10) if value.replace(".", "", 1).isdigit() else value
    if field == "birth_weight":
        return kg(float(value)) if value.replace(".", "", 1).isdigit() else value
    if field == "birth_length":
        return cm(float(value)) if value.replace(".", "", 1).isdigit() else value
    if field == "gestation_weeks":
        return _("%(value)s minggu") % {"value": value}
    return posts.get(value, value)


def masked(child: ChildPage, show: bool) -> ChildPage:
    """The page with names and address taken out unless the identity is open."""
    if show:
        return child
    return replace(
        child,
        name=masked_name(child.name),
        mother_name=masked_name(child.mother_name),
        father_name=masked_name(child.father_name),
        address="",
        rt="",
        rw="",
    )


def place_names(codes: Sequence[str], known: dict[str, object]) -> dict[str, str]:
    """Names by place code."""
    return {code: getattr(known[code], "name", code) for code in codes if code in known}
