"""`check.findings` on broken copies of the pillars."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.reference_copy import Rules, changed, rewritten

from rembuk.reference import check

RULES = "pillar_rules.yaml"


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        (RULES, changed("pilar.kerja.pangan", interventions=["INT-X"]), "tidak dikenal"),
        (RULES, changed("pilar.kerja.pangan", order=10), "urutan 10 dipakai 2"),
        (RULES, changed("pilar.kerja.pangan", pillar=7), "pilar 7 tidak ada"),
        (
            RULES,
            changed("pilar.kerja.pangan", interventions=["INT-KIE"]),
            "sudah disebut pilar.kerja.perilaku",
        ),
        (RULES, changed("pilar.kerja.layanan", kinds=["spesifik"]), "harus tanpa syarat"),
        (RULES, changed("pilar.kerja.isian", origins=[]), "hanya boleh terakhir"),
        ("pillars.yaml", changed("pilar.5", number=4), "tertulis 2 kali"),
        ("supervision_items.yaml", changed("awas.1.sk", pillar=9), "pilar 9 tidak ada"),
    ],
)
def test_a_slip_in_the_pillars_is_told(
    copy: Path, file: str, change: Callable[[Rules], None], said: str
) -> None:
    rewritten(copy, file, change)
    found = check.findings(copy)
    assert any(said in one.message for one in found), [str(one) for one in found]
