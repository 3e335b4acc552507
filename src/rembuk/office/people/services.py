"""Writing persons: recognise or make the person of every row, keep what each row says.

The functions take canonical frames (see intake's receivers) and work in bulk: no query per row.
Everything is idempotent: the same frame a second time writes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import polars as pl
from django.db import transaction
from django.utils import timezone

from rembuk.office.intake.receivers import Context
from rembuk.office.people import public_ids
from rembuk.office.people.batches import batches
from rembuk.office.people.bulk import insert
from rembuk.office.people.claims import claims_of, prepare
from rembuk.office.people.facts import LABELS, Record, Value, digest_of, facts_frame, rows_of
from rembuk.office.people.families import write_families
from rembuk.office.people.identifiers import write_identifiers
from rembuk.office.people.matching import resolve
from rembuk.office.people.models import Identifier, Membership, Person, SourceRecord
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
    facts = rows_of(facts_frame(prepared))
    as_of = _as_of(prepared, context)
    news = _new_records(prepared["person_id"].to_list(), prepared, facts, as_of, context.layout)
    said = [
        "baru" if how == "baru" else "berubah" if row in news else "sama"
        for row, how in enumerate(prepared["how"].to_list())
    ]
    return prepared.with_columns(pl.Series("facts_said", said, dtype=pl.String))


def match_or_create(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Recognise the person of every row, make those who are new, and keep what the rows say.

    Returns the frame as `match` does (without `facts_said`), `person_id` filled in except for
    rows with `how == "ragu"`, plus `public_id`-free `is_new` (bool).
    """
    with transaction.atomic():
        prepared = _matched(prepare(frame), context)
        facts = rows_of(facts_frame(prepared))
        as_of = _as_of(prepared, context)
        made = _make_persons(prepared, facts, as_of, context)
        person_ids = [
            made.get(group) if person is None else person
            for person, group in zip(prepared["person_id"], prepared["group"], strict=True)
        ]
        prepared = prepared.with_columns(
            pl.Series("person_id", person_ids, dtype=pl.Int64),
            pl.Series("as_of", as_of, dtype=pl.Date),
            (pl.col("how") == "baru").alias("is_new"),
        )
        news = _new_records(
            person_ids, prepared, facts, as_of, context.layout, new=set(made.values())
        )
        _write_records(news, person_ids, prepared, facts, as_of, context)
        write_identifiers(prepared, context.import_id, new=set(made.values()))
        write_families(prepared, context.import_id)
        fresh = set(made.values())
        derive_current({person_ids[row] for row in news} - fresh)  # type: ignore[arg-type]
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


def _as_of(prepared: pl.DataFrame, context: Context) -> list[dt.date]:
    return prepared["date"].fill_null(context.as_of).to_list()


def _make_persons(
    prepared: pl.DataFrame, facts: list[dict[str, Value]], as_of: list[dt.date], context: Context
) -> dict[str, int]:
    """New persons, one per group, with their current values; group -> id."""
    said: dict[str, list[Record]] = {}
    for row, (how, group) in enumerate(zip(prepared["how"], prepared["group"], strict=True)):
        if how == "baru":
            record = Record(context.layout, as_of[row], row, facts[row])
            said.setdefault(group, []).append(record)
    ids = _free_ids(len(said))
    now = timezone.now()
    rows = []
    for public_id, records in zip(ids, said.values(), strict=True):
        columns = current_columns(records)
        rows.append((public_id, now, None, "", *(columns[name] for name in CURRENT)))
    insert(Person, ("public_id", "created_at", "left_on", "left_why", *CURRENT), rows)
    keys: dict[str, int] = {}
    for some in batches(ids):
        made = Person.objects.filter(public_id__in=some)
        keys.update(made.values_list("public_id", "pk"))
    return {group: keys[public_id] for group, public_id in zip(said, ids, strict=True)}


def _free_ids(count: int) -> list[str]:
    ids = public_ids.new_many(count)
    taken: set[str] = set()
    for some in batches(ids):
        rows = Person.objects.filter(public_id__in=some)
        taken.update(rows.values_list("public_id", flat=True))
    free = [public_id for public_id in ids if public_id not in taken]
    return free + public_ids.new_many(count - len(free), taken=set(ids)) if taken else free


def _new_records(
    person_ids: list[int | None],
    prepared: pl.DataFrame,
    facts: list[dict[str, Value]],
    as_of: list[dt.date],
    source: str,
    new: set[int] | None = None,
) -> dict[int, str]:
    """Rows that say something their source did not say last; row index -> digest."""
    claims = prepared["claim"].to_list()
    known = {person for person in person_ids if person is not None} - (new or set())
    told: dict[int, list[tuple[dt.date, int, str]]] = {}
    for some in batches(sorted(known)):
        stored = SourceRecord.objects.filter(person_id__in=some, source=source).order_by("pk")
        for owner, day, digest in stored.values_list("person_id", "as_of", "digest"):
            told.setdefault(owner, []).append((day, -1, digest))
    order = prepared["row_no"].to_list()
    rows_by_person: dict[int, list[int]] = {}
    for row, person in enumerate(person_ids):
        if person is not None:
            rows_by_person.setdefault(person, []).append(row)
    found: dict[int, str] = {}
    for person, rows in rows_by_person.items():
        history = sorted(told.get(person, []), key=lambda item: item[0])
        days = {(day, digest) for day, _, digest in history}
        rows.sort(key=lambda row: (as_of[row], order[row]))
        for row in rows:
            digest = digest_of(facts[row], claims[row])
            if (as_of[row], digest) in days or _last(history, as_of[row]) == digest:
                continue
            found[row] = digest
            days.add((as_of[row], digest))
            history.append((as_of[row], order[row], digest))
            history.sort(key=lambda item: item[0])
    return found


def _last(history: list[tuple[dt.date, int, str]], day: dt.date) -> str:
    said = [digest for when, _, digest in history if when <= day]
    return said[-1] if said else ""


def _write_records(
    news: dict[int, str],
    person_ids: list[int | None],
    prepared: pl.DataFrame,
    facts: list[dict[str, Value]],
    as_of: list[dt.date],
    context: Context,
) -> None:
    claims, numbers = prepared["claim"].to_list(), prepared["row_no"].to_list()
    insert(
        SourceRecord,
        ("person_id", "source", "as_of", "import_id", "row_no", "facts", "digest", "claim"),
        [
            (
                person_ids[row], context.layout, as_of[row], context.import_id, numbers[row],
                facts[row], digest, claims[row],
            )
            for row, digest in news.items()
        ],
    )  # fmt: skip
