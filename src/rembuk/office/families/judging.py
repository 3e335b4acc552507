"""From evidence to where a family stands: risk by both rule versions, class, house, programmes.

Pure but for the evidence it is given. Three-valued: what is not known is never taken for a no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from rembuk.office.families import evidence
from rembuk.office.families.evidence import Facts
from rembuk.reference import Reference
from rembuk.reference.welfare import Programme
from rembuk.science.welfare import classes, house, krs, krs_beside

NOW: krs.Scheme = "verval-krs"
OLDER: krs.Scheme = "PK21"


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
    differs = differing(facts, keys, people, rules, on)
    listed = _flag(evidence.stated(facts, keys, catalogue, only="krs"), "at_risk")
    poor = _rows(classes.classes(evidence.deciles(facts, families), known["family_id"], rules, on))
    houses = _rows(house.house(known, rules, on))
    lacking = _rows(house.deprivations(known, rules, on))
    counts = _rows(people)
    programmes = rules.programmes(on)
    version = rules.welfare_version(on)
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
                "listed_at_risk": listed.get(family),
                "differs": differs.get(family, []),
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


def differing(
    facts: Facts, families: Sequence[int], people: pl.DataFrame, rules: Reference, on: dt.date
) -> dict[int, list[str]]:
    """Family -> codes of target types and factors in which the KRS list and the evidence differ."""
    beside = beside_list(facts, families, people, rules, on)
    other = beside.filter(~pl.col("why").is_in(["sama", "daftar-kosong", "bukti-kosong"])).sort(
        "family_id", "code"
    )
    grouped = other.group_by("family_id", maintain_order=True).agg("code")
    return dict(grouped.iter_rows())


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


def _flag(frame: pl.DataFrame, name: str) -> dict[int, bool | None]:
    return dict(frame.select("family_id", name).iter_rows()) if name in frame.columns else {}


def _whole(value: Any) -> int | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 10
    return int(value) if fits else None
