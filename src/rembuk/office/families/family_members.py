"""The members of a family as the reader may see them: age, stage of life, growth, case, lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import ngettext, pgettext_lazy

from rembuk.office.access.policies import Rights
from rembuk.office.families.family_facts import language
from rembuk.office.families.gathering import Gathered
from rembuk.office.lists.models import ListedPerson
from rembuk.office.lists.queries import sources
from rembuk.office.people.masking import masked_name
from rembuk.office.people.models import Identifier, IdentifierKind, Membership, Person
from rembuk.office.posyandu import lines, wording
from rembuk.office.posyandu.lines import Tier, Word
from rembuk.office.posyandu.models import ChildStatus
from rembuk.reference.welfare import LifeStage

ROLES: Final[wording.Words] = {
    "kepala": __("kepala keluarga"),
    "istri": __("istri"),
    "anak": pgettext_lazy("peran", "anak"),
    "lain": __("anggota lain"),
}
_ORDER: Final = {"kepala": 0, "istri": 1, "anak": 2}
_NOBODY: Final = dt.date.max


@dataclass(frozen=True)
class Child:
    """What the posyandu knows of a child under five."""

    seen_on: dt.date | None
    tbu: Word
    bbu: Word
    bbtb: Word
    nt: str
    two_t: bool
    case: str
    case_code: str
    tier: Tier | None
    may_open: bool

    @property
    def weight(self) -> int:
        """How urgent it is to see the child: the greater the sooner."""
        acts = self.tier is not None and self.tier.number == 1
        return 4 * acts + 2 * bool(self.case_code) + (self.two_t or self.bbtb.kind == "act")


@dataclass(frozen=True)
class Member:
    """One member of the family."""

    person: Person
    name: str
    role: str
    months: int | None
    age: str
    stages: tuple[str, ...]
    served: bool
    nik: str
    lists: tuple[str, ...]
    child: Child | None

    @property
    def sex(self) -> str:
        """Sex in words."""
        return wording.word(wording.SEXES, self.person.sex) if self.person.sex else ""


@dataclass(frozen=True)
class Former:
    """Who once stood on the card."""

    name: str
    role: str
    until: dt.date | None
    why: str


def members(one: Gathered, rights: Rights, show: bool, plain: bool) -> tuple[Member, ...]:
    """Members today: head, wife, children from the oldest, others."""
    ids = one.roster["person"].to_list()
    people = {person.pk: person for person in Person.objects.filter(pk__in=ids)}
    statuses = {
        status.child_id: status
        for status in ChildStatus.objects.filter(child__in=ids).select_related("last")
    }
    niks = dict(
        Identifier.objects.filter(person__in=ids, kind=IdentifierKind.NIK)
        .order_by("as_of", "pk")
        .values_list("person_id", "masked")
    )
    named = _lists(ids)
    marks = _marks(one.roster, one.rules.life_stages(one.on), one.on)
    found = []
    for row in one.roster.iter_rows(named=True):
        person = people[row["person"]]
        months = _months(row["birth_date"], one.on)
        held = stages(months, row["sex"] or "", marks[person.pk], one)
        status = statuses.get(person.pk)
        under = status is not None and (months is None or months < 60)
        found.append(
            Member(
                person,
                person.name if show else masked_name(person.name),
                wording.word(ROLES, row["role"]),
                months,
                age_words(months),
                tuple(each.name_en if language() == "en" else each.name_id for each in held),
                any(each.served for each in held),
                niks.get(person.pk, ""),
                named.get(person.pk, ()),
                _child(status, one.on, rights, plain) if under and status else None,
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda each: (
                _ORDER.get(_role_of(one.roster, each.person.pk), 3),
                each.person.birth_date or _NOBODY,
                each.person.pk,
            ),
        )
    )


def formers(one: Gathered, show: bool) -> tuple[Former, ...]:
    """Who stood on the card and does not any more."""
    now = set(one.roster["person"].to_list())
    rows = Membership.objects.filter(family=one.family).exclude(person__in=now)
    return tuple(
        Former(
            row.person.name if show else masked_name(row.person.name),
            wording.word(ROLES, row.role),
            row.person.left_on or row.until,
            wording.word(wording.LEFT, row.person.left_why)
            if row.person.left_why
            else _("pada kartu lain"),
        )
        for row in rows.select_related("person").order_by("until", "pk")
    )


def stages(
    months: int | None, sex: str, marks: frozenset[str], one: Gathered
) -> tuple[LifeStage, ...]:
    """The stages of life that hold, the one that leads first."""
    return tuple(each for each in one.rules.life_stages(one.on) if each.holds(months, sex, marks))


def age_words(months: int | None) -> str:
    """`18 bulan` under five, else `34 tahun`."""
    if months is None:
        return _("umur tidak diketahui")
    if months < 60:
        return ngettext("%d bulan", "%d bulan", months) % months
    return ngettext("%d tahun", "%d tahun", months // 12) % (months // 12)


def _marks(
    roster: pl.DataFrame, rules: Sequence[LifeStage], on: dt.date
) -> Mapping[int, frozenset[str]]:
    """Person -> what holds of her besides age: pregnant, just delivered, about to marry."""
    within = max((each.within_days for each in rules if each.mark == "nifas"), default=0)
    births = roster.filter((pl.col("role") == "anak") & (pl.col("birth_date") <= on))
    newest = births["birth_date"].max()
    fresh = isinstance(newest, dt.date) and (on - newest).days <= within
    mother = _mother(roster) if fresh else None
    return {
        row["person"]: frozenset(
            mark
            for mark, holds in (
                ("hamil", row["pregnant"]),
                ("catin", row["bride"]),
                ("nifas", row["person"] == mother),
            )
            if holds
        )
        for row in roster.iter_rows(named=True)
    }


def _mother(roster: pl.DataFrame) -> int | None:
    """The wife, or the woman who is head where there is one of them alone."""
    women = roster.filter(
        (pl.col("role") == "istri") | ((pl.col("role") == "kepala") & (pl.col("sex") == "P"))
    )
    return int(women["person"][0]) if women.height == 1 else None


def _child(status: ChildStatus, on: dt.date, rights: Rights, plain: bool) -> Child:
    last = status.last
    sure = status.case in wording.CONFIRMED

    def word(index: Any, code: str) -> Word:
        return lines.category(index, code, on, confirmed=sure, plain=plain)

    open_ = status.case in {"diduga", *wording.CONFIRMED}
    case = wording.word(wording.CASES, status.case) if status.case else ""
    if plain and open_:
        case = _("panjang badan tertinggal")
    return Child(
        status.last_date,
        word("tbu", last.tbu if last else ""),
        word("bbu", last.bbu if last else ""),
        word("bbtb", last.bbtb if last else ""),
        (last.nt or "") if last else "",
        bool(last and last.two_t),
        case,
        status.case if open_ else "",
        lines.tier(status.tier, on),
        rights.may("lihat-anak", status.place_code),
    )


def _lists(ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Person -> names of the lists that name him or her."""
    names = sources()
    rows = (
        ListedPerson.objects.current()
        .filter(person__in=ids)
        .values_list("person_id", "edition__source")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[int, set[str]] = {}
    for person, source, _n in rows:
        found.setdefault(person, set()).add(source)
    return {
        person: tuple(name for code, name in names.items() if code in mine)
        for person, mine in found.items()
    }


def _role_of(roster: pl.DataFrame, person: int) -> str:
    return str(roster.filter(pl.col("person") == person)["role"][0])


def _months(born: dt.date | None, on: dt.date) -> int | None:
    if born is None or born > on:
        return None
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
