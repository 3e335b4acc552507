"""`check.findings` on broken copies of the convergence reference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.reference_copy import Rules, changed, rewritten

from rembuk.reference import check

Change = Callable[[Rules], None]


def inside(code: str, *path: str | int, value: Any) -> Change:
    """Set a value deep inside the rule of a code."""

    def change(rules: Rules) -> None:
        spot: Any = next(rule for rule in rules if rule["code"] == code)
        for step in path[:-1]:
            spot = spot[step]
        spot[path[-1]] = value

    return change


def added(code: str, /, **changes: Any) -> Change:
    def change(rules: Rules) -> None:
        rules.append({**next(rule for rule in rules if rule["code"] == code), **changes})

    return change


def without(code: str, *path: str | int) -> Change:
    def change(rules: Rules) -> None:
        spot: Any = next(rule for rule in rules if rule["code"] == code)
        for step in path[:-1]:
            spot = spot[step]
        del spot[path[-1]]

    return change


Case = tuple[str, Change, str, str]
"""File, what is done to it, the code found, what is said of it."""

POINTING: tuple[Case, ...] = (
    ("indicators.yaml", added("LAY25-31", code="LAY25-32"), "LAYANAN-2025", "berisi 32"),
    ("indicators.yaml", added("BG22-E-REM-1"), "BG22-E-REM-1", "tumpang tindih"),
    ("indicators.yaml", changed("BG22-E-BUM-1", numerator="kek"), "BG22-E-BUM-1", "'kek'"),
    ("indicators.yaml", changed("BG22-E-BUM-2", denominator="x"), "BG22-E-BUM-2", "penyebut 'x'"),
    ("indicators.yaml", changed("BG22-E-BUM-3", owner="X"), "BG22-E-BUM-3", "peran pemilik 'X'"),
    ("indicators.yaml", changed("BG22-E-BUM-4", source=["S_X"]), "BG22-E-BUM-4", "'S_X'"),
    ("indicators.yaml", changed("BG22-E-BAL-1", list_code="X"), "BG22-E-BAL-1", "daftar 'X'"),
    ("indicators.yaml", changed("LAY25-01", suggests="X"), "LAY25-01", "diusulkan 'X'"),
    ("indicators.yaml", changed("BG22-S-KES-2", level="desa"), "BG22-S-KES-2", "lebih kecil"),
    ("indicators.yaml", inside("P72-A-S01", "targets", 0, "value", value=190), "P72-A-S01", "190"),
    ("indicators.yaml", inside("P72-A-S02", "targets", 0, "source", value="S_X"), "P72-A-S02",
     "sumber target"),
    ("quantities.yaml", added("bumil", owner="DPPKB"), "bumil", "tumpang tindih"),
    ("quantities.yaml", added("bumil_hb", code="hb", owner="DPPKB"), "hb",
     "dua pemilik: DINKES, DPPKB"),
    ("quantities.yaml", changed("rematri", owner="X"), "rematri", "peran pemilik 'X'"),
    ("quantities.yaml", changed("rematri_hb", max_of="x"), "rematri_hb", "besaran 'x'"),
    ("quantities.yaml", changed("bumil", max_of="bumil_kek"), "bumil", "berputar"),
    ("denominator_conflicts.yaml",
     changed("konflik.BG22-E-SAN-2", default="rt_sanitasi_pribadi"), "konflik.BG22-E-SAN-2",
     "bukan penyebut"),
    ("denominator_conflicts.yaml", changed("konflik.BG22-E-REM-1", indicator="X"),
     "konflik.BG22-E-REM-1", "indikator 'X'"),
    ("schemes.yaml", without("8-aksi", "tabs", 7), "8-aksi", "BG22-S-KOM-1 tidak ada di satu tab"),
    ("schemes.yaml", without("8-aksi", "chain", 4), "8-aksi", "tidak pernah terkunci"),
    ("schemes.yaml", inside("8-aksi", "program_columns", value=[]), "8-aksi", "o: tanpa kolom"),
    ("schemes.yaml", inside("8-aksi", "tabs", 0, "indicators", value=["X"]), "8-aksi",
     "tab a: indikator 'X'"),
    ("schemes.yaml", inside("8-aksi", "tabs", 7, "indicators", value=["BG22-E-BUM-1"]), "8-aksi",
     "sudah ada di tab b"),
    ("schemes.yaml", inside("8-aksi", "actions", 0, "lead", value="X"), "8-aksi",
     "aksi-1: peran 'X'"),
    ("schemes.yaml", inside("8-aksi", "actions", 0, "feeds", value=["aksi-9"]), "8-aksi",
     "aksi 'aksi-9'"),
    ("schemes.yaml", inside("8-aksi", "actions", 0, "steps", 1, "known", 0, "source",
                            value=["S_Y"]), "8-aksi", "1.2: sumber 'S_Y'"),
    ("schemes.yaml", inside("8-aksi", "actions", 1, "steps", 0, "owner", value="X"), "8-aksi",
     "2.1: peran 'X'"),
    ("schemes.yaml", inside("8-aksi", "actions", 2, "steps", 0, "code", value="2.2"), "8-aksi",
     "2.2 tertulis 2"),
    ("schemes.yaml", inside("8-aksi", "actions", 3, "steps", 0, "lists", value=["X"]), "8-aksi",
     "4.1: daftar 'X'"),
    ("schemes.yaml", inside("aksi-2025", "inputs", 0, "role", value="X"), "aksi-2025",
     "kecamatan: peran 'X'"),
    ("rubric.yaml", changed("rubrik.8-aksi.1.1", scheme="X"), "rubrik.8-aksi.1.1", "skema 'X'"),
    ("rubric.yaml", changed("rubrik.8-aksi.1.2", action="X"), "rubrik.8-aksi.1.2", "aksi 'X'"),
)  # fmt: skip
"""Rules that stand alone and point nowhere, or contradict another."""

UNREAD: tuple[Case, ...] = (
    ("indicators.yaml", changed("BG22-E-BUM-1", denominator=None), "BG22-E-BUM-1", "penyebut"),
    ("indicators.yaml", changed("BG22-E-BUM-2", owner=None), "BG22-E-BUM-2", "berpemilik"),
    ("indicators.yaml", changed("BG22-E-BUM-3", source=[]), "BG22-E-BUM-3", "source: kosong"),
    ("indicators.yaml", changed("BG22-E-BUM-4", source=None), "BG22-E-BUM-4", "source: tidak ada"),
    ("quantities.yaml", changed("bumil", owner=["DINKES", "DPPKB"]), "bumil", "owner"),
    ("denominator_conflicts.yaml", changed("konflik.BG22-E-SAN-2", default="bumil"),
     "konflik.BG22-E-SAN-2", "di antara pilihan"),
    ("schemes.yaml", inside("8-aksi", "actions", 0, "steps", 0, "season", "opens", value=[3, 1]),
     "8-aksi", "tutup sebelum buka"),
    ("rubric.yaml", inside("rubrik.8-aksi.1.1", "grades", 0, "least", value=10),
     "rubrik.8-aksi.1.1", "tertinggi"),
)  # fmt: skip
"""Rules that cannot be read as what they are."""


@pytest.mark.parametrize("cases", [POINTING, UNREAD], ids=["pointing", "unread"])
def test_what_is_broken_is_found(copy: Path, cases: tuple[Case, ...]) -> None:
    for file, change, _code, _said in cases:
        rewritten(copy, file, change)
    found = [(one.file, one.code, one.message) for one in check.findings(copy)]
    missed = [
        (file, code, said)
        for file, _change, code, said in cases
        if not any(code == one[1] and said in one[2] for one in found)
    ]
    assert missed == []
