"""Learning a model from the records themselves: no labels needed.

Strangers: all pairs of a sample in which nobody stands twice. One person: expectation
maximisation (Splink) on pairs that share a strong key, each field from a key it is not part of.
One family: pairs of one card within one list, counted. Samples are taken by order, not by chance,
so the same records give the same model on every engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from rembuk.science.linkage.engines import Workshop, linker
from rembuk.science.linkage.keys import COMPARED
from rembuk.science.linkage.model import (
    Model,
    ModelError,
    UntrainedLevelError,
    Worth,
)
from rembuk.science.linkage.relations import of_one_day, of_one_family

STRANGERS: Final = {("nama", "lahir", "nik"): 900, ("kelamin", "keluarga"): 2400}
"""Records of which all pairs are compared: 0.4 million by letters, 2.9 million by equality."""
EQUALITIES: Final = {
    "nama": (("sama-jarang", "true", "nama_jarang"), ("sama", "true", "nama_kunci")),
    "lahir": (("sama-bawaan", "lahir_bawaan = '1'", "lahir"),
              ("sama", "lahir_bawaan = '0'", "lahir")),
    "nik": (("sama", "true", "nik"), ("urut-dekat", "true", "nik_berikut"),
            ("urut", "true", "nik_dasar")),
    "keluarga": (("kartu", "true", "kk"),),
}  # fmt: skip
"""Field -> its first levels, the rows in which they can occur, and the column that is equal."""
MOST_PAIRS: Final = 80_000
"""About this many pairs teach one field; more change nothing."""
ENOUGH_PAIRS: Final = 1000

LESSONS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "nama": (("nik",), ("kk", "lahir"), ("alamat", "lahir")),
    "lahir": (("nik",), ("nama_kunci", "kk"), ("nama_kunci", "alamat")),
    "kelamin": (("nik",), ("nama_kunci", "lahir")),
    "nik": (("nama_kunci", "lahir"),),
    "keluarga": (("nama_kunci", "lahir"), ("nik",)),
}
"""Field -> keys whose pairs teach it, the best first."""

Levels = Mapping[str, tuple[str, ...]]
Shares = dict[str, dict[str, float]]


def train(
    shop: Workshop, table: pl.DataFrame, sources: pl.Series, levels: Levels, base: Model | None
) -> Model:
    """A model of the records of `keys`; `sources` is their list, `base` fills in the family shares.

    Raises:
        ModelError: too few pairs to learn from.
        UntrainedLevelError: some level was never seen.
    """
    strangers, unseen = _strangers(shop, table, levels)
    same, pairs = _one_person(shop, table, levels, strangers, unseen)
    dated = of_one_day(shop, _everybody_once(table), levels)
    family, twins, relatives = of_one_family(shop, table, sources, levels, base)
    for kinds, floor in (
        (strangers, 0.04 / table.height),
        (dated, 1e-5),
        (family, 2e-3),
        (twins, 5e-3),
    ):
        if "nik" in kinds:  # somebody else's number on a record, which samples do not show
            kinds["nik"]["sama"] = max(kinds["nik"]["sama"], floor)
    for kinds in (family, twins):
        written_wrong(kinds, same)
    worths = {
        field: tuple(
            Worth(code, *(
                _told(kinds.get(field, {}).get(code, 1.0))
                for kinds in (same, strangers, dated, family, twins)
            ))
            for code in codes[1:]
        )
        for field, codes in levels.items()
    }  # fmt: skip
    model = Model(
        levels=worths, partners=1.0, repeats=0.02, relatives=relatives, records=table.height,
        source="dilatih dari catatan ini",
        counts={"pasangan_latih": pairs, "catatan_latih": table.height},
    )  # fmt: skip
    model.check()
    return model


def _told(share: float) -> float:
    """A share to six digits: beyond them engines differ by the order in which they add."""
    return float(f"{share:.6g}")


def written_wrong(kinds: Shares, same: Shares) -> None:
    """Raises shares counted on clean cards to what they are where names and numbers are mistyped.

    Two serials that differ and a mistyped digit are a NIK two digits off; a longer name that lost
    its second word is the twin's short name.
    """
    for field, less, slip, code in (
        ("nik", "urut-dekat", "ketik", "ketik-2"), ("nama", "singkat", "singkat", "sama"),
    ):  # fmt: skip
        if {less, code} <= kinds.get(field, {}).keys() and slip in same.get(field, {}):
            least = kinds[field][less] * same[field][slip]
            kinds[field][code] = max(kinds[field][code], least / (2 if field == "nama" else 1))


def _strangers(shop: Workshop, table: pl.DataFrame, levels: Levels) -> tuple[Shares, float]:
    """Shares of levels among pairs of two persons, and the share that stands for "never seen".

    The first levels are equalities: they are counted over everybody. The rest come from a sample.
    """
    once = _everybody_once(table)
    if once.height < 50:
        raise ModelError("catatan terlalu sedikit untuk melatih model")
    shares: Shares = {}
    for fields, size in STRANGERS.items():
        here = {field: codes for field, codes in levels.items() if field in fields}
        sample = once.gather_every(max(1, once.height // size)).head(size)
        name = shop.table(sample.select("id", *COMPARED), f"asing_{fields[0]}")
        made = linker(shop, name, here, [])
        made.training.estimate_u_using_random_sampling(
            max_pairs=float(sample.height**2 * 2), seed=None, min_count_per_level=None,
            num_chunks=1,
        )  # fmt: skip
        shares |= _shares(made, here, "u")
    every = once.height * (once.height - 1) / 2
    for field, columns in EQUALITIES.items():
        if field in levels and columns[0][0] in levels[field]:
            before = 0.0
            for code, rows, column in columns:
                listed = once.filter(pl.sql_expr(rows))
                count = listed.group_by(column).len().drop_nulls()
                if code == "urut-dekat":  # one's number, and the other's next number
                    own = listed.group_by("nik").len().drop_nulls()
                    met = own.join(count, left_on="nik", right_on=column)
                    equal = before + float((met["len"] * met["len_right"]).sum())
                else:
                    equal = float((count["len"] * (count["len"] - 1) / 2).sum())
                shares[field][code] = max(equal - before, 0.0) / every
                before = equal if rows == "true" else before
    unseen = 0.5 / every
    return {
        field: {code: max(shares[field].get(code, 0.0), unseen) for code in codes[1:]}
        for field, codes in levels.items()
    }, unseen


def _everybody_once(table: pl.DataFrame) -> pl.DataFrame:
    """Records of different persons: a duplicate-free list if it is large, else one for each key."""
    free = table.filter(pl.col("grup") < 0)
    if free.height:
        largest = free.group_by("grup").len().sort("len", "grup", descending=True)
        free = free.filter(pl.col("grup") == largest["grup"][0])
    if free.height >= max(2000, 0.2 * table.height):
        return free
    for names in (["nik"], ["nama_kunci", "lahir"]):
        known = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
        table = table.filter(~known | (pl.int_range(pl.len()).over(names) == 0))
    return table


def _one_person(
    shop: Workshop, table: pl.DataFrame, levels: Levels, strangers: Shares, unseen: float
) -> tuple[Shares, int]:
    fixed = {
        field: {code: (0.5, share) for code, share in shares.items()}
        for field, shares in strangers.items()
    }
    done: dict[tuple[str, ...], tuple[Shares, int]] = {}
    learned: Shares = {}
    for field, codes in levels.items():
        mixed: dict[str, float] = {}
        most = 0
        for columns in LESSONS[field]:
            if columns not in done:
                done[columns] = _lesson(shop, table, levels, columns, fixed)
            shares, pairs = done[columns]
            most = max(most, pairs if field in shares else 0)
            for code, share in shares.get(field, {}).items():
                mixed.setdefault(code, share)
        if not most:
            raise ModelError("pasangan yang pasti satu orang terlalu sedikit untuk melatih model")
        # Unseen among so many pairs of one person, but seen among strangers: that is knowledge.
        # Unseen among both is none.
        seen = strangers[field]
        missing = [code for code in codes[1:] if code not in mixed and seen[code] <= unseen]
        if missing:
            raise UntrainedLevelError(
                "tingkat kesamaan yang tidak pernah terlihat saat pelatihan: "
                + ", ".join(f"{field}/{code}" for code in missing)
            )
        some = {code: max(mixed.get(code, 0.0), 0.5 / most) for code in codes[1:]}
        learned[field] = {code: share / sum(some.values()) for code, share in some.items()}
    return learned, sum(pairs for _, pairs in done.values())


def _lesson(
    shop: Workshop,
    table: pl.DataFrame,
    levels: Levels,
    columns: tuple[str, ...],
    fixed: Mapping[str, Mapping[str, tuple[float, float]]],
) -> tuple[Shares, int]:
    """What pairs equal in `columns` teach of every other field, and how many there were."""
    here = table.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in columns))
    here = here.filter(pl.col("grup").n_unique().over(columns) > 1)
    here = here.filter(pl.len().over(columns) <= 20)
    counted = here.group_by(columns).agg(pl.len(), pl.col("id").min())
    pairs = int((counted["len"] * (counted["len"] - 1) // 2).sum())
    if pairs < ENOUGH_PAIRS:
        return {}, pairs
    if pairs > MOST_PAIRS:  # whole groups, taken evenly along the records
        step = -(-pairs // MOST_PAIRS)
        kept = counted.sort("id").gather_every(step).select(columns)
        here = here.join(kept, on=columns, how="semi", maintain_order="left")
        pairs //= step
    name = "ajar_" + "_".join(columns)
    made = linker(shop, shop.table(here.select("id", "grup", *COMPARED), name), levels, [], fixed)
    rule = " and ".join([*(f"l.{c} = r.{c}" for c in columns), "l.grup <> r.grup"])
    made.training.estimate_parameters_using_expectation_maximisation(rule, fix_u_probabilities=True)
    hidden = {f for f in levels if set(columns) & _columns_of(f)}
    return _shares(made, {f: c for f, c in levels.items() if f not in hidden}, "m"), pairs


def _columns_of(field: str) -> set[str]:
    starts = {"nama": ("nama_",), "lahir": ("lahir",), "nik": ("nik",), "kelamin": ("kelamin",)}
    if field in starts:
        return {name for name in COMPARED if name.startswith(starts[field])}
    others = {name for one in starts.values() for name in COMPARED if name.startswith(one)}
    return set(COMPARED) - others


def _shares(made: Any, levels: Levels, what: str) -> Shares:
    """What Splink saw in training, `m` (one person) or `u` (strangers); unseen levels are absent.

    Read from its levels, not from its saved model: that fills unseen levels with a default.
    """
    shares: Shares = {}
    for one in made._settings_obj.core_model_settings.comparisons:
        field = one.output_column_name
        if field in levels:
            seen = [getattr(level, f"_trained_{what}_median") for level in one.comparison_levels]
            shares[field] = {
                code: float(share)
                for code, share in zip(levels[field], seen, strict=True)
                if share is not None and share > 0
            }
    return shares
