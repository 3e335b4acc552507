"""Rows of lists into the tables: in bulk, and so that writing the same again changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rembuk.office.intake.bulk import insert
from rembuk.office.intake.reading.editions import parse
from rembuk.office.intake.receivers import Context
from rembuk.office.lists.models import Edition, ListedPerson, ListRow
from rembuk.office.lists.preparing import facts_of
from rembuk.office.lists.shapes import Shape
from rembuk.office.people import crypto
from rembuk.office.people.batches import batches
from rembuk.office.people.masking import masked_nik
from rembuk.office.people.models import IdentifierKind

ROW: Final = (
    "edition_id", "import_id", "row_no", "key", "digest", "facts", "kk_digest", "kk_cipher",
    "kk_masked", "place_code", "dusun", "rt", "rw", "address", "family_id", "superseded_by_id",
)  # fmt: skip
PERSON: Final = (
    "edition_id", "row_id", "part", "role", "record_key", "name", "name_key", "sex", "birth_date",
    "mother_name", "phone", "nik_digest", "nik_cipher", "nik_masked", "nik_findings", "facts",
    "person_id", "how", "probability", "run_id",
)  # fmt: skip


def stored_rows(prepared: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    """The standing rows with a key of `prepared`: `edition_label, key, id, import_id, digest`."""
    schema = {
        "edition_label": pl.String, "key": pl.String, "id": pl.Int64, "import_id": pl.Int64,
        "digest": pl.String,
    }  # fmt: skip
    found: list[tuple[Any, ...]] = []
    labels = prepared["edition_label"].unique().to_list()
    editions = dict(
        Edition.objects.filter(
            source=shape.source, label__in=labels, place_code=settings.REMBUK_AREA
        ).values_list("pk", "label")
    )
    for pk, label in editions.items():
        keys = prepared.filter(pl.col("edition_label") == label)["key"].unique().to_list()
        for some in batches(keys):
            rows = ListRow.objects.current().filter(edition=pk, key__in=some)
            found += [
                (label, *line) for line in rows.values_list("key", "id", "import_id", "digest")
            ]
    return pl.DataFrame(found, schema=schema, orient="row")


@transaction.atomic
def write(prepared: pl.DataFrame, shape: Shape, context: Context) -> None:
    """Write the prepared rows that are not there yet; rows of another import that say otherwise
    of the same key are superseded."""
    if prepared.is_empty():
        return
    stored = stored_rows(prepared, shape)
    known = stored.select("edition_label", "key", "digest").unique()
    new = prepared.join(known, on=["edition_label", "key", "digest"], how="anti",
                        maintain_order="left")  # fmt: skip
    new = new.unique(["edition_label", "key", "digest"], keep="first", maintain_order=True)
    if new.is_empty():
        return
    editions = _editions(new, shape, context)
    insert(ListRow, ROW, _row_values(new, shape, context, editions))
    numbers = ListRow.objects.filter(import_id=context.import_id)
    low, high = new["row_no"].min(), new["row_no"].max()
    ids = dict(numbers.filter(row_no__gte=low, row_no__lte=high).values_list("row_no", "pk"))
    insert(ListedPerson, PERSON, _person_values(new, shape, editions, ids))
    _supersede(new, stored, ids, context)


def forget(import_id: int) -> tuple[dict[str, int], set[int]]:
    """Take back everything an import wrote; what it superseded stands again. Returns counts and
    the editions touched."""
    mine = ListRow.objects.filter(import_id=import_id)
    touched = set(mine.values_list("edition_id", flat=True).distinct())
    with transaction.atomic():
        _hand_back(import_id)
        persons, _ = ListedPerson.objects.filter(row__import_id=import_id).delete()
        rows, _ = mine.delete()
        empty = Edition.objects.filter(pk__in=touched, rows__isnull=True, recaps__isnull=True)
        gone = set(empty.values_list("pk", flat=True))
        Edition.objects.filter(pk__in=gone).delete()
    return {"rows": rows, "persons": persons}, touched - gone


def edition(shape_source: str, label: str, as_of: dt.date, layout: str) -> Edition:
    """The edition of a source in this district, made where absent."""
    found, _ = Edition.objects.get_or_create(
        source=shape_source,
        label=label,
        place_code=settings.REMBUK_AREA,
        defaults={"as_of": as_of, "layout": layout},
    )
    return found


def _hand_back(import_id: int) -> None:
    """What this import's rows superseded: superseded by whatever superseded them, or standing."""
    chain = dict(
        ListRow.objects.filter(superseded_by__import_id=import_id)
        .exclude(import_id=import_id)
        .values_list("pk", "superseded_by__superseded_by")
    )
    heirs: dict[int | None, list[int]] = {}
    for pk, heir in chain.items():
        heirs.setdefault(heir, []).append(pk)
    for heir, rows in heirs.items():
        for some in batches(rows):
            ListRow.objects.filter(pk__in=some).update(superseded_by=heir)


def _editions(new: pl.DataFrame, shape: Shape, context: Context) -> dict[str, int]:
    today = timezone.localdate()
    out = {}
    days = new.group_by("edition_label").agg(pl.col("as_of").max())
    for label, day in sorted(days.iter_rows()):
        read = parse(label, today)
        guessed = read.as_of if read else context.as_of
        as_of = context.as_of if label == context.edition else day or guessed
        out[label] = edition(shape.source.value, label, as_of, context.layout).pk
    return out


def _row_values(
    new: pl.DataFrame, shape: Shape, context: Context, editions: dict[str, int]
) -> Iterable[tuple[Any, ...]]:
    facts = facts_of(new, shape, "keluarga")
    cards = new["kk"].str.slice(0, 32).to_list()
    ciphers = _ciphers(cards, IdentifierKind.KK)
    short = {"dusun": 60, "rt": 5, "rw": 5, "address": 200}
    texts = new.select(
        pl.col(name).fill_null("").str.strip_chars().str.slice(0, size)
        for name, size in short.items()
    ).rows()
    plain = new.select(
        "edition_label", "row_no", "key", "digest", "kk_digest", "place_code"
    ).iter_rows()
    for (label, row_no, key, digest, kk_digest, place), said, card, cipher, where in zip(
        plain, facts, cards, ciphers, texts, strict=True
    ):
        yield (
            editions[label], context.import_id, row_no, key, digest, said, kk_digest, cipher,
            masked_nik(card), place, *where, None, None,
        )  # fmt: skip


def _person_values(
    new: pl.DataFrame, shape: Shape, editions: dict[str, int], ids: dict[int, int]
) -> Iterable[tuple[Any, ...]]:
    for number, _part in enumerate(shape.parts):
        there = new.filter(f"p{number}_there")
        if there.is_empty():
            continue
        facts = facts_of(there, shape, "orang", number)
        names = ("role", "record_key", "name", "name_key", "sex", "birth", "mother", "phone",
                 "nik", "nik_digest", "findings")  # fmt: skip
        columns = there.select("edition_label", "row_no", *(f"p{number}_{n}" for n in names))
        numbers = columns[f"p{number}_nik"].str.slice(0, 32).to_list()
        ciphers = _ciphers(numbers, IdentifierKind.NIK)
        for line, said, nik, cipher in zip(
            columns.iter_rows(), facts, numbers, ciphers, strict=True
        ):
            label, row_no, role, record, name, key, sex, birth, mother, phone, _, hashed, odd = line
            yield (
                editions[label], ids[row_no], number, role, record, name[:120], key[:120],
                sex if sex in {"L", "P"} else "", birth, mother[:120], phone[:20], hashed, cipher,
                masked_nik(nik), odd[:80], said, None, "", None, None,
            )  # fmt: skip


def _ciphers(numbers: list[str], kind: IdentifierKind) -> list[bytes | None]:
    given = iter(crypto.encrypt_all([n for n in numbers if n], kind.value))
    return [next(given) if number else None for number in numbers]


def _supersede(
    new: pl.DataFrame, stored: pl.DataFrame, ids: dict[int, int], context: Context
) -> None:
    others = stored.filter(pl.col("import_id") != context.import_id)
    last = new.group_by("edition_label", "key").agg(pl.col("row_no").last())
    for old, row_no in (
        others.join(last, on=["edition_label", "key"]).select("id", "row_no").iter_rows()
    ):
        ListRow.objects.filter(pk=old).update(superseded_by=ids[row_no])
