"""A worksheet read as facts: what was typed stands, else what records say; values computed from
them. Risk criteria and the experts' suggestions read these, never the raw answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from rembuk import reference
from rembuk.office.audits.criteria import GROUP_OF, Judged, judge
from rembuk.office.audits.models import Case, Group, Worksheet
from rembuk.office.audits.worksheet.prefill import FLAGS, RECENT, months_between
from rembuk.science.growth import zscores

TYPED: Final = "lembar kerja"


@dataclass(frozen=True)
class FactValue:
    """A fact of a sheet. `source` is a record's name, or TYPED; `field` the answer behind it."""

    value: Any
    source: str
    on: dt.date | None
    field: str = ""


def stands(sheet: Worksheet, key: str) -> FactValue | None:
    """The value of one answer that stands: typed first, then drawn; None when neither says."""
    typed = sheet.answers.get(key)
    if typed and typed.get("value") not in (None, ""):
        return FactValue(typed["value"], TYPED, _day(str(typed.get("at", ""))[:10]), key)
    drawn = sheet.drawn.get(key)
    if drawn and drawn.get("value") not in (None, ""):
        return FactValue(drawn["value"], str(drawn["source"]), _day(drawn.get("as_of")), key)
    return None


def facts(sheet: Worksheet, case: Case, on: dt.date) -> dict[str, FactValue]:
    """Fact -> its value. Of a repeated section the latest time that has an answer."""
    found: dict[str, FactValue] = {}
    for section in sheet.shape:
        times = [one["code"] for one in section["repeat"]]
        for field in section["fields"]:
            if not field["fact"]:
                continue
            keys = [f"{field['code']}@{time}" for time in reversed(times)] or [field["code"]]
            value = next((one for key in keys if (one := stands(sheet, key))), None)
            if value is not None:
                found[field["fact"]] = value
    for name in FLAGS:
        if name not in found and (value := stands(sheet, f"fakta.{name}")):
            found[name] = value
    for name, value in _computed(sheet, case, on):
        found[name] = value
    return found


def judged(sheet: Worksheet, case: Case, on: dt.date) -> Judged:
    """The risk criteria of the case's group on the sheet."""
    group = case.audit_group
    known = {name: one.value for name, one in facts(sheet, case, on).items()}
    return judge(known, GROUP_OF[group], on, reference.load())


def _computed(sheet: Worksheet, case: Case, on: dt.date) -> Iterator[tuple[str, FactValue]]:
    born = case.person.birth_date
    if case.group in (Group.BADUTA, Group.BALITA):
        if born is not None:
            yield "age_months", FactValue(months_between(born, on), "Rembuk", on)
        yield from _growth(sheet, case, on)
        return
    if case.group == Group.CATIN:
        yield from _bmi(sheet, "kka.bb", "kka.tb")
        wedding, screened = (
            stands(sheet, "kka.tanggal_nikah"),
            stands(sheet, "kka.tanggal_skrining"),
        )
        if wedding and screened:
            first, last = _day(screened.value), _day(wedding.value)
            if first and last:
                days = (last - first).days
                yield "days_screened_before_wedding", FactValue(days, wedding.source, wedding.on)
    if case.group == Group.BUMIL:
        yield from _bmi(sheet, "kka.bb_awal", "kka.tb_ibu")
        yield from _contacts(sheet)


def _bmi(sheet: Worksheet, weight: str, height: str) -> Iterator[tuple[str, FactValue]]:
    kg, cm = stands(sheet, weight), stands(sheet, height)
    if kg and cm and float(cm.value) > 0:
        value = round(float(kg.value) / (float(cm.value) / 100) ** 2, 1)
        yield "bmi", FactValue(value, kg.source, kg.on, weight)


def _contacts(sheet: Worksheet) -> Iterator[tuple[str, FactValue]]:
    """Week of the latest contact with an answer, and mean arterial pressure of the latest one."""
    section = next((one for one in sheet.shape if one["code"] == "bagian.bumil-kontak"), None)
    week: FactValue | None = None
    mean: FactValue | None = None
    if section is None:
        return
    for time in reversed(section["repeat"]):
        keys = [f"{field['code']}@{time['code']}" for field in section["fields"]]
        said = [one for key in keys if (one := stands(sheet, key))]
        if said and week is None and time["ga_week"]:
            week = FactValue(time["ga_week"], said[0].source, said[0].on)
        high = stands(sheet, f"kka.kontak_sistol@{time['code']}")
        low = stands(sheet, f"kka.kontak_diastol@{time['code']}")
        if mean is None and high and low:
            value = round((float(high.value) + 2 * float(low.value)) / 3, 1)
            mean = FactValue(value, high.source, high.on, "kka.kontak_sistol")
    if week:
        yield "ga_week", week
    if mean:
        yield "map_mmhg", mean


def _growth(sheet: Worksheet, case: Case, on: dt.date) -> Iterator[tuple[str, FactValue]]:
    """Scores of the audit's own measuring where there is one, else of the last weighing."""
    again = measured_again(sheet, case)
    for name, key in (("zlen", "z_tb"), ("zwfl", "z_bbtb"), ("zwei", "z_bb")):
        own = again.get(name)
        if own is not None:
            yield name, FactValue(own, TYPED, again["on"], "kka.ulang_pb")
        elif last := stands(sheet, f"kka.timbang_{key}@m1"):
            yield name, last
    nt, when = stands(sheet, "kka.timbang_nt@m1"), stands(sheet, "kka.timbang_tgl@m1")
    weighed = _day(when.value) if when else None
    if nt and (weighed is None or on - weighed <= RECENT):
        yield "nt", nt


def measured_again(sheet: Worksheet, case: Case) -> dict[str, Any]:
    """`zlen zwfl zwei on` of the audit's own measuring; empty without day, birth date or sex.
    Scores that are implausible (WHO flags) are left out."""
    day = stands(sheet, "kka.ulang_tgl")
    on = _day(day.value) if day else None
    person = case.person
    if on is None or person.birth_date is None or not person.sex or on < person.birth_date:
        return {}
    kg, cm, how = (stands(sheet, f"kka.ulang_{name}") for name in ("bb", "pb", "posisi"))
    if kg is None and cm is None:
        return {}
    swollen = stands(sheet, "kka.ulang_edema")
    row = zscores(
        pl.DataFrame(
            {
                "sex": ["m" if person.sex == "L" else "f"],
                "age": [(on - person.birth_date).days],
                "weight": [float(kg.value) if kg else None],
                "lenhei": [float(cm.value) if cm else None],
                "measure": [{"L": "l", "H": "h"}.get(str(how.value)) if how else None],
                "oedema": ["y" if swollen and swollen.value is True else "n"],
            },
            schema_overrides={
                "weight": pl.Float64, "lenhei": pl.Float64, "measure": pl.String,
            },
        ),
        ("zlen", "zwfl", "zwei"),
    ).row(0, named=True)  # fmt: skip
    flags = {"zlen": "flen", "zwfl": "fwfl", "zwei": "fwei"}
    return {"on": on} | {
        z: row[z] for z, flag in flags.items() if row[z] is not None and not row[flag]
    }


def plain(found: Mapping[str, FactValue]) -> dict[str, Any]:
    """Facts as bare values."""
    return {name: one.value for name, one in found.items()}


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
