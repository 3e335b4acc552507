"""Acts of the posyandu room: derive what follows from new rows, judge again, look again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl
from django.db.models import Max
from django.db.transaction import atomic
from django.utils.translation import gettext_noop

from rembuk import reference
from rembuk.office.intake.among import among
from rembuk.office.people.models import Person, SourceRecord
from rembuk.office.places.scope import within_any
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.deriving import cases, derivation, looking
from rembuk.office.posyandu.deriving.recaps import recount
from rembuk.office.posyandu.models import (
    AreaCases,
    AreaRecap,
    CaseEvent,
    ChildStatus,
    Measurement,
    MonthlyRecap,
    Posyandu,
    Rederivation,
)
from rembuk.office.posyandu.receiving import departures, undoing

Stage = Callable[[str, int, int], None]
"""Called with a stage, done, total; may raise to stop (what is written stays consistent)."""

_JUDGING: Final = gettext_noop("Menghitung status gizi")
_CASES: Final = gettext_noop("Menghitung kasus")
_RANKING: Final = gettext_noop("Menyusun urutan lihat dulu")
_COUNTING: Final = gettext_noop("Menghitung rekap bulanan")


def _silent(stage: str, done: int, total: int) -> None:
    return None


def newest_day() -> dt.date | None:
    """The newest day anybody was measured: what the records know ends there."""
    rows = Measurement.objects.filter(superseded_by__isnull=True)
    month = rows.aggregate(last=Max("month"))["last"]
    if month is None:
        return None
    day: dt.date | None = rows.filter(month=month).aggregate(last=Max("date"))["last"]
    return day


def derive_children(
    since: Mapping[int, dt.date], places: Collection[str] = (), progress: Stage = _silent
) -> None:
    """Everything that follows when data of these children changed.

    Args:
        since: child -> first month that changed (`date.max`: only facts about the person did).
        places: posts to count again besides the children's own.
        progress: told the stages in words.
    """
    ids = sorted(since)
    on = newest_day()
    if on is None:
        _forget(ids)
        departures.settle(ids, [])
        recount(places)
        return
    posts = _judge(ids, since, on, progress).posts
    for part in bulk.batches(ids):
        homes = Person.objects.filter(among("pk", part)).values_list("place_code", flat=True)
        posts.update(homes.distinct())
        posts |= undoing.homes_told(SourceRecord.objects.filter(among("person", part)))
        replaced = Measurement.objects.filter(among("child", part), superseded_by__isnull=False)
        posts.update(replaced.values_list("place_code", flat=True).distinct())
    recount(posts | set(places), lambda done, total: progress(_COUNTING, done, total))
    bulk.refresh_statistics(
        Measurement, Person, ChildStatus, CaseEvent, MonthlyRecap, AreaRecap, AreaCases
    )


def derive_imports(imports: Iterable[int], progress: Stage = _silent) -> dict[int, int]:
    """`derive_children` for all that some imports touched, at once: import -> children."""
    since: dict[int, dt.date] = {}
    touched: dict[int, int] = {}
    for one in imports:
        mine = undoing.since_of(one)
        touched[one] = len(mine)
        for child, month in mine.items():
            since[child] = min(month, since.get(child, dt.date.max))
    derive_children(since, (), progress)
    return touched


def derive_one(child: int, since: dt.date, places: Collection[str]) -> None:
    """Everything that follows when one child was measured between files, fit for a page's answer.

    The same as `derive_children`, without what one row cannot change: the cases of others are
    walked only when knowledge now ends on another day.
    """
    on = newest_day()
    if on is None:
        derive_children({child: since}, places)
        return
    others = ChildStatus.objects.exclude(pk=child).aggregate(last=Max("last_date"))["last"]
    ahead = CaseEvent.objects.exclude(child=child).filter(on__gt=on).exists()
    moved = ahead or others is None or others < on
    judged = _judge([child], {child: since}, on, _silent, everybody=moved)
    recount(judged.posts | set(places))


@dataclass(frozen=True)
class _Judged:
    """Rows rewritten by old rule version, and the posts whose counts may have changed."""

    replaced: dict[str, int]
    posts: set[str]


def _judge(
    ids: list[int],
    since: Mapping[int, dt.date] | None,
    on: dt.date,
    progress: Stage,
    everybody: bool = True,
) -> _Judged:
    """Verdicts, cases, status and ranks of children. `everybody`: time may have moved the cases
    of the others too."""
    rules = reference.load()
    low: list[pl.DataFrame] = []
    last: list[pl.DataFrame] = []
    gone: list[pl.DataFrame] = []
    posts: set[str] = set()
    limit = rules.case_rules(on).z_limit

    def collect(rows: pl.DataFrame) -> None:
        low.append(cases.ever_low(rows, limit))
        last.append(_last(rows))
        gone.append(departures.told(rows))

    def changed(rows: pl.DataFrame) -> None:
        collect(rows)
        posts.update(rows["place_code"].unique())

    replaced = derivation.rederive(
        ids, since, rules, on, changed, lambda done, total: progress(_JUDGING, done, total)
    )
    departures.settle(ids, gone)
    progress(_CASES, 0, 1)
    others = sorted(set(cases.touched_by_time(on)) - set(ids)) if everybody else []
    for part in bulk.batches(others, derivation.CHILDREN):
        collect(derivation.load(part))
    latest = pl.concat(last) if last else pl.DataFrame(schema=_LAST)
    if low:
        every = sorted({*ids, *others})
        states, moved = cases.settle(every, pl.concat(low), rules, on)
        posts |= moved
        with atomic():
            _write_status(every, latest, states, rules.version(on))
    progress(_RANKING, 0, 1)
    look_again(on)
    return _Judged(replaced, posts)


def _last(rows: pl.DataFrame) -> pl.DataFrame:
    """Per child the measurement that stands for today: the last counted, else the last at all."""
    ordered = rows.sort("child", "counted", "date", "id")
    return ordered.group_by("child", maintain_order=True).last().select(
        "child", pl.col("id").alias("last"), pl.col("date").alias("last_date"), "place_code", "zlen"
    )  # fmt: skip


_LAST: Final = {
    "child": pl.Int64,
    "last": pl.Int64,
    "last_date": pl.Date,
    "place_code": pl.String,
    "zlen": pl.Float64,
}


def _write_status(ids: list[int], last: pl.DataFrame, states: pl.DataFrame, version: str) -> None:
    """One status row a child; changed ones are updated, new ones inserted."""
    people_schema = {"id": pl.Int64, "place_code": pl.String, "birth_date": pl.Date}
    stored_schema = {
        "child": pl.Int64,
        "place_code": pl.String,
        "birth_date": pl.Date,
        "last": pl.Int64,
        "last_date": pl.Date,
        "zlen": pl.Float64,
        "case": pl.String,
        "case_since": pl.Date,
    }
    names = [name for name in stored_schema if name != "child"]
    for part in bulk.batches(ids):
        people = bulk.read(Person.objects.filter(among("pk", part)).order_by(), people_schema)
        wanted = (
            people.rename({"id": "child"})
            .join(last.drop("place_code"), on="child", how="left")
            .join(states.rename({"since": "case_since"}), on="child", how="left")
            .with_columns(pl.col("case").fill_null(""))
            .select(*stored_schema)
        )
        query = ChildStatus.objects.filter(among("pk", part)).order_by()
        stored = bulk.read(query, stored_schema)
        new = wanted.join(stored, on="child", how="anti")
        changed = (
            wanted.join(stored, on="child", how="inner", suffix="_old")
            .filter(pl.any_horizontal(pl.col(n).ne_missing(pl.col(f"{n}_old")) for n in names))
            .rename({"child": "id"})
            .with_columns(pl.lit(version).alias("rule_version"))
        )
        bulk.update(ChildStatus, [*names, "rule_version"], changed)
        bulk.insert(
            ChildStatus,
            [*stored_schema, "rule_version"],
            [(*row, version) for row in new.sort("child").iter_rows()],
        )


def _forget(ids: Iterable[int]) -> None:
    """The last measurement is gone: nothing stands of anybody."""
    for part in bulk.batches(list(ids)):
        ChildStatus.objects.filter(pk__in=list(part)).delete()


def look_again(on: dt.date | None = None) -> int:
    """Rank all children who should be seen first as of a day (default: the newest of the data);
    how many stand in a tier. Run nightly, since waiting itself is a reason."""
    on = on or newest_day()
    return looking.rank_all(reference.load(), on) if on else 0


SILENCE: Final = dt.timedelta(days=92)
"""So long after the newest measurement the records say nothing of today any more."""


def look_again_today(today: dt.date) -> int:
    """`look_again` as of today, for every day without news; at most `SILENCE` past the data."""
    newest = newest_day()
    if newest is None:
        return 0
    return look_again(max(newest, min(today, newest + SILENCE)))


REASON_LIMIT: Final = 200


def rederive(codes: Iterable[str], reason: str, progress: Stage = _silent) -> Rederivation:
    """Judge every measurement of the places anew by the rules in force: an explicit act, recorded
    with its reason and what it replaced. Without it old verdicts stand under their old version."""
    if not reason.strip():
        raise ValueError("a rejudging needs a reason")
    scope = sorted(set(codes))
    rules = reference.load()
    children = (
        Measurement.objects.filter(within_any("place_code", scope))
        .order_by("child")
        .values_list("child", flat=True)
        .distinct()
    )
    ids = list(children)
    on = newest_day() or dt.date.today()
    done = _judge(ids, None, on, progress)
    posts = Posyandu.objects.filter(within_any("code", scope)).values_list("code", flat=True)
    recount(done.posts | set(posts))
    return Rederivation.objects.create(
        place_code=" ".join(scope)[:20],
        reason=reason.strip()[:REASON_LIMIT],
        rule_version=rules.version(on),
        replaced={old or "baru": count for old, count in done.replaced.items()},
        rows=sum(done.replaced.values()),
    )
