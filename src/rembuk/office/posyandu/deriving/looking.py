"""`Lihat dulu`: the facts of every child, ranked by the dated rules, kept on its status."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

import polars as pl
from django.db.models import Q
from django.db.transaction import atomic

from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.measures import add_months, month_of
from rembuk.office.posyandu.models import ChildStatus
from rembuk.reference import Reference
from rembuk.science.choice import first_look

RECENT_MONTHS: Final = 3
"""A weight gain older than this says nothing of today; a class does until the next measuring."""

_FACTS: Final[dict[str, Any]] = {
    "child": pl.Int64,
    "birth_date": pl.Date,
    "last_date": pl.Date,
    "case": pl.String,
    "case_since": pl.Date,
    "child__birth_weight_g": pl.Int64,
    "child__birth_length_mm": pl.Int64,
    "child__gestation_weeks": pl.Int64,
    **{
        f"last__{name}": kind
        for name, kind in {
            "zlen": pl.Float64, "zwei": pl.Float64, "zwfl": pl.Float64, "zbmi": pl.Float64,
            "zhc": pl.Float64, "tbu": pl.String, "bbu": pl.String, "bbtb": pl.String,
            "muac": pl.Float64, "oedema": pl.Boolean, "nt": pl.String, "gain_g": pl.Int64,
            "kbm_g": pl.Int64, "two_t": pl.Boolean, "bgm": pl.Boolean, "doubts": pl.String,
        }.items()
    },
}  # fmt: skip


def facts(on: dt.date) -> pl.DataFrame:
    """One row a child under 60 months still here, in the words of the reference's fields."""
    living = ChildStatus.objects.filter(
        birth_date__gt=add_months(month_of(on), -60), birth_date__lte=on
    ).filter(Q(child__left_on__isnull=True) | Q(child__left_on__gt=on))
    rows = bulk.read(living.order_by(), _FACTS)
    rows = rows.rename({name: name.removeprefix("last__") for name in rows.columns})
    waiting = _months(pl.col("last_date"), on)
    fresh = waiting < RECENT_MONTHS
    return rows.select(
        pl.col("child").alias("child_id"),
        _months(pl.col("birth_date"), on).alias("age_months"),
        (_months(pl.col("birth_date"), on) // 12).alias("age_years"),
        *("zlen", "zwei", "zwfl", "zbmi", "zhc", "tbu", "bbu", "bbtb", "oedema", "bgm", "doubts"),
        *(
            pl.when(fresh).then(pl.col(name)).alias(name)
            for name in ("nt", "two_t", "gain_g", "kbm_g")
        ),
        pl.col("muac").alias("muac_cm"),
        "case",
        (pl.lit(on) - pl.col("case_since")).dt.total_days().alias("days_since_case"),
        waiting.alias("months_since_measured"),
        (pl.col("last_date") >= pl.lit(month_of(on))).alias("weighed_this_month"),
        pl.col("child__birth_weight_g").alias("birth_weight_g"),
        (pl.col("child__birth_length_mm") / 10).alias("birth_length_cm"),
        pl.col("child__gestation_weeks").alias("birth_ga_week"),
    ).filter(pl.col("age_months") < 60)


def _months(since: pl.Expr, on: dt.date) -> pl.Expr:
    """Completed months from a day to `on`."""
    months = (on.year - since.dt.year()) * 12 + on.month - since.dt.month().cast(pl.Int32)
    return months - (since.dt.day() > on.day).cast(pl.Int32)


def rank_all(reference: Reference, on: dt.date) -> int:
    """Rank every child as of a day and write what changed; how many stand in a tier."""
    found = first_look(facts(on), reference.first_look(on))
    version = reference.version(on)
    wanted = {
        child: (tier, rank, json.dumps(json.loads(reasons), sort_keys=True))
        for child, tier, rank, reasons in found.select(
            "child_id", "tier", "rank", "reasons"
        ).iter_rows()
    }
    stored = {
        child: (tier, rank, json.dumps(reasons, sort_keys=True))
        for child, tier, rank, reasons in ChildStatus.objects.filter(
            tier__isnull=False
        ).values_list("pk", "tier", "rank", "reasons")
    }
    changed = [
        (child, *wanted.get(child, (None, None, "[]")), version)
        for child in wanted.keys() | stored.keys()
        if wanted.get(child) != stored.get(child)
    ]
    schema = {
        "id": pl.Int64,
        "tier": pl.Int64,
        "rank": pl.Int64,
        "reasons": pl.String,
        "rule_version": pl.String,
    }
    frame = pl.DataFrame(changed, schema=schema, orient="row")
    with atomic():
        bulk.update(ChildStatus, ["tier", "rank", "reasons", "rule_version"], frame)
    return len(wanted)
