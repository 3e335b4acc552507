"""Lines of the list of families: who is meant, and where the family stands, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk import reference
from rembuk.office.documents.sheets import Column, Kind, Sheet, workbook
from rembuk.office.families.family_facts import language
from rembuk.office.families.models import Standing
from rembuk.office.intake.among import among
from rembuk.office.lists import sheets as lists_sheets
from rembuk.office.lists.queries import sources
from rembuk.office.people.masking import masked_name
from rembuk.office.people.models import Membership
from rembuk.office.places.queries import place_names
from rembuk.reference.welfare import PovertyClassWord

_RISK: Final[dict[bool | None, str | Promise]] = {
    True: gettext_lazy("berisiko"),
    False: gettext_lazy("tidak"),
    None: gettext_lazy("belum diketahui"),
}


@dataclass(frozen=True)
class Row:
    """One family of the list."""

    standing: Standing
    name: str  # of the head, "" when none is known
    village: str
    poverty: str
    lists: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """How many families of a list are what. Never in percent: what is not known is said beside."""

    families: int
    at_risk: int
    risk_unknown: int
    extreme: int
    class_unknown: int
    stunted: int


def counted(rows: QuerySet[Standing]) -> Counted:
    """Counts of a list in one query."""
    asked = {
        "families": Q(),
        "at_risk": Q(at_risk=True),
        "risk_unknown": Q(at_risk__isnull=True),
        "extreme": Q(poverty="miskin-ekstrem"),
        "class_unknown": Q(poverty="tidak-diketahui"),
        "stunted": Q(stunted__gt=0),
    }
    # names of their own: an aggregate must not be called like the column another one asks for
    found = rows.order_by().aggregate(
        **{f"n_{name}": Count("pk", filter=wanted) for name, wanted in asked.items()}
    )
    return Counted(**{name: found[f"n_{name}"] for name in asked})


def class_names(on: dt.date) -> dict[str, str]:
    """Class -> its name."""
    english = language() == "en"
    return {
        one.code: one.name_en if english else one.name_id
        for one in reference.load().of(PovertyClassWord, on)
    }


def rows(found: Sequence[Standing], show: bool, on: dt.date) -> tuple[Row, ...]:
    """Lines of some standings; names masked unless shown."""
    heads = _heads([one.family_id for one in found])
    places = place_names({one.place_code for one in found})
    classes, lists = class_names(on), sources()
    return tuple(
        Row(
            one,
            name if show else masked_name(name),
            places.get(one.place_code, one.place_code),
            classes.get(one.poverty, one.poverty),
            tuple(lists.get(code, code) for code in one.sources.split()),
        )
        for one in found
        for name in [heads.get(one.family_id, "")]
    )


def sheet(found: Iterable[Row], title: str) -> Sheet:
    """The list as an Excel sheet."""
    heads: tuple[tuple[str, float, Kind], ...] = (
        (_("Kode keluarga"), 14, "text"), (_("Kepala keluarga"), 26, "text"),
        (_("Nomor KK"), 18, "text"), (_("Desa"), 20, "text"), (_("Anggota"), 9, "integer"),
        (_("Anak di bawah dua tahun"), 10, "integer"),
        (_("Anak di bawah lima tahun"), 10, "integer"),
        (_("Anak dalam kasus stunting"), 10, "integer"), (_("Ibu hamil"), 9, "integer"),
        (_("Berisiko stunting (verval KRS)"), 18, "text"),
        (_("Berisiko stunting (PK21)"), 18, "text"),
        (_("Berisiko menurut daftar KRS"), 18, "text"), (_("Kelas"), 22, "text"),
        (_("Desil"), 7, "integer"), (_("Daftar desil"), 12, "text"), (_("Desil per"), 12, "date"),
        (_("Rumah tidak layak huni"), 18, "text"), (_("Kekurangan"), 10, "integer"),
        (_("Ada di daftar"), 30, "text"), (_("Aturan"), 16, "text"),
    )  # fmt: skip
    columns = [Column(head, width, kind) for head, width, kind in heads]
    return Sheet(_("Keluarga"), title, columns, (_cells(row) for row in found))


def download(body: Sheet, who: str, purpose: str, number: int, stem: str) -> HttpResponse:
    """The workbook as a file; its last sheet says who took it, when, for what, how many rows."""
    when = date_format(timezone.localtime(), "j F Y H.i")
    notes = [
        _("Diunduh dari Rembuk oleh %(who)s, %(when)s.") % {"who": who, "when": when},
        _("Keperluan: %(purpose)s") % {"purpose": purpose},
        _("%(rows)d baris. Unduhan ini dicatat.") % {"rows": number},
        _("Kelas yang disebut diduga berasal dari desil, bukan dari pengeluaran terukur."),
        _("Data keluarga adalah data pribadi: hapus berkas ini bila keperluannya selesai."),
    ]
    return lists_sheets.download(workbook([body], notes), stem)


def _cells(row: Row) -> list[Any]:
    one = row.standing
    house = {True: _("tidak layak huni"), False: _("layak huni"), None: _("belum diketahui")}
    listed = (
        str(_RISK[one.listed_at_risk]) if "krs" in one.sources.split() else _("tidak di daftar")
    )
    poverty = _("%(name)s (diduga)") % {"name": row.poverty} if one.presumed else row.poverty
    return [
        one.family.public_id, row.name, one.family.kk_masked, row.village, one.members,
        one.under_two, one.under_five, one.stunted, one.pregnant, str(_RISK[one.at_risk]),
        str(_RISK[one.at_risk_older]), listed, poverty, one.decile,
        one.decile_source.upper(), one.decile_as_of, house[one.unfit_house], one.deprivations,
        ", ".join(row.lists), one.rule_version,
    ]  # fmt: skip


def _heads(families: Sequence[int]) -> dict[int, str]:
    """Family -> name of its head."""
    found = Membership.objects.filter(
        among("family", families), role="kepala", until__isnull=True, person__left_on__isnull=True
    )
    return dict(found.order_by("-person_id").values_list("family_id", "person__name"))
