"""What the lists of agencies tell of families, as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import polars as pl

from rembuk import reference
from rembuk.office.families.judging import listed_risk
from rembuk.office.lists.meaning import Stored, known, meaning
from rembuk.office.lists.models import ListRow
from rembuk.office.places.scope import within
from rembuk.reference.lists import ListCode, ListFact

KEPT: Final = (
    "pus", "wife_pregnant", "has_child_0_23", "water_proper", "water_source", "latrine_proper",
    "latrine", "septic", "pkh", "bpnt", "sembako", "pbi", "decile", "accompaniment", "at_risk",
    "help_referral", "help_aid", "help_counselling", "help_elsimil", "help_eppgbm", "help_sponsor",
    "help_food", "help_none",
)  # fmt: skip
"""Facts the queries ask for."""

HELP: Final = (
    "help_referral", "help_aid", "help_counselling", "help_elsimil", "help_eppgbm", "help_sponsor",
    "help_food",
)  # fmt: skip
_KINDS: Final[Mapping[str, Any]] = {
    "flag": pl.Boolean, "number": pl.Float64, "word": pl.String, "date": pl.String,
}  # fmt: skip
_PLAIN: Final[Mapping[str, type | tuple[type, ...]]] = {
    "flag": bool, "number": (int, float), "word": str, "date": str,
}  # fmt: skip


@dataclass
class Lists:
    """Rows of families in every list of an area. `family` is the key of people.Family; a row that
    is not linked to one is a family of its own, with a negative number (`row`)."""

    place: str

    @cached_property
    def catalogue(self) -> tuple[Mapping[str, ListFact], tuple[ListCode, ...]]:
        """Facts of families, and what codes mean."""
        facts, codes = known()
        return {code: one for code, one in facts.items() if one.scope == "keluarga"}, codes

    @cached_property
    def rows(self) -> pl.DataFrame:
        """Standing rows: `family, row, village, source, edition, as_of` and every family fact."""
        catalogue, codes = self.catalogue
        found = ListRow.objects.current().filter(within("place_code", self.place))
        told = found.exclude(edition__source__startswith="elsimil").order_by(
            "-edition__as_of", "-pk"
        )
        lines = told.values_list(
            "pk", "family_id", "kk_digest", "place_code", "edition__source", "edition_id",
            "edition__as_of", "facts",
        )  # fmt: skip
        cards: dict[str, int] = {}
        memory: dict[tuple[str, str, Stored], Stored | None] = {}
        heads: dict[str, list[Any]] = {name: [] for name in _HEAD}
        columns: dict[str, list[Any]] = {code: [] for code in catalogue}
        number = 0
        for pk, family, card, place, source, edition, as_of, facts in lines.iterator():
            who = family or (cards.setdefault(card, -pk) if card else -pk)
            head = (who, pk, place[:13], source, edition, as_of)
            for name, value in zip(_HEAD, head, strict=True):
                heads[name].append(value)
            # a row tells few of the facts there are: columns are filled up to it when one is told
            for code, raw in facts.items():
                if raw is None or code not in columns:
                    continue
                key = (source, code, raw)
                if key not in memory:
                    fact = catalogue[code]
                    memory[key] = _plain(meaning(raw, fact, source, codes).value, fact)
                column = columns[code]
                column.extend([None] * (number - len(column)))
                column.append(memory[key])
            number += 1
        for column in columns.values():
            column.extend([None] * (number - len(column)))
        kinds = {code: _KINDS[fact.kind] for code, fact in catalogue.items()}
        return pl.DataFrame(heads | columns, {**_HEAD, **kinds})

    @cached_property
    def _days(self) -> list[dt.date]:
        return sorted(self.rows["as_of"].unique().to_list())

    def _upto(self, day: dt.date) -> dt.date | None:
        """The newest as-of day on a day: between two, every list says the same."""
        before = [one for one in self._days if one <= day]
        return before[-1] if before else None

    @cached_property
    def _kept(self) -> dict[tuple[str, dt.date | None], pl.DataFrame]:
        return {}

    def families(self, day: dt.date) -> pl.DataFrame:
        """One row a family on a day: `family, row, village` and `KEPT`, each fact the newest told,
        and `risk`: at risk by its newest KRS row (null: no KRS list names it)."""
        key = ("families", self._upto(day))
        if key not in self._kept:
            self._kept[key] = self._as_of(day)
        return self._kept[key]

    def _as_of(self, day: dt.date) -> pl.DataFrame:
        rows = self.rows.filter(pl.col("as_of") <= day)
        newest = rows.group_by("family", maintain_order=True).agg(
            pl.col("row").first(),
            pl.col("village").first(),
            pl.col("as_of").first(),
            *(pl.col(code).drop_nulls().first() for code in KEPT),
        )
        named = rows.filter(pl.col("source") == "krs")
        catalogue, _codes = self.catalogue
        said = named.group_by("family", maintain_order=True).agg(
            pl.col(code).drop_nulls().first() for code in catalogue
        )
        rules = reference.load()
        risk = listed_risk(said.rename({"family": "family_id"}), rules, day) if len(said) else {}
        return newest.join(
            pl.DataFrame(
                {"family": list(risk), "risk": list(risk.values())},
                {"family": pl.Int64, "risk": pl.Boolean},
            ),
            on="family",
            how="left",
            maintain_order="left",
        )

    def residents(self, day: dt.date) -> pl.DataFrame:
        """Families counted on a day: those of the civil register's edition of the day (before the
        first one, of the first) and those any list names up to the day; only families that people
        belong to or cards that stand. `family, row, village`."""
        key = ("residents", self._upto(day))
        if key not in self._kept:
            self._kept[key] = self._residents(day)
        return self._kept[key]

    def _residents(self, day: dt.date) -> pl.DataFrame:
        civil = self.rows.filter(pl.col("source") == "dukcapil")
        before = civil.filter(pl.col("as_of") <= day)
        chosen = before["as_of"].max() if len(before) else civil["as_of"].min()
        base = civil.filter(pl.col("as_of") == chosen) if chosen is not None else civil
        others = self.rows.filter((pl.col("as_of") <= day) & (pl.col("source") != "dukcapil"))
        both = pl.concat([base.select(_WHO), others.select(_WHO)])
        return both.filter(pl.col("family") > 0).unique("family", keep="first", maintain_order=True)

    def newest(self, day: dt.date) -> dt.date | None:
        """The newest as-of day on a day."""
        return self._upto(day)


_WHO: Final = ["family", "row", "village"]
_HEAD: Final[Mapping[str, Any]] = {
    "family": pl.Int64, "row": pl.Int64, "village": pl.String, "source": pl.String,
    "edition": pl.Int64, "as_of": pl.Date,
}  # fmt: skip


def _plain(value: Stored | None, fact: ListFact) -> Stored | None:
    """A value as its column holds it; None when it is of another kind."""
    if isinstance(value, bool) != (fact.kind == "flag"):
        return None
    if not isinstance(value, _PLAIN[fact.kind]):
        return None
    return float(value) if isinstance(value, int | float) and fact.kind == "number" else value
