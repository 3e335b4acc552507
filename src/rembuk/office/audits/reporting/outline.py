"""The report of a cycle in the outline districts use: I Pendahuluan, II Pelaksanaan, III Kesimpulan
dan RTL (with the evaluation of the RTL), Penutup, page of approval. No names; small counts hidden.

Outline: handbook of cases 1.7 (Konawe, Lingga). The cases told one by one are those of the maker's
circle; of the others only counts, and none under the small-number limit.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils import timezone

from rembuk import reference
from rembuk.office.audits import cause_tree, gates
from rembuk.office.audits.following import effect
from rembuk.office.audits.following import measured as following
from rembuk.office.audits.meeting import papers as meeting_papers
from rembuk.office.audits.meeting import rows as rows_of
from rembuk.office.audits.meeting.pack import Shown, shown
from rembuk.office.audits.models import (
    Case,
    Cycle,
    Group,
    Meeting,
    Outcome,
    OutcomeWord,
    Part,
    TeamMember,
)
from rembuk.office.audits.reporting import evaluating
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
from rembuk.office.documents.letters import Letter, Letterhead
from rembuk.office.documents.numbers import long_date
from rembuk.office.documents.queries import sent_by
from rembuk.office.ledger.states import LIVE, State
from rembuk.office.places.numbers import on_paper
from rembuk.office.places.queries import place_names
from rembuk.office.seats.queries import by_role
from rembuk.science.effect import Effect

HIDDEN = "disamarkan"


def report(cycle: Cycle, told: Sequence[Case], on: dt.date) -> Letter:
    """The report of a cycle; `told` are the cases of the maker's circle."""
    limit = int(reference.load().number("small_count", on))
    rows = rows_of.of_cases(list(told))
    pack = shown(meeting_papers.facts_of(told, rows), cycle.kecamatan, limit)
    body: list[Block] = [
        *_opening(cycle),
        *_done(cycle, pack, limit, on),
        *_concluded(cycle, told, pack, limit, on),
        Heading("Penutup", 1),
        Paragraph(
            "Laporan ini disusun tanpa nama. Audit mencari sebab supaya kasus serupa tidak "
            "berulang, bukan mencari salah. Kasus disebut dengan kode; angka kecil disamarkan."
        ),
        PageBreak(),
        SignaturePage(
            "Lembar pengesahan",
            f"Laporan audit kasus stunting {cycle.name} disahkan oleh:",
            _signatures(cycle, on),
        ),
    ]
    return Letter(
        "laporan", _head(cycle, on), title="Laporan audit kasus stunting", subtitle=cycle.name,
        on=on, body=body, made_at=timezone.now(), without_names=True, as_of=on,
        watermark=meeting_papers.MARK,
        notes=("Sumber: lembar kerja audit, penimbangan posyandu, buku janji. Ukur ulang diambil "
               "dari posyandu, bukan diisi tangan.",),
    )  # fmt: skip


def count(n: int, limit: int) -> str:
    """A count as the report may show it."""
    return HIDDEN if 0 < n < limit else str(n)


def counts(found: Iterable[tuple[str, int]], limit: int) -> list[tuple[str, str]]:
    """Rows of a table whose sum is known: when one is hidden, the smallest other one is too."""
    listed = list(found)
    small = {name for name, n in listed if 0 < n < limit}
    if len(small) == 1:
        rest = sorted((n, name) for name, n in listed if n >= limit)
        small |= {rest[0][1]} if rest else set()
    return [(name, HIDDEN if name in small else str(n)) for name, n in listed]


def _opening(cycle: Cycle) -> list[Block]:
    decrees = [f"{one.about or 'Keputusan'} nomor {one.number}, {long_date(one.on)}"
               for one in cycle.decrees.all()]  # fmt: skip
    return [
        Heading("Pendahuluan", 1),
        Heading("Latar belakang", 2),
        Paragraph(
            "Audit kasus stunting menelaah kasus satu per satu untuk menemukan risiko dan sebab "
            "risiko pada lima kelompok sasaran: calon pengantin, ibu hamil, ibu nifas, baduta, dan "
            "balita."
        ),
        Heading("Dasar", 2),
        Bullets(
            ("Peraturan Presiden Nomor 72 Tahun 2021 tentang Percepatan Penurunan Stunting.",
             "Peraturan BKKBN Nomor 12 Tahun 2021 (RAN PASTI).", *decrees)
        ),
        Heading("Tujuan", 2),
        Paragraph("Menemukan sebab utama, menyepakati tindak lanjut dengan kantor yang "
                  "bertanggung jawab, dan menilai perubahannya pada orang yang diaudit."),
        Heading("Peserta", 2),
        Facts(tuple(_team(cycle))),
    ]  # fmt: skip


def _team(cycle: Cycle) -> list[tuple[str, str]]:
    told = []
    for part in (Part.ANSWERABLE, Part.HEAD, Part.EXPERT, Part.TECHNICAL):
        seats = [
            one.get_expertise_display() or one.seat or one.institution or one.name
            for one in cycle.members.filter(part=part)
        ]
        if seats:
            told.append((str(part.label), "; ".join(dict.fromkeys(map(str, seats)))))
    vacant = [f"{one.get_expertise_display()}: {one.reason}" for one in cycle.vacant_seats.all()]
    return [*told, *([("Kursi pakar kosong", "; ".join(vacant))] if vacant else [])]


def _done(cycle: Cycle, pack: Shown, limit: int, on: dt.date) -> list[Block]:
    groups = Counter(gates.audited(cycle).values_list("group", flat=True))
    total = sum(groups.values())
    steps = cycle.steps.order_by("number")
    names = place_names(cycle.kecamatan)
    found: list[Block] = [
        Heading("Pelaksanaan", 1),
        Heading("Jumlah dan sebaran kasus", 2),
        Paragraph(f"Kasus yang diaudit: {count(total, limit)}. Kecamatan: "
                  f"{', '.join(sorted(names.values())) or 'seluruh kabupaten'}."),
        Table(
            (Column("Kelompok", 3), Column("Kasus", 1)),
            counts(((str(one.label), groups.get(one.value, 0)) for one in Group), limit),
            caption="Angka di bawah batas disamarkan.",
        ),
    ]  # fmt: skip
    if pack.by_kecamatan:
        found.append(
            Table(
                (Column("Kecamatan", 3), Column("Kasus", 1)),
                [(names.get(code, code), HIDDEN if n is None else str(n))
                 for code, n in pack.by_kecamatan.items()],
            )
        )  # fmt: skip
    found += [
        Heading("Waktu pelaksanaan", 2),
        Table(
            (
                Column("Tahap", 2), Column("Rencana", 2), Column("Mulai", 1.4),
                Column("Selesai", 1.4),
            ),
            [
                (
                    ("Pembentukan tim", "Audit dan pendampingan", "Diseminasi",
                     "Tindak lanjut dan evaluasi")[one.number - 1],
                    _span(one.planned_from, one.planned_to),
                    long_date(one.started_on) if one.started_on else "belum",
                    long_date(one.finished_on) if one.finished_on else "belum",
                )
                for one in steps
            ],
        ),
    ]  # fmt: skip
    meetings = Meeting.objects.filter(cycle=cycle, state="selesai")
    if meetings:
        found.append(Paragraph("Diseminasi: " + "; ".join(
            f"{long_date(one.on)}, {one.place}" for one in meetings) + "."))  # fmt: skip
    return found


def _span(first: dt.date | None, last: dt.date | None) -> str:
    return " s.d. ".join(long_date(one) for one in (first, last) if one) or "tidak ditetapkan"


def _concluded(
    cycle: Cycle, told: Sequence[Case], pack: Shown, limit: int, on: dt.date
) -> list[Block]:
    tree = cause_tree.nodes()
    outcomes = dict(Outcome.objects.filter(case__in=gates.audited(cycle)).values_list(
        "case", "outcome"))  # fmt: skip
    words = Counter(outcomes.values())
    lessons = [one.lesson for one in Outcome.objects.filter(case__in=told).exclude(lesson="")]
    return [
        Heading("Kesimpulan dan rencana tindak lanjut", 1),
        Heading("Kesimpulan", 2),
        Table(
            (Column("Sebab", 3), Column("Kode kasus", 2)),
            [(tree[code].name if code in tree else code, ", ".join(codes))
             for code, codes in pack.by_cause.items()],
            empty="Panel belum menyimpulkan sebab.",
        ),
        Heading("Rencana tindak lanjut", 2),
        *_promises(cycle, limit, on),
        Heading("Evaluasi rencana tindak lanjut", 2),
        Table(
            (Column("Hasil akhir", 3), Column("Kasus", 1)),
            counts(((str(one.label), words.get(one.value, 0)) for one in OutcomeWord), limit),
            caption="Hasil diusulkan aturan dan diputuskan orang.",
        ),
        Table(
            (Column("Kode", 1), Column("Kelompok", 1.4), Column("TB/U saat audit", 1.2),
             Column("Bulan 1", 1), Column("Bulan 3", 1), Column("Bulan 6", 1),
             Column("Hasil", 1.4)),
            [_case_line(case, outcomes.get(case.pk, ""), on) for case in told],
            empty="Tidak ada kasus yang dirinci.",
            caption="Kasus di lingkaran pembuat laporan. TB/U dalam SD.",
        ),
        Heading("Perubahan dibanding anak serupa", 2),
        *_effect(effect.of_district(cycle.district_code, on)),
        Heading("Pelajaran untuk kasus serupa", 2),
        Bullets(lessons or ("Belum ada pelajaran yang ditulis.",)),
    ]  # fmt: skip


def _promises(cycle: Cycle, limit: int, on: dt.date) -> list[Block]:
    states: Counter[str] = Counter()
    late = 0
    for one in evaluating.promises_of(cycle):
        states[one.state] += 1
        late += one.state in LIVE and one.due < on
    listed = [(str(State(code).label), n) for code, n in sorted(states.items())]
    return [
        Table((Column("Keadaan janji", 3), Column("Janji", 1)), counts(listed, limit),
              empty="Belum ada janji dari siklus ini."),
        Paragraph(f"Lewat tenggat dan belum selesai: {count(late, limit)}."),
    ]  # fmt: skip


def _case_line(case: Case, word: str, on: dt.date) -> tuple[str, ...]:
    start = following.start_z(case)
    looks = {one.month: one for one in following.looks(case, on)}
    cells = [_cell(looks.get(month)) for month in (1, 3, 6)]
    said = str(OutcomeWord(word).label) if word else "belum diputuskan"
    group = str(case.get_group_display())
    return case.code, group, on_paper(start[1], 2) if start else "–", *cells, said


def _cell(look: following.Look | None) -> str:
    if look is None:
        return "–"
    if look.measurement is not None:
        return on_paper(look.z, 2) if look.z is not None else "tidak terbaca"
    return {"tunggu": "belum tiba", "jatuh-tempo": "ditunggu", "terlewat": "terlewat"}[look.state]


def _effect(found: Effect) -> list[Block]:
    if found.difference is None or found.low is None or found.high is None:
        return [Paragraph("Anak yang diaudit dan terukur dua kali belum cukup banyak untuk "
                          "menaksir perubahan; tidak ada angka yang ditampilkan.")]  # fmt: skip
    assert found.change is not None
    assert found.like_change is not None
    return [
        Paragraph(
            f"Dalam enam bulan TB/U {found.compared} anak yang diaudit berubah rata-rata "
            f"{on_paper(found.change, 2)} SD; anak yang serupa umur, jenis kelamin, dan TB/U "
            f"awalnya di desa tanpa audit {on_paper(found.like_change, 2)} SD. "
            f"Selisih {on_paper(found.difference, 2)} SD "
            f"(selang 95%: {on_paper(found.low, 2)} sampai {on_paper(found.high, 2)})."
        ),
        Paragraph("Selisih ini bukan bukti bahwa audit penyebabnya: kasus audit dipilih karena "
                  "berat, dan angka yang jauh dari rata-rata cenderung kembali sendiri."),
    ]  # fmt: skip


def _head(cycle: Cycle, on: dt.date) -> Letterhead:
    return sent_by(by_role("DPPKB", cycle.district_code, on), cycle.district_code)


def _signatures(cycle: Cycle, on: dt.date) -> list[Signature]:
    """Head of TPPS, head of the audit team, paediatrician (Lingga's page of approval)."""

    def of(title: str, **wanted: str) -> Signature:
        member = TeamMember.objects.filter(cycle=cycle, **wanted).order_by("-since").first()
        return Signature(title, member.name if member else "", nip=member.nip if member else "")

    return [
        of("Ketua TPPS", part=Part.ANSWERABLE),
        of("Ketua Tim Audit", part=Part.HEAD),
        of("Dokter spesialis anak (Sp.A)", part=Part.EXPERT, expertise="anak"),
    ]
