"""Tabs of a year as offices know them: the scheme's, then what stands in none of them, then the
quantities an office owns whether or not an indicator counts them above the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.convergence import told
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.registry import Registry
from rembuk.reference.indicators import Indicator

REST: Final = "lain"
OWN: Final = "besaran"


@dataclass(frozen=True)
class TabView:
    """A tab with the indicators in force; `kind` as the scheme says (desa, kartu, program)."""

    code: str
    name: str
    kind: str
    indicators: tuple[Indicator, ...]


def all_of(year: Year, asked: Registry) -> list[TabView]:
    """The tabs of a year that have something to fill, in the order of the web."""
    scheme = reference.load().scheme(asked.scheme)
    found, placed = [], set[str]()
    for tab in scheme.tabs:
        mine = tuple(asked.indicators[code] for code in tab.indicators if code in asked.indicators)
        placed |= set(tab.indicators)
        if mine:
            found.append(TabView(tab.code, told.named(tab), tab.kind, mine))
    rest = [one for code, one in asked.indicators.items() if code not in placed]
    sheets = list(dict.fromkeys(one.sheet for one in rest))
    if len(sheets) > 1:
        for number, sheet in enumerate(sheets):
            mine = tuple(one for one in rest if one.sheet == sheet)
            name = sheet or _("Indikator lain")
            found.append(TabView(f"{REST}-{number}", name, _kind(mine), mine))
    elif rest:
        name = sheets[0] or _("Indikator")
        found.append(TabView(REST, name, _kind(tuple(rest)), tuple(rest)))
    return found


def one(year: Year, asked: Registry, code: str) -> TabView | None:
    """A tab by its code; None when the year has none."""
    if code == OWN:
        return TabView(OWN, _("Besaran milik kantor"), "desa", ())
    return next((tab for tab in all_of(year, asked) if tab.code == code), None)


def by_indicator(year: Year, asked: Registry) -> dict[str, str]:
    """Indicator -> code of the tab it is filled in."""
    return {one.code: tab.code for tab in all_of(year, asked) for one in tab.indicators}


def _kind(indicators: tuple[Indicator, ...]) -> str:
    return "kartu" if all(one.level == "kabupaten" for one in indicators) else "desa"
