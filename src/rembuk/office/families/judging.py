"""From evidence to where a family stands: risk by both rule versions, class, house, programmes.

Pure but for the evidence it is given. Three-valued: what is not known is never taken for a no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from rembuk.office.families import evidence
from rembuk.office.families.evidence import Facts
from rembuk.reference import Reference
from rembuk.reference.conditions import truth
from rembuk.reference.welfare import Programme
from rembuk.science.welfare import classes, house, krs, krs_beside
from rembuk.science.welfare.evidence import with_columns_of

NOW: krs.Scheme = "verval-krs"
OLDER: krs.Scheme = "PK21"
OTHERWISE: Final = ("waktu", "versi", "tidak-berlaku", "bukti-berbeda")
"""Why list and evidence say different things; other reasons mean that one of them is silent."""


@dataclass(frozen=True)
class Aid:
    """Programmes a family receives; `known` when any list tells of any programme."""

    received: tuple[str, ...]
    known: bool


def judged(
    families: Mapping[int, str], facts: Facts, roster: pl.DataFrame, rules: Reference, on: dt.date
) -> list[dict[str, Any]]:
    """The columns of `Standing` of each family, in the order given.

    Args:
        families: family -> place code.
        facts: what lists tell (`lists.queries.facts_of_families`).
        roster: who belongs to each (`evidence.roster`).
        rules: the reference.
        on: the day of judgement.
    """
    keys = list(families)
    if not keys:
        return []
    catalogue = rules.list_facts(on)
    people = evidence.composition(roster, on)
    known = evidence.whole(evidence.stated(facts, keys, catalogue), people)
    risk = _by_scheme(krs.families(krs.evaluate(known, rules, on)))
    why = reasons(facts, keys, people, rules, on)
    words = evidence.stated(facts, keys, catalogue, only="krs")
    listed, ticked = listed_risk(words, rules, on), listed_codes(words, rules, on)
    poor = _rows(classes.classes(evidence.deciles(facts, families), known["family_id"], rules, on))
    houses = _rows(house.house(known, rules, on))
    lacking = _rows(house.deprivations(known, rules, on))
    counts = _rows(people)
    programmes = rules.programmes(on)
    version = rules.welfare_version(on)
    types = {one.code for one in krs.krs_rules(rules, NOW, on).targets}
    found = []
    for family, place in families.items():
        now, older = risk[family, NOW], risk[family, OLDER]
        mine, count = facts.get(family, {}), counts.get(family, {})
        verdict, aid = poor[family], aid_of(mine, programmes)
        decile = next((one for one in mine.get("decile", ()) if one.value is not None), None)
        found.append(
            {
                "family_id": family,
                "place_code": place,
                "members": int(count.get("household_size") or 0),
                "under_two": count.get("under_two") or 0,
                "under_five": count.get("under_five") or 0,
                "pregnant": count.get("pregnant") or 0,
                "stunted": count.get("stunted") or 0,
                "at_risk": now["at_risk"],
                "factors": now["factors"],
                "unknown": now["unknown"],
                "at_risk_older": older["at_risk"],
                "target": of_target(now, types),
                "listed_at_risk": listed.get(family),
                "differs": [code for code, one in why.get(family, {}).items() if one in OTHERWISE],
                "beside": written(why.get(family, {})),
                "holds": holding(now["factors"], older["factors"], ticked.get(family, ())),
                "decile": _whole(decile.value) if decile else None,
                "decile_source": decile.source if decile else "",
                "decile_as_of": decile.as_of if decile else None,
                "poverty": verdict["poverty"],
                "poverty_rule": verdict["rule"] or "",
                "presumed": bool(verdict["presumed"]),
                "unfit_house": houses[family]["unfit"],
                "house_failed": houses[family]["failed"],
                "deprivations": lacking[family]["deprived"],
                "programmes": list(aid.received),
                "programmes_known": aid.known,
                "sources": " ".join(sources_of(mine)),
                "rule_version": version,
            }
        )
    return found


def reasons(
    facts: Facts, families: Sequence[int], people: pl.DataFrame, rules: Reference, on: dt.date
) -> dict[int, dict[str, str]]:
    """Family of the KRS list -> target types and factors in which list and evidence are not the
    same -> why (`krs_beside.WHY`)."""
    beside = beside_list(facts, families, people, rules, on)
    found: dict[int, dict[str, str]] = {}
    other = beside.filter(pl.col("why") != "sama").sort("family_id", "code")
    for family, code, why in other.select("family_id", "code", "why").iter_rows():
        found.setdefault(family, {})[code] = why
    return found


def written(why: Mapping[str, str]) -> str:
    """Reasons as `Standing.beside` keeps them, so that one can be searched for."""
    return "".join(f" {code}:{one}" for code, one in why.items()) + " " if why else ""


def read(beside: str) -> dict[str, str]:
    """What `written` wrote."""
    return dict(part.split(":", 1) for part in beside.split())


def listed_risk(listed: pl.DataFrame, rules: Reference, on: dt.date) -> dict[int, bool | None]:
    """Whether the KRS list shows each family at risk: its own word, else a target type and a factor
    among its columns. Null where it does not name the family or its codes cannot be read."""
    asked = {
        one.code: one for scheme in krs.SCHEMES for one in krs.krs_rules(rules, scheme, on).all
    }
    types = {one.code for one in krs.krs_rules(rules, NOW, on).targets}
    said = {code: one.listed for code, one in asked.items() if one.listed is not None}
    frame = with_columns_of(listed, said.values()).with_columns(
        truth(condition).alias(f"_{code}") for code, condition in said.items()
    )

    def any_of(codes: Iterable[str]) -> pl.Expr:
        return pl.any_horizontal(pl.col(f"_{code}").fill_null(False) for code in codes)

    def told(codes: Iterable[str]) -> pl.Expr:
        return pl.any_horizontal(pl.col(f"_{code}").is_not_null() for code in codes)

    target, factor = types & said.keys(), said.keys() - types
    shown = (
        pl.when(any_of(target) & any_of(factor))
        .then(True)
        .when(told(target) & told(factor))
        .then(False)
    )
    own = pl.col("at_risk") if "at_risk" in frame.columns else pl.lit(None, pl.Boolean)
    return dict(frame.select("family_id", pl.coalesce(own, shown)).iter_rows())


def listed_codes(listed: pl.DataFrame, rules: Reference, on: dt.date) -> dict[int, list[str]]:
    """Factors for which the KRS list itself says yes, of each family it names."""
    asked = {
        one.code: one for scheme in krs.SCHEMES for one in krs.krs_rules(rules, scheme, on).factors
    }
    said = {code: one.listed for code, one in sorted(asked.items()) if one.listed is not None}
    frame = with_columns_of(listed, said.values())
    ticked = frame.select(
        "family_id",
        pl.concat_list(
            pl.when(truth(condition)).then(pl.lit(code)) for code, condition in said.items()
        ).list.drop_nulls().alias("codes"),
    )  # fmt: skip
    return dict(ticked.iter_rows())


def holding(now: Iterable[str], older: Iterable[str], listed: Iterable[str]) -> str:
    """Factors as `Standing.holds` keeps them: ` bukti:KRS-F1 pk21:KRS-F1 daftar:KRS-F2 `."""
    told = {"bukti": now, "pk21": older, "daftar": listed}
    marks = [f"{by}:{code}" for by, codes in told.items() for code in codes]
    return f" {' '.join(marks)} " if marks else ""


def of_target(now: Mapping[str, Any], types: Collection[str]) -> bool | None:
    """Whether a family is of a target type; null where what is not known would decide."""
    if now["targets"]:
        return True
    return None if set(types) & set(now["unknown"]) else False


def beside_list(
    facts: Facts,
    families: Sequence[int],
    people: pl.DataFrame,
    rules: Reference,
    on: dt.date,
    scheme: krs.Scheme = NOW,
) -> pl.DataFrame:
    """The KRS list beside the other evidence, for the families it names (`krs_beside.beside`)."""
    catalogue = rules.list_facts(on)
    days = {
        family: max(
            one.as_of for told in facts[family].values() for one in told if one.source == "krs"
        )
        for family in families
        if any(one.source == "krs" for told in facts.get(family, {}).values() for one in told)
    }
    listed = evidence.stated(facts, list(days), catalogue, only="krs").with_columns(
        pl.Series("as_of", list(days.values()), dtype=pl.Date)
    )
    apart = evidence.stated(facts, list(days), catalogue, without="krs")
    return krs_beside.beside(evidence.whole(apart, people), listed, rules, on, scheme)


def aid_of(told: Mapping[str, Sequence[Any]], programmes: Iterable[Programme]) -> Aid:
    """The programmes the lists say a family receives."""
    received, known = [], False
    for one in programmes:
        said = [
            value.value
            for fact in one.facts
            for value in told.get(fact, ())[:1]
            if isinstance(value.value, bool)
        ]
        known = known or bool(said)
        if any(said):
            received.append(one.code)
    return Aid(tuple(received), known)


def sources_of(told: Mapping[str, Sequence[Any]]) -> list[str]:
    """Codes of the lists that tell anything of a family."""
    return sorted({one.source for several in told.values() for one in several})


def _by_scheme(found: pl.DataFrame) -> dict[tuple[int, str], dict[str, Any]]:
    return {(row["family_id"], row["scheme"]): row for row in found.iter_rows(named=True)}


def _rows(frame: pl.DataFrame) -> dict[int, dict[str, Any]]:
    return {row["family_id"]: row for row in frame.iter_rows(named=True)}


def _whole(value: Any) -> int | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 10
    return int(value) if fits else None
