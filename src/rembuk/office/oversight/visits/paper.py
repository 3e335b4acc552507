"""The minutes of a supervision visit: made once, signed on paper, the scan bound to them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_in
from rembuk.office.documents import gates, letters, services
from rembuk.office.documents.letters import (
    Block,
    Column,
    Facts,
    Heading,
    Letter,
    Paragraph,
    Signature,
    Table,
)
from rembuk.office.documents.models import Document
from rembuk.office.documents.queries import sent_by
from rembuk.office.oversight.errors import OversightError
from rembuk.office.oversight.models import Checked, Seen, Visit
from rembuk.office.oversight.visits import acts
from rembuk.office.places.models import Area, Level
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role, offices_of

SUBJECT: Final = "kunjungan-pengawasan"


def sender(visit: Visit, on: dt.date) -> Office | None:
    """Whose paper it is: the office of who writes it, else the team's secretariat or planning."""
    district = visit.place_code[:5]
    mine = next(iter(offices_of(visit.by, on)), None)
    return mine or by_role("TPPS", district, on) or by_role("BAPPEDA", district, on)


def title_of(visit: Visit) -> str:
    """The kind of place, in words of the paper."""
    return {
        "kantor": "kantor", "kecamatan": "kecamatan", "desa": "desa/kelurahan",
        "posyandu": "posyandu",
    }[visit.where]  # fmt: skip


def letter(visit: Visit, number: str, on: dt.date) -> Letter:
    """The minutes as they would be made now: always Indonesian, without names of families."""
    district = visit.place_code[:5]
    area = Area.objects.filter(code=visit.place_code).select_related("parent").first()
    place = area.name if area else visit.place_code
    if area and area.parent and area.level == Level.DESA:
        place = f"{place}, Kecamatan {area.parent.name}"
    spot = ", ".join(filter(None, (visit.office.name if visit.office else "", visit.spot, place)))
    body: list[Block] = [
        Facts(
            (
                ("Yang dikunjungi", spot), ("Tanggal", visit.on),
                ("Yang berkunjung", "; ".join(visit.visitors.splitlines())),
                ("Yang menerima", visit.met or "tidak dicatat"),
                ("Maksud", visit.purpose or "pengawasan berkala"),
            )
        ),
        Heading("Yang dilihat"),
        _checks(visit),
    ]  # fmt: skip
    if visit.note:
        body += [Heading("Catatan"), Paragraph(visit.note)]
    body += [Heading("Temuan dan yang disepakati"), _findings(visit)]
    photos = visit.photos.filter(withdrawn_at__isnull=True).count()
    if photos:
        body.append(Paragraph(f"Disimpan {photos} foto bersama berita acara ini di Rembuk."))
    received = visit.office.name if visit.office else f"{title_of(visit)} yang dikunjungi"
    first = visit.visitors.splitlines()[0]
    return Letter(
        "lembar-kerja", sent_by(sender(visit, on), district), number=number,
        title="Berita acara kunjungan pengawasan",
        subtitle=f"Percepatan penurunan stunting, {title_of(visit)}", on=on, as_of=visit.on,
        made_at=timezone.now(), without_names=True, body=body,
        signatures=(Signature("Yang berkunjung", first), Signature(f"Yang menerima,\n{received}")),
        notes=(f"Daftar periksa {visit.rule_version}. Tanpa nama anak atau keluarga.",),
    )  # fmt: skip


def _checks(visit: Visit) -> Table:
    rules = reference.load()
    asked = {one.code: one for one in rules.supervision_items(acts.where_of(visit.where), visit.on)}
    short = {one.number: one.short_id for one in rules.pillars(visit.on)}
    words = {value: str(label) for value, label in Seen.choices}
    rows = []
    for row in visit.checks.order_by("pillar", "pk"):
        item = asked.get(row.item)
        rows.append(
            (
                f"{row.pillar}. {short.get(row.pillar, '')}", item.asks_id if item else row.item,
                words.get(row.seen, "belum dijawab"), row.note,
            )
        )  # fmt: skip
    return Table(
        (Column("Pilar", 1.4), Column("Pertanyaan", 4), Column("Dilihat", 1.1),
         Column("Catatan", 2.6)),
        rows, small=True,
    )  # fmt: skip


def _findings(visit: Visit) -> Table:
    rows = []
    found = visit.findings.filter(withdrawn_why="").select_related("promise", "promise__owner")
    for n, one in enumerate(found, start=1):
        promise = one.promise
        rows.append(
            (
                n, one.pillar, one.text, promise.title if promise else "belum disepakati",
                promise.owner.name if promise else "", promise.due if promise else None,
                promise.number if promise else "",
            )
        )  # fmt: skip
    return Table(
        (
            Column("No", 0.5, "center"), Column("Pilar", 0.6, "center"), Column("Temuan", 3),
            Column("Yang disepakati", 3), Column("Pemilik", 1.8), Column("Tenggat", 1.3, "date"),
            Column("Janji", 1.3),
        ),
        rows, small=True, empty="Tidak ada temuan.",
    )  # fmt: skip


def unanswered(visit: Visit) -> int:
    """Lines of the checklist nobody answered."""
    return Checked.objects.filter(visit=visit, seen="").count()


@transaction.atomic
def close(
    visit: Visit, by: Account, *, number: str, on: dt.date, version: int | None = None,
    origin: str = "",
) -> Visit:  # fmt: skip
    """Make the minutes: from now on nothing of the visit changes. Raises ValidationError."""
    held = acts.take(visit, by, version)
    left = unanswered(held)
    if left:
        raise OversightError(
            _("%(n)s butir belum dijawab. Pilih «tidak dilihat» bila memang tidak dilihat.")
            % {"n": left}
        )
    if len(number.strip()) < 3:
        raise OversightError(_("Tulis nomor berita acaranya."))
    if on < held.on:
        raise OversightError(_("Tanggal berita acara lebih dulu daripada kunjungannya."))
    with translation.override("id"):
        document = services.issue(
            letter(held, number.strip(), on), subject_kind=SUBJECT, subject_id=held.public_id,
            place_code=held.place_code, account=by, office=sender(held, on),
            origin=origin,
        )  # fmt: skip
    held.document, held.closed_at = document, timezone.now()
    acts.put(held)
    acts.note(held, by, "berita-acara", after={"dokumen": document.public_id})
    return held


def preview(visit: Visit) -> bytes:
    """The minutes before they are made: marked a draft, without a number."""
    with translation.override("id"):
        drawn = letter(visit, "", timezone.localdate())
        return letters.render(dataclasses.replace(drawn, watermark="KONSEP"))


def may_open(request: HttpRequest, document: Document) -> bool:
    """Whoever oversees the place by name."""
    rights = rights_in(request)
    return rights.may("pengawasan", document.place_code) and rights.may(
        "janji", document.place_code
    )


def may_act(request: HttpRequest, document: Document) -> bool:
    """Scans come from who writes visits there."""
    return rights_in(request).may("pengawasan-isi", document.place_code)


def register() -> None:
    """Tell the documents. Twice is once."""
    gates.register(SUBJECT, may_open, may_act)
