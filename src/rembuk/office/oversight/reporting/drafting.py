"""The chapters of a semester report, drafted from what was read. Always Indonesian, without names
of children and families; small counts of persons are hidden."""

from __future__ import annotations

from rembuk import reference
from rembuk.office.documents.blocks import Block, Value
from rembuk.office.documents.letters import Column, Facts, Heading, Paragraph, Table
from rembuk.office.documents.numbers import long_date, rupiah
from rembuk.office.oversight.models import Chapter
from rembuk.office.oversight.reporting import drafting_children, drafting_pillars, drafting_plan
from rembuk.office.oversight.reporting.chapter import Drafted, fell_due, numbered, pct
from rembuk.office.oversight.reporting.meetings import Meetings
from rembuk.office.oversight.reporting.reading import Read
from rembuk.office.places.numbers import count, plain
from rembuk.office.review.year_review_tables import of_words


def chapters(read: Read) -> list[Drafted]:
    """All of them, in their order."""
    return [
        _summary(read), _teams(read),
        *(drafting_pillars.pillar(read, one) for one in read.pillars),
        drafting_plan.money(read), drafting_children.convergence(read),
        drafting_children.audit(read), drafting_children.prevalence(read), _overseen(read),
        _closing(read),
    ]  # fmt: skip


def _summary(read: Read) -> Drafted:
    kept, money = read.promised.total, read.money.total
    facts: list[tuple[str, Value]] = [
        ("Wilayah", read.name), ("Masa laporan", read.half.words),
        ("Keadaan data per", long_date(read.on)),
        ("Janji jatuh tempo ditepati", of_words(kept.kept, kept.due, kept.percent)),
        ("Janji lewat tenggat hari ini", count(read.promised.late_count)),
        ("Keputusan rembuk disepakati", count(read.meetings.agreed)),
        (f"Kegiatan tahun {read.half.year}",
         f"{count(money.activities)}, {count(money.budgeted)} masuk anggaran"),
        ("Pagu kegiatan", rupiah(money.amount)),
        ("Belanja tercatat semester ini", rupiah(read.money.spent_half)),
    ]  # fmt: skip
    if read.filing is not None:
        cells = read.filing.total
        facts.append(
            ("Sel indikator terisi tepat waktu",
             of_words(cells.in_time, cells.expected, cells.in_time_pct))
        )  # fmt: skip
    facts.append(("Kunjungan pengawasan", count(len(read.overseen.visits))))
    said = [
        f"Laporan ini memuat kerja tim percepatan penurunan stunting {read.name} pada "
        f"{read.half.words}, disusun dari catatan Rembuk per {long_date(read.on)}."
    ]
    if read.running:
        said.append("Semester ini masih berjalan: angkanya belum akhir.")
    if kept.due:
        said.append(f"Pada semester ini {fell_due(kept)}")
    else:
        said.append("Tidak ada janji yang jatuh tempo pada semester ini.")
    return Drafted(Chapter.SUMMARY, "Ringkasan", tuple(said), [Facts(facts)])


def _teams(read: Read) -> Drafted:
    told = read.formation
    own = told.own.team
    standing = "berlaku" if told.own.formed else "belum ada yang berlaku"
    said = [
        f"Surat keputusan tim {read.name}: {own.decree_number}, {standing}."
        if own is not None
        else f"Surat keputusan tim {read.name} belum tercatat."
    ]
    if told.kecamatan:
        said.append(
            f"Tim terbentuk di {told.kecamatan_formed} dari {len(told.kecamatan)} kecamatan dan "
            f"{count(told.villages_formed)} dari {count(told.village_count)} desa/kelurahan."
        )
    elif told.villages:
        said.append(
            f"Tim terbentuk di {count(told.villages_formed)} dari {count(told.village_count)} "
            "desa/kelurahan."
        )
    met = read.meetings
    held = sum(one[1] for one in met.kinds)
    said.append(
        f"Diadakan {count(held)} rembuk dan rapat, {count(sum(one[2] for one in met.kinds))} di "
        f"antaranya berita acaranya sudah ditandatangani; {count(met.agreed)} keputusan disepakati."
    )
    blocks: list[Block] = []
    if told.kecamatan:
        blocks += [
            Heading("Pembentukan tim", 2),
            Table(
                (
                    Column("Kecamatan", 3), Column("Tim kecamatan", 2),
                    Column("Desa", 1, "integer"),
                    Column("Tim desa berlaku", 1.3, "integer"),
                    Column("Masa berakhir", 1.3, "integer"),
                    Column("Desa dengan TPK", 1.3, "integer"),
                ),
                [
                    (row.own.area.name, "berlaku" if row.own.formed else row.own.standing,
                     row.villages, row.formed, row.ended, row.with_companions)
                    for row in told.kecamatan
                ],
                small=True,
            ),
        ]  # fmt: skip
    return Drafted(Chapter.TEAMS, "Tim dan rembuk", tuple(said), [*blocks, *_meetings(met)])


def _meetings(met: Meetings) -> list[Block]:
    blocks: list[Block] = [
        Heading("Rembuk dan rapat", 2),
        Table(
            (Column("Jenis", 4), Column("Diadakan", 1, "integer"),
             Column("Ditandatangani", 1.3, "integer"), Column("Batal", 1, "integer")),
            met.kinds, small=True, empty="Belum ada rembuk atau rapat yang tercatat.",
        ),
    ]  # fmt: skip
    if met.held:
        blocks.append(
            Table(
                (Column("Jenis", 2.2), Column("Rapat", 3.4), Column("Tempat", 1.8),
                 Column("Tanggal", 1.3, "date"), Column("Keadaan", 1.8),
                 Column("Keputusan", 1, "integer"), Column("Hadir", 0.9, "integer")),
                [(one.kind, one.title, one.place, one.on, one.state, one.decisions, one.came)
                 for one in met.held], caption="Kabupaten dan kecamatan", small=True,
            )
        )  # fmt: skip
    if met.villages:
        blocks.append(
            Table(
                (Column("Kecamatan", 3), Column("Desa dengan rembuk semester ini", 2, "integer"),
                 Column("Desa/kelurahan", 1.4, "integer")),
                met.villages, caption="Rembuk desa menurut kecamatan", small=True,
            )
        )  # fmt: skip
    blocks += [
        Heading("Keputusan dan pelaksanaannya", 2),
        Table((Column("Keadaan janji dari keputusan", 4), Column("Keputusan", 1.2, "integer")),
              met.standings, small=True, empty="Belum ada keputusan yang disepakati."),
    ]  # fmt: skip
    if met.decided:
        blocks.append(
            Table(
                (Column("No", 0.5, "center"), Column("Keputusan", 3.2), Column("Target", 2.2),
                 Column("Tempat", 1.4), Column("Pemilik", 1.8), Column("Biaya", 1.4),
                 Column("Tenggat", 1.2, "date"), Column("Keadaan", 1.5)),
                numbered([  # those of villages are in their own minutes
                    (one.what, one.target, one.place, one.owner,
                     rupiah(one.cost) if one.cost is not None else "tanpa biaya", one.due,
                     one.standing)
                    for one in met.decided
                ]),
                small=True,
            )
        )  # fmt: skip
    return blocks


def _overseen(read: Read) -> Drafted:
    told = read.overseen
    said = [
        f"Tim melakukan {count(len(told.visits))} kunjungan pengawasan dengan "
        f"{count(len(told.findings))} temuan; {count(told.mended)} sudah diperbaiki dan diperiksa."
    ]
    if told.asked:
        time = f", tengahnya dalam {plain(told.days)} hari" if told.days is not None else ""
        said.append(
            f"Pimpinan menanyakan {count(told.asked)} hal kepada kantor; {count(told.answered)} "
            f"dijawab{time}."
        )
    short = {one.number: f"{one.number}. {one.short_id}" for one in read.pillars}
    blocks: list[Block] = [
        Heading("Kunjungan", 2),
        Table(
            (Column("Tanggal", 1.2, "date"), Column("Yang dikunjungi", 3), Column("Tempat", 2),
             Column("Berita acara", 2), Column("Temuan", 1, "integer")),
            [(one.on, one.what, one.place, one.number, one.findings) for one in told.visits],
            small=True, empty="Belum ada kunjungan dengan berita acara pada semester ini.",
        ),
        Heading("Yang dilihat", 2),
        Table(
            (Column("Pilar", 3), Column("Ya", 1, "integer"), Column("Sebagian", 1, "integer"),
             Column("Tidak", 1, "integer"), Column("Tidak dilihat", 1.2, "integer")),
            [(short[number], *row) for number, row in told.answers.items()], small=True,
            empty="Belum ada butir yang diperiksa.",
        ),
        Heading("Temuan dan tindak lanjut", 2),
        Table(
            (Column("No", 0.5, "center"), Column("Pilar", 0.6, "center"), Column("Temuan", 3.2),
             Column("Yang disepakati", 2.8), Column("Pemilik", 1.8),
             Column("Tenggat", 1.2, "date"), Column("Keadaan", 1.6)),
            numbered([(one.pillar, one.text, one.agreed, one.owner, one.due, one.state)
                      for one in told.findings]),
            small=True, empty="Tidak ada temuan.",
        ),
    ]  # fmt: skip
    return Drafted(Chapter.OVERSIGHT, "Pengawasan dan tindak lanjut", tuple(said), blocks)


def _closing(read: Read) -> Drafted:
    told = read.promised
    said = [
        f"Per {long_date(read.today)} ada {count(told.late_count)} janji lewat tenggat. "
        f"Sesudah semester ini, {count(len(told.next_due))} janji yang menyebut kegiatannya "
        "jatuh tempo dalam enam bulan."
    ]
    if read.coverage:
        rows = [one for mine in read.coverage.values() for one in mine if one.reached is not None]
        if rows:
            reached = sum(1 for one in rows if one.reached)
            said.append(
                f"Dari {len(rows)} indikator bertarget, {reached} sudah tercapai "
                f"({pct(100 * reached / len(rows))})."
            )
    columns = (
        Column("Nomor", 1.2), Column("Janji", 3.6), Column("Pemilik", 2), Column("Tempat", 1.6),
        Column("Tenggat", 1.2, "date"), Column("Keadaan", 1.5),
    )  # fmt: skip
    blocks: list[Block] = [
        Heading("Janji yang lewat tenggat", 2),
        Table(
            (*columns, Column("Lewat (hari)", 1, "integer")),
            [(one.number, one.title, one.office, one.place, one.due, one.state, one.late)
             for one in told.late],
            small=True, empty="Tidak ada.",
        ),
        Heading("Yang jatuh tempo berikutnya", 2),
        Table(
            columns,
            [(one.number, one.title, one.office, one.place, one.due, one.state)
             for one in told.next_due],
            small=True, empty="Belum ada.",
        ),
        Heading("Cara membaca", 2), *_notes(read),
    ]  # fmt: skip
    return Drafted(Chapter.CLOSING, "Kesimpulan dan langkah berikut", tuple(said), blocks)


def _notes(read: Read) -> list[Block]:
    limit = int(reference.load().number("small_count", read.on))
    return [
        Paragraph(text)
        for text in (
            "Janji ditepati: selesai paling lambat pada tenggatnya dan dibenarkan kantor lain. "
            "Yang dibatalkan tidak dihitung. Janji dan kegiatan ditulis seperti pada hari laporan "
            f"ini disusun, {long_date(read.today)}.",
            "Angka daerah ialah jumlah dibagi jumlah, bukan rata-rata persen. Cacah anak atau "
            f"keluarga di bawah {limit} dan persen yang membukanya ditutup.",
            "Register posyandu dan survei ialah dua seri; tidak dibandingkan satu sama lain. "
            "Perubahan belum menunjukkan sebab.",
            "Pembagian indikator, intervensi, dan janji ke lima pilar ialah pembagian daerah "
            "menurut aturan Rembuk; pilarnya menurut strategi nasional.",
            "Sumber: buku janji, rembuk, rencana dan anggaran, aksi konvergensi, audit kasus, "
            "register posyandu, dan kunjungan pengawasan di Rembuk.",
        )
    ]
