"""Names of villages that the reference does not know, and which village the office says they mean.

A district that was split keeps getting sheets with the old kecamatan, or a village by the name of
before. Nobody guesses: the user says once, at the preview, which village is meant; from then on the
same two names, however spelt, mean that village in every file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db.transaction import atomic

from rembuk.office.access.models import Account
from rembuk.office.places.scope import contains
from rembuk.reference import areas
from rembuk.reference.area_names import name_key

from .models import Import, ImportState, VillageName
from .rights import places_of

SHOWN: Final = 100
"""Different unknown names a preview offers; a sheet with more is another district's."""
Named = Mapping[tuple[str, str], str]
"""Keys of kecamatan and village -> code."""


class VillageError(ValueError):
    """A name that cannot be given; the text is the code that was asked for."""


def named() -> dict[tuple[str, str], str]:
    """What the office has said of names so far."""
    rows = VillageName.objects.filter(district=settings.REMBUK_AREA)
    return {(one.kecamatan_key, one.village_key): one.area_code for one in rows}


def key(kecamatan: str | None, village: str | None) -> tuple[str, str]:
    """Under what two names as written are kept."""
    return name_key(kecamatan or ""), name_key(village or "")


def report(rows: pl.DataFrame, given: Named) -> dict[str, list[dict[str, Any]]]:
    """For the preview: `unknown` names with how many rows and which villages are near, and the
    names `said` before that this sheet uses."""
    if "village" not in rows.columns:
        return {"unknown": [], "said": []}
    kecamatan = pl.col("kecamatan") if "kecamatan" in rows.columns else pl.lit(None, pl.String)
    pairs = (
        rows.filter(pl.col("village").fill_null("") != "")
        .group_by(kecamatan.fill_null("").alias("kecamatan"), "village", "area_code")
        .agg(pl.len().alias("rows"))
        .sort("rows", "village", "kecamatan", descending=[True, False, False])
    )
    unknown = pairs.filter(pl.col("area_code").is_null()).head(SHOWN)
    near = areas.resolve_frame(unknown.drop("area_code"), settings.REMBUK_AREA)["suggestion"]
    said = [
        one for one in pairs.drop_nulls("area_code").iter_rows(named=True)
        if given.get(key(one["kecamatan"], one["village"])) == one["area_code"]
    ]  # fmt: skip
    return {
        "unknown": [
            {**one, "near": offered.split("; ") if offered else []}
            for one, offered in zip(
                unknown.drop("area_code").iter_rows(named=True), near.to_list(), strict=True
            )
        ],
        "said": said[:SHOWN],
    }


def offered(imported: Import) -> dict[str, Any]:
    """For the page: unknown names, the villages they may mean (`choices`), names said before."""
    told = imported.report.get("villages", {})
    unknown = told.get("unknown", []) if imported.state == ImportState.PREVIEW else []
    said = told.get("said", [])
    if not (unknown or said):
        return {}
    known = areas.villages(settings.REMBUK_AREA).select("code", "village", "kecamatan").rows()
    names = {code: f"{village}, {kecamatan}" for code, village, kecamatan in known}
    said = [one | {"name": names.get(one["area_code"], one["area_code"])} for one in said]
    return {"villages": {"unknown": unknown, "said": said}, "choices": known}


@atomic
def say(kecamatan: str, village: str, code: str, user: Account | None) -> VillageName:
    """From now on these two names mean the village `code`.

    Raises VillageError when there is no such village in the district or the user may not import
    into it.
    """
    known = set(areas.villages(settings.REMBUK_AREA)["code"].to_list())
    if code not in known or not any(contains(place, code) for place in places_of(user)):
        raise VillageError(code)
    of_kecamatan, of_village = key(kecamatan, village)
    if not of_village:
        raise VillageError(code)
    one, _new = VillageName.objects.update_or_create(
        district=settings.REMBUK_AREA,
        kecamatan_key=of_kecamatan[:80],
        village_key=of_village[:80],
        defaults={
            "kecamatan": kecamatan[:80],
            "village": village[:80],
            "area_code": code,
            "said_by": user,
        },
    )
    return one


def forget(kecamatan: str, village: str) -> int:
    """Take back what two names mean; rows saved under it stay where they are."""
    of_kecamatan, of_village = key(kecamatan, village)
    gone, _each = VillageName.objects.filter(
        district=settings.REMBUK_AREA, kecamatan_key=of_kecamatan, village_key=of_village
    ).delete()
    return gone
