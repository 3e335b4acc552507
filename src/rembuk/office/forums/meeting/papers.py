"""Papers that go out before a meeting: the invitation and the list to sign; who opens papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import rights_in
from rembuk.office.documents import gates
from rembuk.office.documents.blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Letter,
    Letterhead,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    Value,
)
from rembuk.office.documents.models import Document
from rembuk.office.documents.numbers import day_name, long_date
from rembuk.office.documents.queries import sent_by
from rembuk.office.forums import guard
from rembuk.office.forums.models import AgendaItem, Invitee, Meeting
from rembuk.office.forums.places import district_of, name_of, town_of
from rembuk.office.seats.queries import head_of, holder

KIND: Final = "rembuk"
"""The subject of every document of a meeting; its id is the meeting's."""
FEW: Final = 3
"""So many invitees stand on the letter itself; more are listed on a page of their own."""


def register() -> None:
    """Say who opens papers of a meeting, and who brings scans of them back."""
    gates.register(KIND, _opens, _acts)


def _opens(request: HttpRequest, document: Document) -> bool:
    meeting = Meeting.objects.filter(public_id=document.subject_id).first()
    today = timezone.localdate()
    return meeting is not None and guard.reads(
        rights_in(request), signed_in(request), meeting, today
    )


def _acts(request: HttpRequest, document: Document) -> bool:
    return rights_in(request).may("rembuk-kelola", document.place_code)


def letterhead_of(meeting: Meeting) -> Letterhead:
    """The letterhead of the office that hosts."""
    return sent_by(meeting.host, district_of(meeting.place_code))


def when(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """Day, hour, place, link and chair as a letter says them."""
    starts = timezone.localtime(meeting.starts_at)
    until = f"{timezone.localtime(meeting.ends_at):%H.%M}" if meeting.ends_at else "selesai"
    pairs = [
        ("Hari, tanggal", f"{day_name(starts.date())}, {long_date(starts.date())}"),
        ("Pukul", f"{starts:%H.%M} sampai {until}"),
    ]
    if meeting.venue:
        pairs.append(("Tempat", meeting.venue))
    if meeting.link:
        pairs.append(("Daring", meeting.link))
    if meeting.chair_seat is not None:
        pairs.append(("Pimpinan rapat", f"{meeting.chair_seat}"))
    return tuple(pairs)


def signatures(meeting: Meeting, on: dt.date) -> tuple[Signature, ...]:
    """Who signs for the host: its head, by the name that holds the seat on the day."""
    seat = meeting.chair_seat or (head_of(meeting.host) if meeting.host else None)
    if seat is None:
        return (Signature("Pimpinan rapat"),)
    held = holder(seat, on)
    return (Signature(f"{seat}", held.name if held else "", nip=held.nip if held else ""),)


def agenda_lines(items: Sequence[AgendaItem]) -> list[str]:
    """The agenda in lines, each with its minutes."""
    return [f"{one.title} ({one.minutes} menit)" if one.minutes else one.title for one in items]


def invitation(meeting: Meeting, invitees: Sequence[Invitee], number: str, on: dt.date) -> Letter:
    """The invitation: to few on the letter itself, to many "daftar terlampir"."""
    names = [_asked(one) for one in invitees]
    many = len(names) > FEW
    agenda = agenda_lines(list(meeting.agenda.all()))
    body: list[Block] = [
        Paragraph(
            f"Dalam rangka percepatan penurunan stunting di {name_of(meeting.place_code)}, kami "
            f"mengundang Bapak/Ibu pada {meeting.title}, yang diadakan pada:",
            indent=True,
        ),
        Facts(when(meeting)),
        Paragraph("Acara:"),
        Bullets(agenda, numbered=True),
        Paragraph(
            "Setiap keputusan rapat memuat target angka, penanggung jawab, tenggat, dan sumber "
            "dana. Mohon hadir pejabat yang dapat memutuskan, dan membawa data kantornya.",
            indent=True,
        ),
        Paragraph("Demikian undangan ini; atas kehadiran Bapak/Ibu kami sampaikan terima kasih."),
    ]
    if many:
        body += [
            PageBreak(),
            Table(
                (Column("No", 0.4, "center"), Column("Yang diundang", 4), Column("Nama", 2)),
                [(number_, one.party, one.name) for number_, one in enumerate(invitees, start=1)],
                caption="Daftar undangan",
            ),
        ]
    return Letter(
        "undangan", letterhead_of(meeting), number=number, nature="Penting",
        attachments="1 (satu) lembar" if many else "-", subject=f"Undangan {meeting.title}",
        to=["Bapak/Ibu (daftar terlampir)"] if many else names, body=body, on=on,
        place=town_of(meeting.place_code), signatures=signatures(meeting, on),
        made_at=timezone.now(),
    )  # fmt: skip


def attendance_list(meeting: Meeting, spare: int = 12) -> Letter:
    """The list to sign, one line an invitee, with room for those who come uninvited."""
    rows: list[tuple[Value, ...]] = [
        (number, one.name, one.party, "", None)
        for number, one in enumerate(meeting.invitees.all(), start=1)
    ]
    rows += [(len(rows) + extra, "", "", "", None) for extra in range(1, spare + 1)]
    table = Table(
        (
            Column("No", 0.4, "center"), Column("Nama", 2.2), Column("Kantor/unsur", 2.6),
            Column("L/P", 0.5, "center"), Column("Tanda tangan", 1.6, "sign"),
        ),
        rows, row_mm=9,
    )  # fmt: skip
    on = timezone.localdate(meeting.starts_at)
    return Letter(
        "daftar-hadir", letterhead_of(meeting), title=f"Daftar hadir {meeting.title}", on=on,
        body=[Facts(when(meeting)), table], signatures=signatures(meeting, on),
        made_at=timezone.now(),
    )  # fmt: skip


def _asked(one: Invitee) -> str:
    return f"{one.name}, {one.party}" if one.name else one.party
