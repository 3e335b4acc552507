"""Writing persons: recognise or make the person of every row, keep what each row says.

The functions take canonical frames (see intake's receivers) and work in bulk: no query per row.
Everything is idempotent: the same frame a second time writes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rembuk.office.intake.among import KEYS, among
from rembuk.office.intake.bulk import insert_missing
from rembuk.office.intake.receivers import Context
from rembuk.office.people import public_ids
from rembuk.office.people.batches import batches
from rembuk.office.people.claims import WORKED_OUT, claims_of, prepare
from rembuk.office.people.facts import LABELS, Record, Sayings, sayings
from rembuk.office.people.families import close_cards, write_families
from rembuk.office.people.identifiers import write_identifiers
from rembuk.office.people.matching import resolve
from rembuk.office.people.models import FormerId, Identifier, Membership, Person, SourceRecord
from rembuk.office.people.precedence import orders_today
from rembuk.office.people.queries import known_for
from rembuk.office.people.records import current_columns, derive_current

CURRENT: Final = (*LABELS, "name_key")
"""Columns of Person that follow from its records."""


def match(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Recognise without writing. Adds to the rows of `frame`, in its order:

    - `person_id` (Int64, null when new or in doubt) and `group` (rows of one new person share it),
    - `how`: kenal, nik, nama, bayi, baru, ragu,
    - `doubt`: "" | ganda (another child carries this NIK) | kembar-nama (two children fit),
    - `facts_said`: baru, berubah, sama (does the row say something new of the person?),
    - the identity columns of `claims.prepare` (`nik_findings`, `claim`, ...).
    """
    prepared = _matched(prepare(frame), context)
    said = sayings(prepared)
    news = _new_records(_told(prepared, said, context), said, context.layout)
    rows = pl.int_range(pl.len())
    return prepared.with_columns(
        pl.when(pl.col("how") == "baru")
        .then(pl.lit("baru"))
        .when(rows.is_in(list(news)))
        .then(pl.lit("berubah"))
        .otherwise(pl.lit("sama"))
        .alias("facts_said")
    )


def worked_out(matched: pl.DataFrame) -> pl.DataFrame:
    """What `match` found out about the rows alone, by `row_no`: rows that come back with these
    columns (`Examined.kept`) are not read a second time."""
    return matched.select("row_no", *WORKED_OUT)


def match_or_create(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Recognise the person of every row, make those who are new, and keep what the rows say.

    Returns the frame as `match` does (without `facts_said`), `person_id` filled in except for
    rows with `how == "ragu"`, plus `public_id`-free `is_new` (bool).
    """
    with transaction.atomic():
        prepared = _matched(prepare(frame), context)
        said = sayings(prepared)
        made = _make_persons(_told(prepared, said, context), said, context)
        fresh = set(made["person_id"].to_list())
        prepared = prepared.join(
            made, on="group", how="left", maintain_order="left", suffix="_made"
        ).select(
            pl.exclude("person_id", "person_id_made"),
            pl.coalesce("person_id", "person_id_made").alias("person_id"),
            pl.col("date").fill_null(context.as_of).alias("as_of"),
            (pl.col("how") == "baru").alias("is_new"),
        )
        told = _told(prepared, said, context)
        news = _new_records(told, said, context.layout, fresh)
        _write_records(news, told, said, context)
        write_identifiers(prepared, context.import_id, new=fresh)
        write_families(prepared, context.import_id, source=context.layout)
        spoken = set(told[list(news)]["person"].to_list())
        derive_current(spoken - fresh)
    return prepared


@transaction.atomic
def undo(import_id: int, still: Mapping[int, int] | None = None) -> int:
    """Take back what an import said of persons; returns how many persons went.

    `still` maps a person to another import that also speaks of it (its measurements stay): where
    that import left no record of its own, because it said the same, the record passes to it.
    Persons nobody speaks of any more are removed, so their other rows must go before.
    """
    still = still or {}
    touched = set(
        SourceRecord.objects.filter(import_id=import_id).values_list("person_id", flat=True)
    )
    heirs = {person: heir for person, heir in still.items() if person in touched}
    _hand_over(import_id, heirs)
    SourceRecord.objects.filter(import_id=import_id).delete()
    gone = 0
    for some in batches(sorted(touched)):
        spoken = set(
            SourceRecord.objects.filter(person_id__in=some).values_list("person_id", flat=True)
        )
        lonely = [person for person in some if person not in spoken]
        gone += len(lonely)
        Person.objects.filter(pk__in=lonely).delete()
    Identifier.objects.filter(import_id=import_id).delete()
    Membership.objects.filter(import_id=import_id).delete()
    close_cards(touched)
    derive_current(touched)
    return gone


def _hand_over(import_id: int, heirs: Mapping[int, int]) -> None:
    by_heir: dict[int, list[int]] = {}
    for person, heir in sorted(heirs.items()):
        by_heir.setdefault(heir, []).append(person)
    for heir, persons in by_heir.items():
        for some in batches(persons):
            own = set(
                SourceRecord.objects.filter(import_id=heir, person_id__in=some).values_list(
                    "person_id", flat=True
                )
            )
            silent = [person for person in some if person not in own]
            for model in (SourceRecord, Identifier, Membership):
                rows = model._default_manager.filter(import_id=import_id, person_id__in=silent)
                rows.update(import_id=heir)


def _matched(prepared: pl.DataFrame, context: Context) -> pl.DataFrame:
    claims = claims_of(prepared)
    outcomes = resolve(claims, known_for(claims, context.area))
    table = pl.DataFrame(
        {
            "claim": list(outcomes),
            "person_id": [o.person for o in outcomes.values()],
            "group": [o.group for o in outcomes.values()],
            "how": [o.how for o in outcomes.values()],
            "doubt": [o.doubt for o in outcomes.values()],
        },
        schema={
            "claim": pl.String, "person_id": pl.Int64, "group": pl.String, "how": pl.String,
            "doubt": pl.String,
        },
    )  # fmt: skip
    return prepared.join(table, on="claim", how="left", maintain_order="left")


def _told(prepared: pl.DataFrame, said: Sayings, context: Context) -> pl.DataFrame:
    """Row by row who is spoken of, when, and the number of the saying."""
    return prepared.select(
        pl.int_range(pl.len()).alias("row"),
        pl.col("person_id").alias("person"),
        "how",
        "group",
        pl.col("date").fill_null(context.as_of).alias("as_of"),
        "row_no",
        "claim",
        said.of_row.alias("saying"),
    )


def _make_persons(told: pl.DataFrame, said: Sayings, context: Context) -> pl.DataFrame:
    """New persons, one per group, with their current values: `group`, `person_id`."""
    new = told.filter(pl.col("how") == "baru")
    groups = new.group_by("group", maintain_order=True).agg(
        pl.col("saying").first(), (pl.col("saying").n_unique() > 1).alias("differs")
    )
    various = new.join(groups.filter("differs"), on="group", how="semi", maintain_order="left")
    records: dict[str, list[Record]] = {}
    for group, row, as_of, saying in various.select("group", "row", "as_of", "saying").iter_rows():
        record = Record(context.layout, as_of, row, said.facts[saying])
        records.setdefault(group, []).append(record)
    persons = []
    for group, saying in groups.select("group", "saying").iter_rows():
        alone = Record(context.layout, context.as_of, 0, said.facts[saying])
        columns = current_columns(records.get(group, [alone]))
        persons.append(tuple(columns[name] for name in CURRENT))
    return groups.select("group", pl.Series("person_id", _inserted(persons), dtype=pl.Int64))


def make_persons(known: Sequence[Sequence[Record]]) -> list[int]:
    """New persons, one for each group of records, with the current values that follow from them;
    their keys, in order. The records themselves are written by the caller."""
    orders = orders_today()
    columns = [current_columns(records, orders) for records in known]
    return _inserted([tuple(one[name] for name in CURRENT) for one in columns])


def _inserted(persons: list[tuple[Any, ...]]) -> list[int]:
    """Insert persons (values of CURRENT) under new public ids; their keys, in order."""
    if not persons:
        return []
    ids = _free_ids(len(persons))
    now = timezone.now()
    last = Person.objects.aggregate(last=Max("pk"))["last"] or 0
    insert_missing(
        Person,
        ("public_id", "created_at", "left_on", "left_why", *CURRENT),
        [(public_id, now, None, "", *one) for public_id, one in zip(ids, persons, strict=True)],
    )
    # keys only grow, so one range holds all of them
    keys = dict(Person.objects.filter(pk__gt=last).values_list("public_id", "pk"))
    return [keys[public_id] for public_id in ids]


def _free_ids(count: int) -> list[str]:
    ids = public_ids.new_many(count)
    taken: set[str] = set()
    for some in batches(ids, KEYS):
        for model in (Person, FormerId):
            rows = model._default_manager.filter(among("public_id", some))
            taken.update(rows.values_list("public_id", flat=True))
    free = [public_id for public_id in ids if public_id not in taken]
    return free + public_ids.new_many(count - len(free), taken=set(ids)) if taken else free


def _new_records(
    told: pl.DataFrame, said: Sayings, source: str, new: Collection[int] = frozenset()
) -> dict[int, str]:
    """Rows that say something their source did not say last; row index -> digest."""
    rows = told.filter(pl.col("person").is_not_null()).sort("person", "as_of", "row_no")
    known = set(rows["person"].unique().to_list()) - set(new)
    before: dict[int, list[tuple[dt.date, int, str]]] = {}
    for some in batches(sorted(known), KEYS):
        stored = SourceRecord.objects.filter(among("person", some), source=source).order_by("pk")
        for owner, day, digest in stored.values_list("person_id", "as_of", "digest"):
            before.setdefault(owner, []).append((day, -1, digest))
    plain = (pl.col("saying").n_unique().over("person") == 1) & ~pl.col("person").is_in(
        list(before)
    )
    first = rows.filter(plain).unique("person", keep="first", maintain_order=True)
    found = {row: said.digests[saying] for row, saying in first.select("row", "saying").iter_rows()}
    columns = ("person", "row", "as_of", "row_no", "saying")
    rest = rows.filter(~plain).select(columns).iter_rows()
    for person, several in groupby(rest, key=itemgetter(0)):
        found |= _said_anew(several, said, before.get(person, []))
    return found


def _said_anew(
    rows: Iterable[tuple[int, int, dt.date, int, int]],
    said: Sayings,
    before: list[tuple[dt.date, int, str]],
) -> dict[int, str]:
    """Of one person's rows (person, row, day, row number, saying) in order of day: those unlike
    what stood said on their day."""
    found: dict[int, str] = {}
    history = sorted(before, key=lambda item: item[0])
    days = {(day, digest) for day, _, digest in history}
    for _, row, as_of, order, saying in rows:
        digest = said.digests[saying]
        if (as_of, digest) in days or _last(history, as_of) == digest:
            continue
        found[row] = digest
        days.add((as_of, digest))
        history.append((as_of, order, digest))
        history.sort(key=lambda item: item[0])
    return found


def _last(history: list[tuple[dt.date, int, str]], day: dt.date) -> str:
    said = [digest for when, _, digest in history if when <= day]
    return said[-1] if said else ""


def _write_records(
    news: dict[int, str], told: pl.DataFrame, said: Sayings, context: Context
) -> None:
    columns = ("person", "as_of", "row_no", "saying", "claim")
    insert_missing(
        SourceRecord,
        ("person_id", "source", "as_of", "import_id", "row_no", "facts", "digest", "claim"),
        [
            (
                person, context.layout, as_of, context.import_id, row_no, said.facts[saying],
                digest, claim,
            )
            for digest, (person, as_of, row_no, saying, claim) in zip(
                news.values(), told[list(news)].select(columns).iter_rows(), strict=True
            )
        ],
    )  # fmt: skip
