"""The invented district's own rule values: what a real office would have asked BKKBN about.

The meaning of the codes 1, 2, 3 of the KRS form is confirmed by no public source; here the invented
office has settled it, so that its lists can be read. The codes of accompaniment it has not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

from rembuk.demo.plan import Plan
from rembuk.site.environment import DEMO_OVERRIDES

SETTLED: Final = {"krs.jawab-1": "ya", "krs.jawab-2": "tidak", "krs.jawab-3": "tidak-berlaku"}
SAID: Final = "Surat tiruan OPD KB daerah contoh; ganti dengan keterangan resmi daerah Anda"


def write(plan: Plan, var: Path) -> Path:
    """Write the file of district values; the same plan writes the same file."""
    body = {
        "district": plan.area,
        "overrides": [
            {"code": code, "value": value, "valid_from": "2020-01-01", "source": [SAID]}
            for code, value in SETTLED.items()
        ],
    }
    path = var / DEMO_OVERRIDES
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(body, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
