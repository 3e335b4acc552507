"""The report as a document: chapters as drafted, the office's words beneath, a page to sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from rembuk.office.documents.blocks import Block, Signature
from rembuk.office.documents.letters import Heading, Letter, PageBreak, Paragraph, SignaturePage
from rembuk.office.documents.queries import sent_by
from rembuk.office.documents.signing import signatures
from rembuk.office.forums.models import Team
from rembuk.office.oversight.reporting.drafting import chapters
from rembuk.office.oversight.reporting.reading import Read
from rembuk.office.oversight.reporting.words import Words
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role, holder


def sender(read: Read) -> Office | None:
    """Whose paper it is: the team's secretariat or planning; a kecamatan's own."""
    if not read.of_district:
        return by_role("KECAMATAN", read.place, read.today)
    roles = ("TPPS", "BAPPEDA")
    found = (by_role(role, read.district, read.today) for role in roles)
    return next((one for one in found if one is not None), None)


def letter(
    read: Read, words: Mapping[str, Words], *, number: str = "", on: dt.date | None = None,
    reason: str = "", edition: int = 1,
) -> Letter:  # fmt: skip
    """The whole report, always Indonesian."""
    body: list[Block] = []
    if reason:
        body.append(Paragraph(f"Edisi ini menggantikan edisi sebelumnya. Alasan: {reason}"))
    for one in chapters(read):
        body.append(Heading(one.title, 1))
        body += [Paragraph(text) for text in one.sentences]
        body += one.blocks
        own = words.get(one.code)
        if own is not None and own.text:
            body.append(Heading("Catatan tim", 2))
            body += [Paragraph(text) for text in own.text.split("\n\n") if text.strip()]
    title = "Laporan tim percepatan penurunan stunting"
    body += [
        PageBreak(),
        SignaturePage(
            "Lembar pengesahan", f"{title} {read.name}, {read.half.words}, disahkan oleh:",
            _signed(read),
        ),
    ]  # fmt: skip
    return Letter(
        "laporan", sent_by(sender(read), read.district), number=number, title=title,
        subtitle=f"{read.name}, {read.half.words}" + (f", edisi {edition}" if edition > 1 else ""),
        on=on or read.today, as_of=read.on, made_at=timezone.now(), without_names=True, body=body,
        notes=("Disusun dari catatan Rembuk; tanpa nama anak atau keluarga.",),
    )  # fmt: skip


def _signed(read: Read) -> list[Signature]:
    """Who leads the team by its decree, and who leads the office that wrote it."""
    found = []
    team = read.formation.own.team
    if team is not None and team.stands(read.today):
        found.append(_head(team, read))
    mine = signatures(sender(read), read.today)
    return [*found, *mine] or [Signature(f"Ketua tim {read.name}")]


def _head(team: Team, read: Read) -> Signature:
    title = f"Ketua tim {read.name}"
    seat = team.head_seat
    if seat is None:
        return Signature(title)
    held = holder(seat, read.today)
    named = f"{title},\n{seat.title}"
    return Signature(named, held.name, nip=held.nip) if held else Signature(named)
