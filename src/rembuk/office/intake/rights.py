"""Rows outside the places of the account that brought the file are errors, not records."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from django.utils import timezone

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.places.scope import contains

from .reading import faults
from .reading.issues import ISSUES, same
from .sentences import Sentence


def places_of(user: Account | None) -> tuple[str, ...]:
    """Places in which `user` may import; the command line (no user) has the whole country."""
    if user is None:
        return ("",)
    return rights_of(user, timezone.localdate()).places_for("impor")


def outside(rows: pl.DataFrame, user: Account | None, headings: Mapping[str, str]) -> pl.DataFrame:
    """An issue for each row whose village is not the user's."""
    places = places_of(user)
    if "" in places or "area_code" not in rows.columns:
        return pl.DataFrame(schema=ISSUES)
    codes = rows["area_code"].drop_nulls().unique().to_list()
    far = [code for code in codes if not any(contains(place, code) for place in places)]
    return same(
        rows.filter(pl.col("area_code").is_in(far)),
        headings.get("village", "Desa/Kel"),
        "galat",
        "luar-wilayah",
        Sentence(faults.FAULTS["luar-wilayah"].message),
    )
