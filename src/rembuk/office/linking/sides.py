"""A pair side by side: what each record says, where they differ, who else is in the household.

Who may not see names gets first letters and dots, and, so that two spellings can be told apart,
the very letters in which they differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rembuk.office.linking import refs
from rembuk.office.linking.whose import person_of, rows_of
from rembuk.office.lists.models import ListedPerson, ListRow
from rembuk.office.people.masking import DOT, masked_name
from rembuk.office.people.models import Identifier, IdentifierKind, Membership, Person
from rembuk.office.places.models import Area
from rembuk.office.posyandu.models import Measurement
from rembuk.reference.precedence import AGENCIES, HEALTH


@dataclass(frozen=True)
class Member:
    """Somebody else on the card."""

    role: str
    name: str
    sex: str
    born: dt.date | None


@dataclass(frozen=True)
class Side:
    """One record as it stands."""

    ref: str
    source: str
    edition: str
    as_of: dt.date | None
    row_no: int | None
    name: str
    sex: str
    born: dt.date | None
    nik: str
    card: str
    mother: str
    street: str
    rt: str
    village: str
    role: str
    person: Person | None
    household: tuple[Member, ...]
    measured: int = 0
    last: dt.date | None = None

    @property
    def there(self) -> bool:
        """Whether the record is still in any list."""
        return self.source != ""


def side(ref: str) -> Side:
    """The record a reference stands for, as its newest source tells it."""
    one = refs.read(ref)
    if one.kind == "p":
        person = person_of(ref)
        return _of_person(ref, person) if person is not None else _gone(ref)
    rows = rows_of(ref)
    return _of_row(ref, rows[-1], person_of(ref)) if rows else _gone(ref)


def _gone(ref: str) -> Side:
    return Side(ref, "", "", None, None, "", "", None, "", "", "", "", "", "", "", None, ())


def _of_row(ref: str, one: ListedPerson, person: Person | None) -> Side:
    row = ListRow.objects.select_related("edition").get(pk=one.row_id)
    return Side(
        ref=ref,
        source=AGENCIES.get(row.edition.source, row.edition.source),
        edition=row.edition.label,
        as_of=row.edition.as_of,
        row_no=row.row_no,
        name=one.name,
        sex=one.sex,
        born=one.birth_date,
        nik=one.nik_masked,
        card=row.kk_masked,
        mother=one.mother_name,
        street=", ".join(part for part in (row.address, row.dusun) if part),
        rt=_rt(row.rt, row.rw),
        village=_village(row.place_code),
        role=one.role,
        person=person,
        household=_on_card(row, one),
        **_weighed(person),
    )


def _of_person(ref: str, person: Person) -> Side:
    numbers: dict[str, str] = {}
    for one in Identifier.objects.filter(person=person).order_by("as_of", "pk"):
        numbers[one.kind] = one.masked
    family = Membership.objects.filter(person=person, until__isnull=True).first()
    newest = person.records.exclude(source__in=AGENCIES).order_by("-as_of", "-pk").first()
    return Side(
        ref=ref,
        source=HEALTH,
        edition="",
        as_of=newest.as_of if newest else None,
        row_no=newest.row_no if newest else None,
        name=person.name,
        sex=person.sex,
        born=person.birth_date,
        nik=numbers.get(IdentifierKind.NIK.value, ""),
        card=family.family.kk_masked if family else "",
        mother=person.mother_name or person.parent_name,
        street=person.address,
        rt=_rt(person.rt, person.rw),
        village=_village(person.place_code),
        role=family.role if family else "anak",
        person=person,
        household=_in_family(family, person) if family else (),
        **_weighed(person),
    )


def _weighed(person: Person | None) -> dict[str, Any]:
    if person is None:
        return {}
    rows = Measurement.objects.filter(child=person, superseded_by__isnull=True)
    newest = rows.order_by("-date").values_list("date", flat=True).first()
    return {"measured": rows.count(), "last": newest}


def _rt(rt: str, rw: str) -> str:
    parts = [f"RT {rt.zfill(3)}" if rt else "", f"RW {rw.zfill(3)}" if rw else ""]
    return ", ".join(part for part in parts if part)


def _village(code: str) -> str:
    area = Area.objects.filter(code=code[:13]).first()
    return area.name if area is not None else code[:13]


def _on_card(row: ListRow, but: ListedPerson) -> tuple[Member, ...]:
    """Others of the same card in the same edition; without a card, of the same row."""
    rows = ListedPerson.objects.current().filter(edition_id=row.edition_id)
    rows = rows.filter(row__kk_digest=row.kk_digest) if row.kk_digest else rows.filter(row=row)
    others = rows.exclude(pk=but.pk).order_by("row__row_no", "part")[:12]
    return tuple(Member(one.role, one.name, one.sex, one.birth_date) for one in others)


def _in_family(mine: Membership, but: Person) -> tuple[Member, ...]:
    members = Membership.objects.filter(family=mine.family_id, until__isnull=True)
    members = members.exclude(person=but).select_related("person").order_by("since", "pk")[:12]
    return tuple(
        Member(one.role, one.person.name, one.person.sex, one.person.birth_date) for one in members
    )


@dataclass(frozen=True)
class Bit:
    """A piece of a value; `differs` where the other side says otherwise."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Line:
    """One field of both sides."""

    label: str
    left: tuple[Bit, ...]
    right: tuple[Bit, ...]
    same: bool


SEXES: Final = {"L": "laki-laki", "P": "perempuan"}


def compared(left: Side, right: Side, names: bool) -> tuple[Line, ...]:
    """The two records field by field; `names`: whether names and addresses are open."""
    return (
        _line(_("Nama"), left.name, right.name, masked=not names),
        _line(_("Lahir"), _date(left.born), _date(right.born)),
        _line(_("Jenis kelamin"), sex_word(left.sex), sex_word(right.sex)),
        _line(_("Nama ibu"), left.mother, right.mother, masked=not names),
        _line("NIK", left.nik, right.nik),
        _line(_("Kartu keluarga"), left.card, right.card),
        _line(_("Desa"), left.village, right.village),
        _line("RT/RW", left.rt, right.rt),
        _line(_("Alamat"), left.street, right.street, masked=not names),
    )


def sex_word(code: str) -> str:
    """Sex in words; "" when not known."""
    return {"L": pgettext("orang", "laki-laki"), "P": pgettext("orang", "perempuan")}.get(code, "")


def _date(day: dt.date | None) -> str:
    return formats.date_format(day, "j F Y") if day else ""


REVEALED: Final = 3
"""So many differing letters in a row are shown of a masked value, and no more."""
ALIKE: Final = 0.6
"""Values less alike than this are two values, not two spellings: none of their letters is shown."""


def _line(label: str, left: str, right: str, masked: bool = False) -> Line:
    same = bool(left) and left.casefold() == right.casefold()
    if not left or not right or same:
        both = [(Bit(_shown(one, masked)),) if one else () for one in (left, right)]
        return Line(label, both[0], both[1], same)
    marks = SequenceMatcher(None, left.casefold(), right.casefold(), autojunk=False)
    if masked and marks.ratio() < ALIKE:
        return Line(label, (Bit(masked_name(left), True),), (Bit(masked_name(right), True),), False)
    one: list[Bit] = []
    other: list[Bit] = []
    for tag, a, b, c, d in marks.get_opcodes():
        for bits, text, start, end in ((one, left, a, b), (other, right, c, d)):
            if start < end:
                hidden = masked and (tag == "equal" or end - start > REVEALED)
                bits.append(Bit(_part(text, start, end, hidden), tag != "equal"))
    return Line(label, tuple(one), tuple(other), False)


def _part(text: str, start: int, end: int, hidden: bool) -> str:
    """A piece of a value; hidden: the first letters of words and dots."""
    if not hidden:
        return text[start:end]
    return "".join(
        text[at] if text[at] in " ,." or at == 0 or text[at - 1] == " " else DOT
        for at in range(start, end)
    )


def _shown(text: str, masked: bool) -> str:
    return masked_name(text) if masked else text


def members(household: Sequence[Member], names: bool) -> list[Member]:
    """Members as the reader may see them."""
    return [
        Member(one.role, one.name if names else masked_name(one.name), one.sex, one.born)
        for one in household
    ]
