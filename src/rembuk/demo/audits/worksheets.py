"""Filling an invented worksheet: what records say is taken over, the rest is drawn by lot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from rembuk.office.access.models import Account
from rembuk.office.audits.models import Case, Worksheet
from rembuk.office.audits.worksheet import filling as sheets
from rembuk.office.audits.worksheet.answers import fields_of

USUAL: Final[Mapping[str, tuple[float, float]]] = {
    "kka.desil": (1, 4), "kka.jarak_air": (4, 18), "kka.perokok": (0, 2),
    "kka.anak_hidup": (1, 4), "kka.umur": (18, 30), "kka.bb": (40, 58), "kka.tb": (144, 160),
    "kka.lila": (21, 27), "kka.hb": (10, 13), "kka.tt": (1, 5), "kka.umur_ibu": (18, 38),
    "kka.bb_awal": (40, 58), "kka.tb_ibu": (143, 160), "kka.janin": (1, 1), "kka.anc": (2, 6),
    "kka.ttd_bumil": (20, 90), "kka.uk_lahir": (36, 40), "kka.bayi": (1, 1),
    "kka.bayi_bb": (2300, 3400), "kka.bayi_pb": (45, 50), "kka.kf": (1, 4), "kka.kn": (1, 3),
    "kka.lahir_bb": (2200, 3300), "kka.lahir_pb": (44, 50), "kka.lahir_uk": (35, 40),
    "kka.mpasi_umur": (5, 9), "kka.tb_gejala": (0, 3), "kka.urutan": (1, 4),
}  # fmt: skip
NOTES: Final[Mapping[str, str]] = {
    "kka.ingatan": "Pagi nasi dan kuah sayur; siang nasi, tempe; sore biskuit. Tanpa lauk hewani.",
    "kka.masalah": "Makan kurang beragam; rumah jauh dari puskesmas.",
    "kka.hambatan": "Ayah bekerja di kebun jauh, ibu sendirian mengantar.",
    "kka.tpk": "TPK desa (tiruan)",
    "kka.pengisi": "Tim teknis audit (tiruan)",
    "kka.sumber": "Buku KIA, wawancara ibu, catatan posyandu",
}
SHARE: Final = 0.8
"""How much of a sheet is filled; the rest stays open, as in life."""


def fill(case: Case, by: Account, on: dt.date, rng: np.random.Generator) -> Worksheet:
    """Open the case's sheet and fill it as an auditor would in one visit; not finished."""
    sheet = sheets.open_(case, by, on)
    patches: list[sheets.Patch] = []
    for key, field in sorted(fields_of(sheet.shape).items()):
        value = _value(key, field, sheet.drawn.get(key), on, rng)
        if value is not None:
            patches.append(sheets.Patch(f"{case.public_id}{len(patches)}", key, value))
    sheets.write(sheet, patches[: sheets.MAX_PATCHES], by)
    sheet.refresh_from_db()
    return sheet


def _value(
    key: str, field: Mapping[str, Any], drawn: Mapping[str, Any] | None, on: dt.date,
    rng: np.random.Generator,
) -> Any:  # fmt: skip
    code = key.partition("@")[0]
    if code == "kka.tanggal_audit":
        return on.isoformat()
    if code in NOTES:
        return NOTES[code]
    if rng.random() > SHARE or "@" in key:
        return None
    if drawn is not None:
        return drawn["value"]
    if field["kind"] == "flag":
        return bool(rng.random() < 0.5)
    if field["kind"] == "choice":
        return str(rng.choice([one["code"] for one in field["choices"]]))
    if field["kind"] == "number" and code in USUAL:
        low, high = USUAL[code]
        return round(float(rng.uniform(low, high)), 1 if high < 100 and low != int(low) else 0)
    return None
