"""How an accompaniment is said: what is due, what it waits for, how it ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.accompaniment import planning
from rembuk.office.accompaniment.models import Accompaniment, Referral
from rembuk.office.accompaniment.models.accompaniments import End
from rembuk.office.people.masking import masked_name
from rembuk.office.posyandu.queries.children import completed_months


@dataclass(frozen=True)
class Said:
    """A state in words with the shape that carries it."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """One family in a list, as this reader may see it."""

    one: Accompaniment
    name: str
    age: str
    place: str
    due: Said
    standing: Said | None
    referral: Said | None


def days_late(on: dt.date, today: dt.date) -> str:
    """`lewat 3 hari`."""
    n = (today - on).days
    return ngettext("lewat %(n)d hari", "lewat %(n)d hari", n) % {"n": n}


def due(one: Accompaniment, today: dt.date) -> Said:
    """When the next visit is due."""
    if not one.is_open:
        return Said(
            "done" if one.closed_why == End.RECOVERED else "off", str(End(one.closed_why).label)
        )
    if one.next_on is None:
        return Said("off", _("belum dijadwalkan"))
    if planning.plan_of(one, today).late(one.next_on, today):
        return Said("act", _("kunjungan %(late)s") % {"late": days_late(one.next_on, today)})
    if one.next_on <= today:
        return Said("soon", _("kunjungan sekarang"))
    n = (one.next_on - today).days
    return Said(
        "run", ngettext("kunjungan %(n)d hari lagi", "kunjungan %(n)d hari lagi", n) % {"n": n}
    )


def standing(one: Accompaniment, plain: bool) -> Said | None:
    """What the accompaniment waits for, beside its visits."""
    if not one.is_open:
        return None
    if one.held:
        red = one.held == "tanda-bahaya"
        text = _("masih ada tanda bahaya") if red else _("rujukan segera belum dijawab")
        return Said("soon", text)
    if one.lost_on is not None and one.recovered_on is None:
        return Said("soon", _("sudah lama tidak diukur, cari anak ini"))
    if one.recovered_on is not None:
        text = _("sudah mengejar, dipantau tiga bulan") if plain else _("pulih, dipantau bertahan")
        return Said("run", text)
    return None


def referral(one: Referral, today: dt.date) -> Said:
    """Where a referral stands."""
    if one.cancelled_on:
        return Said("off", _("dibatalkan"))
    if one.returned_on:
        return Said("done", _("dijawab, sudah kembali"))
    if one.answered_on:
        return Said("run", _("dijawab, belum kembali"))
    late = one.due_on is not None and one.due_on < today
    text = _("belum dijawab") if one.arrived_on else _("belum sampai")
    if late and one.due_on is not None:
        return Said("act", f"{text}, {days_late(one.due_on, today)}")
    return Said("soon", text)


def age(one: Accompaniment, today: dt.date) -> str:
    """Age of a child in months; the group of anybody else."""
    if one.group not in planning.CHILDREN:
        return str(one.get_group_display())
    months = completed_months(one.person.birth_date, today)
    return _("umur belum diketahui") if months is None else _("%(n)d bulan") % {"n": months}


def name(one: Accompaniment, open_names: bool) -> str:
    """The name, or its mask."""
    return one.person.name if open_names else masked_name(one.person.name)
