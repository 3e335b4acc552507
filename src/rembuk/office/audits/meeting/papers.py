"""Papers of a meeting: invitation, attendance list, pack as slides and on A4, matrix with its page
of signatures. All without names of those audited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from rembuk import reference
from rembuk.office.audits import cause_tree
from rembuk.office.audits.meeting import matrix
from rembuk.office.audits.meeting.pack import CaseFacts, Shown, shown
from rembuk.office.audits.meeting.rows import Row
from rembuk.office.audits.models import Case, Certainty, Conclusion, Meeting, Part, TeamMember
from rembuk.office.documents import matrix as columns
from rembuk.office.documents.blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    SignaturePage,
    Table,
)
from rembuk.office.documents.letters import Letter, Letterhead, LetterKind
from rembuk.office.documents.numbers import day_name, long_date
from rembuk.office.documents.queries import sent_by
from rembuk.office.places.queries import place_names
from rembuk.office.seats.queries import by_role

KINDS: dict[str, LetterKind] = {
    "undangan": "undangan", "daftar-hadir": "daftar-hadir", "paparan": "paparan",
    "bahan": "laporan", "matriks-rtl": "matriks-rtl",
}  # fmt: skip
"""Papers a meeting can make -> kind of letter."""
MARK = "TANPA NAMA · TERBATAS"


def letterhead_of(meeting: Meeting) -> Letterhead:
    """The letterhead of the office that leads the audit (the one for population and families)."""
    district = meeting.cycle.district_code
    return sent_by(by_role("DPPKB", district, meeting.on), district)


def invitation(meeting: Meeting, head: Letterhead, number: str = "") -> Letter:
    """The invitation to every office on the list."""
    to = [f"{row.seat} {row.institution}".strip() for row in meeting.attendances.all()]
    body: list[Block] = [
        Paragraph(
            f"Sehubungan dengan selesainya telaah pakar pada {meeting.cycle.name}, kami mengundang "
            "Saudara pada rapat diseminasi audit kasus stunting yang diadakan pada:"
        ),
        Facts(_when(meeting)),
        Paragraph("Agenda:"),
        Bullets(tuple(meeting.agenda), numbered=True),
        Paragraph(
            "Pada rapat ini tiap rekomendasi pakar dijawab oleh kantor yang diminta: diterima, "
            "diubah, atau ditolak dengan alasan. Mohon hadir pejabat yang dapat memutuskan. Kasus "
            "dibahas dengan kode, tanpa nama."
        ),
    ]
    return Letter(
        "undangan", head, number=number, nature="Penting", attachments="-",
        subject="Undangan rapat diseminasi audit kasus stunting", to=to, body=body,
        on=timezone.localdate(), signatures=_heads(meeting), made_at=timezone.now(),
        without_names=True,
    )  # fmt: skip


def attendance(meeting: Meeting, head: Letterhead) -> Letter:
    """The list to sign, one line each, with room for those who come uninvited."""
    rows = [
        (number, row.name, row.seat, row.institution, None)
        for number, row in enumerate(meeting.attendances.all(), start=1)
    ]
    rows += [(len(rows) + extra, "", "", "", None) for extra in range(1, 6)]
    table = Table(
        (
            Column("No", 0.4, "center"), Column("Nama", 2.2), Column("Jabatan", 1.8),
            Column("Asal", 2.2), Column("Tanda tangan", 1.6, "sign"),
        ),
        rows, row_mm=10,
    )  # fmt: skip
    return Letter(
        "daftar-hadir", head, title="Daftar hadir rapat diseminasi audit kasus stunting",
        subtitle=meeting.cycle.name, on=meeting.on, body=[Facts(_when(meeting)), table],
        signatures=_heads(meeting), made_at=timezone.now(), without_names=True,
    )  # fmt: skip


def facts_of(cases: Sequence[Case], rows: Sequence[Row]) -> list[CaseFacts]:
    """What the pack is given of each case: the panel's conclusion and the recommendations."""
    asked: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        asked.setdefault(row.row.case_id, []).append((row.row.text, row.row.measured_by))
    concluded = {one.case_id: one for one in Conclusion.objects.filter(case__in=cases)}
    return [
        CaseFacts(
            case.code, str(case.get_group_display()), case.place_code[:8],
            tuple(
                (held["cause"], held["certainty"], held["main"])
                for held in (concluded[case.pk].causes if case.pk in concluded else ())
            ),
            red_flags=tuple(case.red_flags), hospital=case.hospital_needed,
            recommendations=tuple(asked.get(case.pk, ())),
        )
        for case in cases
    ]  # fmt: skip


def pack_of(meeting: Meeting, cases: Sequence[Case], rows: Sequence[Row]) -> Shown:
    """What the pack of a meeting may show."""
    limit = int(reference.load().number("small_count", timezone.localdate()))
    return shown(facts_of(cases, rows), meeting.cycle.kecamatan, limit)


def slides(meeting: Meeting, pack: Shown, head: Letterhead) -> Letter:
    """The pack as slides: how the audit went, causes over all cases, one slide a case."""
    return _pack(meeting, pack, head, "paparan", slide=True)


def handout(meeting: Meeting, pack: Shown, head: Letterhead) -> Letter:
    """The same pack on A4, to read along."""
    return _pack(meeting, pack, head, "laporan", slide=False)


def _pack(
    meeting: Meeting, pack: Shown, head: Letterhead, kind: LetterKind, *, slide: bool
) -> Letter:
    level = 1 if slide else 2
    body: list[Block] = [
        Heading("Kasus yang ditelaah", level),
        Facts(
            (
                ("Siklus", meeting.cycle.name),
                ("Kasus ditelaah", len(pack.sheets)),
                ("Rekomendasi", sum(len(sheet.recommendations) for sheet in pack.sheets)),
            )
        ),
    ]
    if pack.by_kecamatan:
        names = place_names(pack.by_kecamatan)
        body.append(
            Table(
                (Column("Kecamatan", 3), Column("Kasus", 1)),
                [
                    (names.get(code, code), "disamarkan" if count is None else str(count))
                    for code, count in pack.by_kecamatan.items()
                ],
                caption="Angka kecil disamarkan bersama angka lain; tidak dapat dihitung balik.",
            )
        )
    tree = cause_tree.nodes()
    body += [
        Heading("Sebab pada semua kasus", level),
        Table(
            (Column("Sebab", 3), Column("Kode kasus", 2)),
            [
                (tree[cause].name if cause in tree else cause, ", ".join(codes))
                for cause, codes in pack.by_cause.items()
            ],
            empty="Panel belum menyimpulkan sebab.",
        ),
    ]
    for sheet in pack.sheets:
        body += _sheet(sheet, tree, level)
    body += [
        Heading("Yang diminta dari rapat", level),
        Bullets(
            (
                "Tiap rekomendasi dijawab oleh kantor yang disebut namanya: diterima, diubah, atau "
                "ditolak dengan alasan.",
                "Yang diterima menjadi janji dengan pemilik, tenggat, dan sumber dana.",
                "Mencari sebab, bukan mencari salah.",
            )
        ),
    ]
    return Letter(
        kind, head, title="Diseminasi audit kasus stunting", subtitle=meeting.cycle.name,
        on=meeting.on, place=meeting.place, body=body, made_at=timezone.now(), without_names=True,
        as_of=timezone.localdate(), watermark=MARK,
        notes=("Kode kasus menggantikan nama. Tempat, umur, dan jenis kelamin tidak disebut.",),
    )  # fmt: skip


def _sheet(sheet: CaseFacts, tree: dict[str, cause_tree.Node], level: int) -> list[Block]:
    causes = [
        f"{tree[cause].name if cause in tree else cause}"
        f" ({'sebab utama, ' if main else ''}{str(Certainty(certainty).label).lower()})"
        for cause, certainty, main in sheet.causes
    ]
    found: list[Block] = [
        Heading(f"{sheet.code}: {sheet.group.lower()}", level),
        Paragraph("Sebab menurut panel", strong=True),
        Bullets(causes or ("Belum disimpulkan.",)),
        Paragraph("Rekomendasi pakar", strong=True),
        Bullets([text for text, _measured in sheet.recommendations] or ("Belum ada.",), True),
    ]
    if sheet.hospital:
        found.append(Paragraph("Perlu pemeriksaan rumah sakit."))
    return found


def rtl(meeting: Meeting, rows: Sequence[Row], head: Letterhead) -> Letter:
    """The matrix of follow-up with its page of signatures."""
    answered = {row.answer.office for row in rows if row.answer is not None}
    offices = sorted(answered, key=lambda office: office.name)
    signatures = [Signature(office.name) for office in offices]
    body: list[Block] = [
        columns.table(matrix.matrix(rows)),
        PageBreak(),
        SignaturePage(
            "Lembar kesepakatan",
            f"Kantor di bawah ini menyepakati rencana tindak lanjut {meeting.cycle.name}, "
            f"sebagaimana tercatat pada rapat diseminasi {long_date(meeting.on)}.",
            [*signatures, *_heads(meeting)],
        ),
    ]
    return Letter(
        "matriks-rtl", head, title="Matriks rencana tindak lanjut audit kasus stunting",
        subtitle=meeting.cycle.name, on=meeting.on, place=meeting.place, body=body,
        made_at=timezone.now(), without_names=True, as_of=timezone.localdate(),
        notes=(
            "Tanpa nama. Desa disebut hanya bila cukup banyak orang dari kelompok yang sama "
            "tinggal di sana; selain itu kecamatan atau kabupaten.",
        ),
    )  # fmt: skip


def _when(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    pairs = [("Hari, tanggal", f"{day_name(meeting.on)}, {long_date(meeting.on)}")]
    if meeting.starts:
        pairs.append(("Pukul", f"{meeting.starts:%H.%M} sampai selesai"))
    pairs.append(("Tempat", meeting.place))
    if meeting.chair:
        pairs.append(("Pimpinan rapat", meeting.chair))
    return tuple(pairs)


def _heads(meeting: Meeting) -> tuple[Signature, ...]:
    """Head of the audit team, and who answers for it."""
    members = TeamMember.objects.on(max(meeting.on, dt.date(2000, 1, 1))).filter(
        cycle=meeting.cycle, part__in=[Part.HEAD, Part.ANSWERABLE]
    )
    found = [
        Signature(one.seat or str(one.get_part_display()), one.name, nip=one.nip) for one in members
    ]
    return tuple(found) or (Signature(str(Part.HEAD.label)),)


__all__ = ["KINDS", "attendance", "handout", "invitation", "pack_of", "rtl", "slides"]
