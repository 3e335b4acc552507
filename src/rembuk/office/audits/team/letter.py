"""The annex of the team's decree as a letter: who sits in which part, by which expertise."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from rembuk.office.audits.models import Cycle, Part
from rembuk.office.documents.letters import (
    Block,
    Column,
    Heading,
    Letter,
    Paragraph,
    Signature,
    Table,
)
from rembuk.office.places.queries import place_names

ORDER = (Part.ANSWERABLE, Part.HEAD, Part.EXPERT, Part.TECHNICAL, Part.SUPERVISOR)


def annex(cycle: Cycle, on: dt.date) -> Letter:
    """The team as it stands on a day, under the newest decree."""
    decree = cycle.decrees.last()
    district = place_names([cycle.district_code]).get(cycle.district_code, "")
    number = decree.number if decree else "................"
    when = decree.on if decree else None
    body: list[Block] = []
    for part in ORDER:
        members = list(cycle.members.on(on).filter(part=part))
        if not members:
            continue
        body.append(Heading(str(part.label), 2))
        body.append(
            Table(
                columns=(
                    Column("No.", 0.4, "center"), Column(_("Nama"), 2.0),
                    Column(_("Jabatan dan instansi"), 2.2), Column(_("Keahlian atau wilayah"), 1.6),
                    Column(_("Masa tugas"), 1.2),
                ),
                rows=[
                    (
                        number_, one.name, ", ".join(filter(None, (one.seat, one.institution))),
                        one.get_expertise_display()
                        or ", ".join(sorted(place_names(one.kecamatan).values())) or _("semua"),
                        _term(one.since, one.until) + (_(" (jarak jauh)") if one.remote else ""),
                    )
                    for number_, one in enumerate(members, 1)
                ],
            )
        )  # fmt: skip
    empty = list(cycle.vacant_seats.all())
    if empty:
        body.append(Heading(_("Kursi pakar yang kosong"), 2))
        body += [Paragraph(f"{one.get_expertise_display()}: {one.reason}") for one in empty]
    return Letter(
        kind="lampiran-sk",
        title=_("Susunan Tim Audit Kasus Stunting %(cycle)s") % {"cycle": cycle.name},
        subtitle=district,
        decree=(
            _("Lampiran Keputusan"), _("Nomor: %(number)s") % {"number": number},
            _("Tanggal: %(day)s") % {"day": when.strftime("%d-%m-%Y") if when else "............"},
        ),
        body=body or [Paragraph(_("Belum ada anggota tim."))],
        signatures=(Signature(title=_("Pejabat yang menetapkan")),),
        as_of=on,
    )  # fmt: skip


def _term(since: dt.date, until: dt.date | None) -> str:
    first = since.strftime("%d-%m-%Y")
    return f"{first} s.d. {until.strftime('%d-%m-%Y')}" if until else f"{_('sejak')} {first}"
