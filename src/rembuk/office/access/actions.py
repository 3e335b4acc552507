"""The words of the policy: actions of the office, and purposes of opening an identity."""

from __future__ import annotations

from typing import Final, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

Action = Literal[
    "publik",  # anybody, also not signed in
    "masuk",  # any signed-in account
    "tertutup",  # nobody: a page of a library that this office does not use
    "lihat-agregat",
    "lihat-anak",
    "buka-identitas",
    "ekspor",
    "ukur",
    "impor",
    "impor-batal",
    "cocokkan",  # settle whether two records are one person, join and split
    "janji",  # see promises and act on those of one's own office
    "janji-kelola",  # make promises, give them to offices, cancel and carry over
    "janji-periksa",  # judge the proof of another's promise
    "audit",  # enter the audit room: cycles, steps, counts; a case needs its circle besides
    "audit-kelola",  # cycle, team, selection, circle, dissemination, report
    "audit-isi",  # fill worksheets of cases one is in the circle of
    "audit-telaah",  # an expert's findings on assigned cases
    "damping",  # record visits and referrals of accompanied persons
    "konvergensi",  # see schemes, indicators, cells and boards of one's place
    "konvergensi-isi",  # fill cells of one's office or place, bring evidence
    "konvergensi-periksa",  # accept, return and approve cells (with a duty in the chain)
    "konvergensi-kelola",  # year, windows, duties, locks, chase, filing
    "publikasi",  # draft what the district publishes
    "publikasi-terbit",  # publish what another drafted, withdraw
    "rembuk",  # see teams and meetings of one's place
    "rembuk-catat",  # type attendance and decisions of a meeting that is held
    "rembuk-kelola",  # teams, meetings, invitations, minutes
    "rencana",  # see activities, budgets, deliveries
    "rencana-isi",  # type those of one's office or village
    "rencana-kelola",  # catalogue, unit costs, ceilings, offers, the plan of the district
    "pengawasan",  # pillars, supervision, the page of the leader
    "pengawasan-isi",  # write a supervision visit, ask an owner
    "kelola-kantor",  # offices, seats, who holds them
    "kelola-akun",
    "baca-log",
    "ekspor-log",
    "kelola-aturan",
]

PURPOSES: Final = {
    "ukur": _("Mengukur atau mengunjungi anak ini"),
    "rujukan": _("Menulis surat rujukan"),
    "ganda": _("Memeriksa data ganda atau salah"),
    "audit": _("Audit kasus stunting"),
    "permintaan": _("Menjawab permintaan pemilik data"),
}
"""Why an identity may be opened (purpose limitation, UU 27/2022 art. 28). Code -> words."""

WRITTEN: Final = (
    noop("buka"), noop("buka-identitas"), noop("cari"), noop("ekspor"), noop("baca-log"),
    noop("ekspor-log"), noop("impor"), noop("impor-batal"), noop("kelola-akun"),
    noop("posyandu"), noop("daftar-anak"), noop("lihat-dulu"), noop("kelengkapan"),
    noop("ukur"), noop("ukur-batal"), noop("wilayah"), noop("akun"), noop("berkas"),
    noop("impor-tertahan"),
    noop("daftar"), noop("baris-daftar"), noop("banding-daftar"), noop("pembetulan"),
    noop("cocokkan"), noop("gabung"), noop("pisah"), noop("tautkan"), noop("pasangan"),
    noop("keluarga"), noop("daftar-keluarga"), noop("irisan"), noop("cek-lapangan"),
    noop("berita-acara"), noop("angka-kemiskinan"),
    noop("janji"), noop("audit"), noop("kasus-audit"), noop("lembar-kerja"), noop("pendampingan"),
    noop("kunjungan"), noop("rujukan"), noop("kantor"), noop("surat"), noop("konvergensi"),
    noop("konvergensi-berkas"), noop("publikasi"), noop("reviu"),
    noop("rembuk"), noop("rencana"), noop("pengawasan"),
)  # fmt: skip
"""Words of the log's lines, kept as codes: the pages say them in the reader's language."""
