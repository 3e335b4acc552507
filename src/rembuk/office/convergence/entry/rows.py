"""Rows of a grid or sheet: areas of a level, with the codes and the puskesmas forms carry."""

from __future__ import annotations

import datetime as dt

from rembuk.office.convergence.entry.boxes import Place
from rembuk.office.convergence.opening import areas_of, kecamatan_of
from rembuk.office.convergence.owners import Owners
from rembuk.office.places.models import Crosswalk
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import contains


def places(district: str, level: str, on: dt.date, under: str = "") -> list[Place]:
    """Areas of a level ("desa", "kecamatan", "kabupaten") in the district on a day, by code; only
    those in `under`, where given."""
    codes = [code for code in areas_of(district, on)[level] if not under or contains(under, code)]
    above = {kecamatan_of(code) for code in codes}
    names = place_names([*codes, *above])
    bps = _bps([*codes, *above], on)
    owners = Owners(on)
    return [
        Place(
            code, names.get(code, code), bps.get(code, ""), names.get(kecamatan_of(code), ""),
            kecamatan_of(code), bps.get(kecamatan_of(code), ""),
            puskesmas.short if (puskesmas := owners.of("PUSKESMAS", code)) else "",
        )
        for code in codes
    ]  # fmt: skip


def _bps(codes: list[str], on: dt.date) -> dict[str, str]:
    """BPS codes in force on a day; where a village has several, the newest."""
    pairs = Crosswalk.objects.filter(area_id__in=codes, valid_from__lte=on).order_by("valid_from")
    return dict(pairs.values_list("area_id", "bps_code"))
