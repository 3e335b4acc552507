"""One invented account per role, and where each works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

PASSWORD: Final = "rembuk-demo-2026"  # noqa: S105 - printed on purpose, exists in the demo alone
Place = Literal[
    "provinsi", "kabupaten", "kecamatan", "kecamatan-2", "kecamatan-3", "desa", "posyandu"
]


@dataclass(frozen=True)
class Sitter:
    """An account: user name, role code, the name shown, at which kind of place, for which unit."""

    username: str
    role: str
    shown: str
    place: Place
    unit: str = ""


ROSTER: Final = (
    Sitter("bupati", "pimpinan", "Pimpinan daerah (tiruan)", "kabupaten", "Sekretariat daerah"),
    Sitter("tpps", "tpps", "Sekretariat TPPS (tiruan)", "kabupaten", "Sekretariat TPPS"),
    Sitter("gizi", "gizi", "Tenaga gizi (tiruan)", "kecamatan", "Puskesmas"),
    Sitter("bidan", "bidan", "Bidan desa (tiruan)", "desa", "Puskesmas"),
    Sitter("kader", "kader", "Kader posyandu (tiruan)", "posyandu", "Posyandu"),
    Sitter("desa", "desa", "Pemerintah desa (tiruan)", "desa", "Kantor desa"),
    Sitter("camat", "camat", "Camat (tiruan)", "kecamatan", "Kantor camat"),
    Sitter(
        "dinkes", "operator", "Operator Dinas Kesehatan (tiruan)", "kabupaten", "Dinas Kesehatan"
    ),
    Sitter("verifikator", "verifikator", "Verifikator (tiruan)", "kabupaten", "Bappeda"),
    Sitter("sekda", "penyetuju", "Penyetuju (tiruan)", "kabupaten", "Sekretariat daerah"),
    Sitter("audit", "audit", "Tim teknis audit (tiruan)", "kabupaten", "Tim audit kasus stunting"),
    Sitter("pakar", "pakar", "dr. Sekar Tiruan, Sp.A", "kabupaten", "Tim pakar"),
    Sitter("admin", "admin", "Admin Diskominfo (tiruan)", "kabupaten", "Diskominfo"),
    Sitter("ppdp", "ppdp", "Pejabat pelindungan data (tiruan)", "kabupaten", "Diskominfo"),
    Sitter("inspektorat", "auditor", "Auditor (tiruan)", "kabupaten", "Inspektorat"),
    Sitter("provinsi", "provinsi", "Pembina provinsi (tiruan)", "provinsi", "Bappeda provinsi"),
)
"""One account for each role: these are named when the demo starts."""

MORE: Final = (
    Sitter("obgin", "pakar", "dr. Made Tiruan, Sp.OG", "kabupaten", "Tim pakar"),
    Sitter("psikolog", "pakar", "Bayu Contoh, M.Psi., psikolog", "kabupaten", "Tim pakar"),
    Sitter("ahligizi", "pakar", "Rini Contoh, S.Gz., ahli gizi", "kabupaten", "Tim pakar"),
    Sitter("ketuaaudit", "audit", "Ketua tim audit (tiruan)", "kabupaten", "DPPKB"),
    Sitter("dppkb", "operator", "Operator DPPKB (tiruan)", "kabupaten", "DPPKB"),
    Sitter("dinsos", "operator", "Operator Dinas Sosial (tiruan)", "kabupaten", "Dinas Sosial"),
    Sitter("perkim", "operator", "Operator Dinas Perkim (tiruan)", "kabupaten", "Dinas Perkim"),
    Sitter("kemenag", "operator", "Operator Kemenag (tiruan)", "kabupaten", "Kemenag"),
    Sitter("disdik", "operator", "Operator Dinas Pendidikan (tiruan)", "kabupaten", "Disdik"),
    Sitter("ketapang", "operator", "Operator Dinas Pangan (tiruan)", "kabupaten", "Dinas Ketapang"),
    Sitter("diskan", "operator", "Operator Dinas Perikanan (tiruan)", "kabupaten", "Diskan"),
    Sitter("kominfo", "operator", "Operator Diskominfo (tiruan)", "kabupaten", "Diskominfo"),
    Sitter("dpmd", "operator", "Operator DPMD (tiruan)", "kabupaten", "DPMD"),
    Sitter("kasi", "verifikator", "Kasi kesra kecamatan (tiruan)", "kecamatan", "Kantor camat"),
    Sitter("kasi2", "verifikator", "Kasi kesra kedua (tiruan)", "kecamatan-2", "Kantor camat"),
    Sitter("kasi3", "verifikator", "Kasi kesra ketiga (tiruan)", "kecamatan-3", "Kantor camat"),
    Sitter("camat2", "camat", "Camat kedua (tiruan)", "kecamatan-2", "Kantor camat"),
    Sitter("camat3", "camat", "Camat ketiga (tiruan)", "kecamatan-3", "Kantor camat"),
    Sitter("rsud", "operator", "Operator RSUD (tiruan)", "kabupaten", "RSUD"),
    Sitter("gizi2", "gizi", "Tenaga gizi kedua (tiruan)", "kecamatan-2", "Puskesmas"),
    Sitter("gizi3", "gizi", "Tenaga gizi ketiga (tiruan)", "kecamatan-3", "Puskesmas"),
)
"""The other experts and offices that audits, promises and figures need; same password."""
