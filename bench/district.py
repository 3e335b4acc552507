"""A district of full size for timing pages: rows inserted directly, counts as the full demo.

60,000 under-fives in any month over 24 months, at the posts of the full demo. Values are drawn, not
imported: scores are random walks and classes follow from them; recaps, sessions and ranks are made
by the same code as after an import. Weighing results (N/T) and cases are drawn in plausible shares.
It is for speed only; what a figure means is tested elsewhere.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from rembuk.demo.names import draw_names
from rembuk.demo.places import Places, settle
from rembuk.demo.plan import Plan, month_after

SEED: Final = 1606
WEIGHED: Final = 0.84
RULES: Final = "bench"
EPOCH: Final = dt.date(1970, 1, 1).toordinal()
FILES: Final = 12
"""Imports the rows claim to come from, two months each."""


def build(plan: Plan) -> None:
    """Fill an empty, migrated database; Django must be set up."""
    from django.db.transaction import atomic

    from rembuk.demo.accounts import make_accounts
    from rembuk.office.people.models import Person
    from rembuk.office.places.services import load_areas
    from rembuk.office.posyandu import bulk
    from rembuk.office.posyandu.deriving.recaps import recount
    from rembuk.office.posyandu.models import (
        CaseEvent,
        ChildStatus,
        Measurement,
        MonthlyRecap,
        Posyandu,
        Session,
    )
    from rembuk.office.posyandu.services import look_again

    places = settle(plan)
    load_areas(plan.area)
    rng = np.random.default_rng(SEED)
    with atomic():
        posts = _posts(places)
        _imports(plan)
        persons = _persons(plan, rng, posts, places)
        bulk.insert(Person, (*persons.columns, "created_at"), _dated(persons))
        last, events = _measurements(plan, rng, persons)
        bulk.insert(CaseEvent, events.columns, events.iter_rows())
        bulk.insert(ChildStatus, last.columns, last.iter_rows())
    recount(Posyandu.objects.values_list("code", flat=True))
    look_again()
    bulk.refresh_statistics(
        Measurement, Person, ChildStatus, CaseEvent, MonthlyRecap, Session, Posyandu
    )
    make_accounts(plan, places)


def _dated(rows: pl.DataFrame) -> list[tuple[object, ...]]:
    from django.utils import timezone

    now = timezone.now()
    return [(*row, now) for row in rows.iter_rows()]


def _posts(places: Places) -> list[str]:
    from rembuk.office.posyandu.models import HealthCentre, Posyandu

    centres: dict[tuple[str, str], HealthCentre] = {}
    for village, name in zip(places.village_code, places.centre, strict=True):
        key = (village[:8], name)
        if key not in centres:
            centres[key] = HealthCentre.objects.create(
                name=name, name_key=name.lower(), area_code=village[:8], import_id=1
            )
    codes, rows, numbers = [], [], dict.fromkeys(range(len(places.village_code)), 0)
    for village, name in zip(places.post_village.tolist(), places.post_name, strict=True):
        numbers[village] += 1
        area = places.village_code[village]
        code = f"{area}.P{numbers[village]:02d}"
        codes.append(code)
        centre = centres[area[:8], places.centre[village]]
        rows.append(
            Posyandu(
                code=code,
                name=name,
                name_key=f"{name.lower()} {numbers[village]}",
                village_code=area,
                health_centre=centre,
                import_id=1,
            )
        )
    Posyandu.objects.bulk_create(rows, batch_size=500)
    return codes


def _imports(plan: Plan) -> None:
    from django.utils import timezone

    from rembuk.office.intake.models import Import, ImportState, SourceFile

    months = plan.month_starts
    for number in range(FILES):
        name = f"contoh-{number + 1}.xlsx"
        came = month_after(months[min(2 * number + 1, len(months) - 1)]) + dt.timedelta(days=3)
        file = SourceFile.objects.create(
            name=name, sha256=f"{number:064x}", size=0, received_at=timezone.now()
        )
        Import.objects.create(pk=number + 1, file=file, as_of=came, state=ImportState.DONE)


def _persons(
    plan: Plan, rng: np.random.Generator, posts: list[str], places: Places
) -> pl.DataFrame:
    """Everybody under 60 months at any time of the plan, evenly by birth month."""
    first = plan.first_day.toordinal() - 60 * 30
    span = plan.last_day.toordinal() - first
    size = round(plan.under_fives * (plan.months + 60) / 60)
    born = first + rng.integers(0, span, size)
    share = (
        places.children[places.post_village] / np.bincount(places.post_village)[places.post_village]
    )
    post = rng.choice(len(posts), size=size, p=share / share.sum())
    sex = rng.choice(["L", "P"], size=size)
    names = draw_names(rng, sex == "P").child.tolist()
    away = rng.random(size) < 0.03
    left = np.where(away, born + rng.integers(200, 1800, size), born)
    return pl.DataFrame(
        {
            "id": np.arange(1, size + 1),
            "public_id": [f"b{number:09d}" for number in range(size)],
            "name": names,
            "name_key": [name.upper() for name in names],
            "sex": sex,
            "birth_date": (born - EPOCH).astype(np.int32),
            "place_code": [posts[one] for one in post],
            "left_on": (left - EPOCH).astype(np.int32),
            "left_why": np.where(away, "pindah", ""),
        }
    ).with_columns(
        pl.col("birth_date").cast(pl.Date),
        pl.when(pl.col("left_why") != "").then(pl.col("left_on").cast(pl.Date)).alias("left_on"),
    )


def _measurements(
    plan: Plan, rng: np.random.Generator, persons: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Insert every month; the status of each child and the case events."""
    from rembuk.office.posyandu import bulk
    from rembuk.office.posyandu.models import Measurement

    size = persons.height
    base, weight = rng.normal(-0.95, 1.1, size), rng.normal(-0.8, 1.0, size)
    born = persons["birth_date"].to_physical().to_numpy()
    gone = persons["left_on"].to_physical().fill_null(10**6).to_numpy()
    case = np.zeros(size, dtype=bool)
    state = {"last": np.zeros(size, np.int64), "date": np.zeros(size, np.int64)}
    since = np.zeros(size, np.int64)
    events: list[pl.DataFrame] = []
    done = 0
    for number, month in enumerate(plan.month_starts):
        start = month.toordinal() - EPOCH
        length = (month_after(month) - month).days
        day = start + rng.integers(4, 24, size)
        here = (born <= day) & (born > start - 1826) & (gone > day)
        who = np.flatnonzero(here & (rng.random(size) < WEIGHED))
        base[who] += rng.normal(0, 0.12, who.size)
        weight[who] += rng.normal(0, 0.15, who.size)
        rows = _rows(rng, persons, who, (month, day, born), (base, weight))
        rows = rows.with_columns(
            pl.lit(min(number // 2, FILES - 1) + 1).alias("import_id"),
            (pl.int_range(pl.len()) + done + 1).alias("id"),
        )
        bulk.insert(Measurement, rows.columns, rows.iter_rows())
        state["last"][who], state["date"][who] = done + 1 + np.arange(who.size), day[who]
        done += who.size
        low = base[who] < -2
        ended = np.flatnonzero(case & (born <= start + length - 1826))
        for event, some in (
            ("baru", who[low & ~case[who]]),
            ("pulih", who[~low & case[who]]),
            ("lewat-umur", ended[~np.isin(ended, who)]),
        ):
            on = np.minimum(day[some], start + length - 1)
            case[some], since[some] = event == "baru", on
            events.append(
                persons[some].select(
                    pl.col("id").alias("child"),
                    "place_code",
                    pl.lit(month).alias("month"),
                    pl.Series("on", on.astype(np.int32)).cast(pl.Date),
                    pl.lit(event).alias("event"),
                    pl.lit(RULES).alias("rule_version"),
                )
            )
    status = persons.select(
        pl.col("id").alias("child"),
        "place_code",
        "birth_date",
        pl.Series("last", state["last"]),
        pl.Series("last_date", state["date"].astype(np.int32)).cast(pl.Date),
        pl.Series("zlen", np.round(base, 2)),
        pl.Series("case", np.where(case, "baru", "")),
        pl.when(pl.Series(case)).then(pl.Series(since.astype(np.int32)).cast(pl.Date))
        .alias("case_since"),
        pl.lit(RULES).alias("rule_version"),
    ).filter(pl.col("last") > 0)  # fmt: skip
    return status, pl.concat(events)


def _rows(
    rng: np.random.Generator,
    persons: pl.DataFrame,
    who: np.ndarray,
    when: tuple[dt.date, np.ndarray, np.ndarray],
    scores: tuple[np.ndarray, np.ndarray],
) -> pl.DataFrame:
    """One counted measurement of each child `who` in a month."""
    month, day, born = when
    zlen, zwfl = scores[0][who], scores[1][who]
    age = day[who] - born[who]
    zwei = (zlen + zwfl) / 2
    lenhei = 50 + 1.9 * np.sqrt(np.maximum(age, 0)) / 1.4 + 2.5 * zlen
    weight = 3.3 + 0.0075 * np.maximum(age, 0) + 0.9 * zwei
    return pl.DataFrame(
        {
            "child": persons["id"].to_numpy()[who],
            "place_code": persons["place_code"].gather(who),
            "date": pl.Series(day[who].astype(np.int32)).cast(pl.Date),
            "weight": np.round(weight, 1),
            "lenhei": np.round(lenhei, 1),
            "position": np.where(age < 731, "L", "H"),
            "age_days": age,
            "clenhei": np.round(lenhei, 1),
            "zlen": np.round(zlen, 2),
            "zwei": np.round(zwei, 2),
            "zwfl": np.round(zwfl, 2),
            "tbu": _class(zlen, (-3, -2, 3), ("sangat-pendek", "pendek", "normal", "tinggi")),
            "bbu": _class(zwei, (-3, -2, 1), ("sangat-kurang", "kurang", "normal", "risiko-lebih")),
            "bbtb": _class(
                zwfl,
                (-3, -2, 1, 2, 3),
                (
                    "gizi-buruk",
                    "gizi-kurang",
                    "gizi-baik",
                    "berisiko-lebih",
                    "gizi-lebih",
                    "obesitas",
                ),
            ),
            "nt": rng.choice(["N", "T", "O", "B"], who.size, p=[0.58, 0.27, 0.12, 0.03]),
            "two_t": rng.random(who.size) < 0.07,
            "bgm": zwei < -3,
            "doubts": np.where(rng.random(who.size) < 0.04, "position", ""),
        }
    ).with_columns(
        pl.lit(month).alias("month"),
        pl.lit(True).alias("counted"),
        pl.lit(RULES).alias("rule_version"),
        pl.lit("eppgbm-a").alias("source"),
        pl.int_range(pl.len()).alias("row_no"),
    )


def _class(z: np.ndarray, cuts: tuple[float, ...], names: tuple[str, ...]) -> list[str]:
    return np.array(names)[np.searchsorted(np.array(cuts), z, side="right")].tolist()
