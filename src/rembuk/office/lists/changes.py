"""What changes in rows an edition already has: facts before and after, without identities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from rembuk.office.lists.meaning import Stored, known, meaning, said
from rembuk.office.lists.models import ListedPerson, ListRow
from rembuk.office.lists.preparing import facts_of
from rembuk.office.lists.shapes import Shape
from rembuk.reference.lists import ListFact

SHOWN: Final = 100
"""Rows whose changes are worked out for the preview."""
COLUMNS: Final = ("row_no", "subject", "column", "before", "after")


def frame(
    prepared: pl.DataFrame, verdicts: pl.DataFrame, stored: pl.DataFrame, shape: Shape
) -> pl.DataFrame:
    """Changed facts of the first changed rows: the columns of `Examined.changes`."""
    changed = verdicts.filter(pl.col("verdict") == "berubah").head(SHOWN).select("row_no")
    rows = prepared.join(changed, on="row_no", how="semi", maintain_order="left")
    before = stored.group_by("edition_label", "key").agg(pl.col("id").max())
    rows = rows.join(before, on=["edition_label", "key"], how="left", maintain_order="left")
    lines = list(_lines(rows, shape)) if rows.height else []
    schema = {"row_no": pl.Int64, **dict.fromkeys(COLUMNS[1:], pl.String)}
    return pl.DataFrame(lines, schema=schema, orient="row")


def _lines(rows: pl.DataFrame, shape: Shape) -> Iterator[tuple[int, str, str, str, str]]:
    ids = rows["id"].to_list()
    families = dict(ListRow.objects.filter(pk__in=ids).values_list("pk", "facts"))
    persons = {
        (row, part): facts
        for row, part, facts in ListedPerson.objects.filter(row__in=ids).values_list(
            "row_id", "part", "facts"
        )
    }
    numbers = rows["row_no"].to_list()
    for number, old, facts in zip(numbers, ids, facts_of(rows, shape, "keluarga"), strict=True):
        yield from _differing(number, "keluarga", families.get(old, {}), facts, shape)
    for part in range(len(shape.parts)):
        told = facts_of(rows, shape, "orang", part)
        for number, old, facts in zip(numbers, ids, told, strict=True):
            before = persons.get((old, part), {})
            yield from _differing(number, "orang", before, facts, shape)


def _differing(
    row: int, who: str, before: Mapping[str, Stored], after: Mapping[str, Stored], shape: Shape
) -> Iterator[tuple[int, str, str, str, str]]:
    catalogue, codes = known()
    for code in sorted({*before, *after}):
        if before.get(code) == after.get(code) or code not in catalogue:
            continue
        fact = catalogue[code]

        def shown(facts: Mapping[str, Stored], code: str = code, fact: ListFact = fact) -> str:
            if code not in facts:
                return ""
            return said(meaning(facts[code], fact, shape.source.value, codes), fact)

        yield (row, who, fact.name_id, shown(before), shown(after))
