"""Women and couples by the lists of Elsimil: about to marry, pregnant, after childbirth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import polars as pl

from rembuk.office.lists.models import ListedPerson
from rembuk.office.places.scope import within

TERM: Final = 280
"""Days of a pregnancy from the last menstruation."""
LATE: Final = 21
"""Days after the expected day until which a woman counts as pregnant without other news."""

_DATE, _NUMBER, _FLAG = pl.Date, pl.Float64, pl.Boolean
CATIN: Final[Mapping[str, Any]] = {
    "wedding_on": _DATE, "screened_on": _DATE, "elsimil_certificate": _FLAG,
    "ttd_received": _FLAG, "marriage_guidance": _FLAG,
}  # fmt: skip
BUMIL: Final[Mapping[str, Any]] = {
    "visited_on": _DATE, "due_on": _DATE, "ga_week": _NUMBER, "muac_cm": _NUMBER,
    "hb_g_dl": _NUMBER, "iron_tablets": _NUMBER, "anc_visits": _NUMBER, "clean_water": _FLAG,
    "healthy_latrine": _FLAG,
}  # fmt: skip
PASCA: Final[Mapping[str, Any]] = {"delivered_on": _DATE, "postpartum_fp": _FLAG}
CHILD: Final[Mapping[str, Any]] = {"exclusive_bf": _FLAG}
_HEAD: Final[Mapping[str, Any]] = {
    "key": pl.String, "row": pl.Int64, "person": pl.Int64, "village": pl.String, "as_of": pl.Date,
}  # fmt: skip


@dataclass
class Elsimil:
    """The lists of an area. `key` names a woman in every edition, `row` her newest row, `person`
    whom she is linked to."""

    place: str

    def _read(self, source: str, roles: Iterable[str], facts: Mapping[str, Any]) -> pl.DataFrame:
        rows = (
            ListedPerson.objects.current()
            .filter(within("row__place_code", self.place), edition__source=source, role__in=roles)
            .order_by("-edition__as_of", "-pk")
            .values_list(
                "record_key", "row_id", "person_id", "row__place_code", "edition__as_of", "facts"
            )
        )
        columns: dict[str, list[Any]] = {name: [] for name in (*_HEAD, *facts)}
        for key, row, person, place, as_of, told in rows:
            for name, value in zip(_HEAD, (key, row, person, place[:13], as_of), strict=True):
                columns[name].append(value)
            for name, kind in facts.items():
                columns[name].append(_plain(told.get(name), kind))
        return pl.DataFrame(columns, {**_HEAD, **facts})

    @cached_property
    def brides(self) -> pl.DataFrame:
        """One row a bride and wedding: the newest mention with all it tells."""
        rows = self._read("elsimil-catin", ("catin-p",), CATIN)
        rows = rows.filter(pl.col("wedding_on").is_not_null())
        return _once(rows, ["key", "wedding_on"], CATIN)

    @cached_property
    def _mothers(self) -> pl.DataFrame:
        rows = self._read("elsimil-bumil", ("ibu", ""), BUMIL)
        told = pl.coalesce("visited_on", "as_of")
        due = pl.coalesce(
            "due_on",
            told + pl.duration(days=TERM) - pl.duration(days=7 * pl.col("ga_week")),
        ).cast(pl.Date)
        return rows.with_columns(told.alias("told"), due.alias("due")).with_columns(
            (pl.col("due") - pl.duration(days=TERM)).cast(pl.Date).alias("since")
        )

    @cached_property
    def births(self) -> pl.DataFrame:
        """One row a woman and delivery."""
        rows = self._read("elsimil-pasca", ("ibu", ""), PASCA)
        rows = rows.filter(pl.col("delivered_on").is_not_null())
        return _once(rows, ["key", "delivered_on"], PASCA)

    @cached_property
    def babies(self) -> pl.DataFrame:
        """Children of the list after delivery, with the day of birth and how they are fed."""
        rows = self._read("elsimil-pasca", ("anak",), CHILD)
        days = self._read("elsimil-pasca", ("ibu", ""), PASCA).select("row", "delivered_on")
        both = rows.join(days.unique("row"), on="row", how="inner")
        return both.filter(pl.col("delivered_on").is_not_null()).unique(
            "key", keep="first", maintain_order=True
        )

    def pregnant(self, day: dt.date) -> pl.DataFrame:
        """Women pregnant on a day, each once with what was told of this pregnancy up to the day
        (`told_*` null before): from conception to birth, or to the expected day and some more.
        Without an expected day: from the day of the list, for the months that may be left."""
        if day not in self._pregnant:
            self._pregnant[day] = self._expecting(day)
        return self._pregnant[day]

    @cached_property
    def _pregnant(self) -> dict[dt.date, pl.DataFrame]:
        return {}

    def _expecting(self, day: dt.date) -> pl.DataFrame:
        rows = self._mothers
        until = pl.coalesce("due", pl.col("told") + pl.duration(days=TERM // 2)) + pl.duration(
            days=LATE
        )
        since = pl.coalesce("since", "told")
        there = rows.filter((since <= day) & (until.cast(pl.Date) > day))
        known = pl.col("told") <= day
        facts = [name for name in BUMIL if name not in {"visited_on", "due_on", "ga_week"}]
        one = there.group_by("key", maintain_order=True).agg(
            pl.col("row").first(),
            pl.col("person").drop_nulls().first(),
            pl.col("village").first(),
            pl.col("since").drop_nulls().first(),
            *(pl.col(name).filter(known).drop_nulls().first() for name in facts),
        )
        # a birth ends the pregnancy it belongs to, under the same key or the same person
        born = self.births.filter(pl.col("delivered_on") <= day)
        ended = born.filter(pl.col("delivered_on") > day - dt.timedelta(days=TERM))
        gone = pl.col("key").is_in(ended["key"].implode()) | pl.col("person").is_in(
            ended["person"].drop_nulls().implode()
        ).fill_null(False)
        return one.filter(~gone)

    @cached_property
    def size(self) -> int:
        """Mentions of pregnant women in all editions."""
        return len(self._mothers)

    def newest(self, day: dt.date) -> dt.date | None:
        """The newest as-of day of these lists on a day."""
        days = [frame["as_of"] for frame in (self.brides, self._mothers, self.births)]
        found = pl.concat(days).filter(pl.concat(days) <= day).max()
        return found if isinstance(found, dt.date) else None


def _once(rows: pl.DataFrame, keys: list[str], facts: Mapping[str, Any]) -> pl.DataFrame:
    """One row for equal keys: the newest, each fact the newest told."""
    names = [name for name in facts if name not in keys]
    return rows.group_by(keys, maintain_order=True).agg(
        pl.col("row").first(),
        pl.col("person").drop_nulls().first(),
        pl.col("village").first(),
        pl.col("as_of").first(),
        *(pl.col(name).drop_nulls().first() for name in names),
    )


def _plain(value: Any, kind: Any) -> Any:
    if kind is _DATE:
        try:
            return dt.date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None
    if kind is _FLAG:
        return value if isinstance(value, bool) else None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number else None
