"""One invented account per role, and where each works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

PASSWORD: Final = "rembuk-demo-2026"  # noqa: S105 - printed on purpose, exists in the demo alone
Place = Literal["kabupaten", "kecamatan", "desa", "posyandu"]


@dataclass(frozen=True)
class Seat:
    """An account: user name, role code, the name shown, at which kind of place, for which unit."""

    username: str
    role: str
    shown: str
    place: Place
    unit: str = ""


ROSTER: Final = (
    Seat("bupati", "pimpinan", "Pimpinan daerah (tiruan)", "kabupaten", "Sekretariat daerah"),
    Seat("tpps", "tpps", "Sekretariat TPPS (tiruan)", "kabupaten", "Sekretariat TPPS"),
    Seat("gizi", "gizi", "Tenaga gizi (tiruan)", "kecamatan", "Puskesmas"),
    Seat("bidan", "bidan", "Bidan desa (tiruan)", "desa", "Puskesmas"),
    Seat("kader", "kader", "Kader posyandu (tiruan)", "posyandu", "Posyandu"),
    Seat("desa", "desa", "Pemerintah desa (tiruan)", "desa", "Kantor desa"),
    Seat("camat", "camat", "Camat (tiruan)", "kecamatan", "Kantor camat"),
    Seat("dinkes", "operator", "Operator Dinas Kesehatan (tiruan)", "kabupaten", "Dinas Kesehatan"),
    Seat("verifikator", "verifikator", "Verifikator (tiruan)", "kabupaten", "Bappeda"),
    Seat("sekda", "penyetuju", "Penyetuju (tiruan)", "kabupaten", "Sekretariat daerah"),
    Seat("audit", "audit", "Tim teknis audit (tiruan)", "kabupaten", "Tim audit kasus stunting"),
    Seat("pakar", "pakar", "Pakar (tiruan)", "kabupaten", "Tim pakar"),
    Seat("admin", "admin", "Admin Diskominfo (tiruan)", "kabupaten", "Diskominfo"),
    Seat("ppdp", "ppdp", "Pejabat pelindungan data (tiruan)", "kabupaten", "Diskominfo"),
    Seat("inspektorat", "auditor", "Auditor (tiruan)", "kabupaten", "Inspektorat"),
)
