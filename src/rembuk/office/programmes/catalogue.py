"""The catalogue of what can be done: interventions, specific and sensitive, and programmes by the
three strategies against poverty, each with whom it serves, who owns it, what it costs here and
what is known of its effect. Nothing of an effect is told that was not read in a publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from rembuk import reference
from rembuk.office.places import said
from rembuk.office.places.numbers import plain
from rembuk.office.programmes import drafts, words
from rembuk.office.programmes.models import SubActivity, UnitCost
from rembuk.reference.needs import Need
from rembuk.reference.promises import Effect, Intervention
from rembuk.reference.welfare import Programme

KINDS: Final[Mapping[str, Words]] = {
    "spesifik": _("Intervensi spesifik"), "sensitif": _("Intervensi sensitif"),
    "tata-kelola": _("Tata kelola"), "kemiskinan": _("Program kemiskinan lain"),
}  # fmt: skip
STRATEGIES: Final[Mapping[int, Words]] = {
    1: _("Mengurangi beban pengeluaran"), 2: _("Meningkatkan pendapatan"),
    3: _("Mengurangi kantong kemiskinan"),
}  # fmt: skip
"""The three strategies of Inpres 4/2022."""
CERTAINTY: Final[Mapping[str, Words]] = {
    "resmi": _("aturan resmi"), "dikuatkan": _("dikuatkan lebih dari satu sumber"),
    "sekunder": _("satu sumber sekunder"), "kode": _("dari perangkat lunak daerah"),
    "bertentangan": _("sumbernya bertentangan"), "belum-pasti": _("belum pasti"),
}  # fmt: skip
_MEASURES: Final[Mapping[str, Words]] = {
    "RR": _("rasio risiko"), "PR": _("rasio prevalensi"), "OR": _("rasio odds"),
    "SMD": _("selisih baku"), "selisih-rerata": _("selisih rerata"),
    "perubahan-relatif": _("perubahan relatif"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """An effect in words: what was measured, in whom, where it was read. `sure`: its range was
    read too and does not reach over no effect."""

    words: str
    population: str
    source: str
    sure: bool


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue. `strategy` 0: none of the three. `cost` None: the district typed
    no price. `who` is "" where nobody declared whose need it answers."""

    code: str
    name: str
    kind: str
    strategy: int
    owners: tuple[str, ...]
    unit: str
    who: str
    group: str
    rule: str
    effects: tuple[Told, ...]
    sources: tuple[str, ...]
    certainty: str
    since: dt.date
    note: str
    cost: UnitCost | None
    codes: tuple[SubActivity, ...]

    @property
    def kind_words(self) -> str:
        """The kind, in words."""
        return str(KINDS[self.kind])

    @property
    def strategy_words(self) -> str:
        """The strategy, in words; "" for none."""
        return str(STRATEGIES[self.strategy]) if self.strategy else ""


def entries(on: dt.date, district: str) -> list[Entry]:
    """The catalogue in force on a day with the district's own prices and codes."""
    costs = drafts.unit_costs(district, on)
    codes: dict[str, list[SubActivity]] = {}
    for row in SubActivity.objects.filter(district_code=district, withdrawn_at__isnull=True):
        codes.setdefault(row.intervention, []).append(row)
    book = reference.load()
    owners = {one.code: one.name_id for one in book.owners(on)}
    needs = {one.intervention: one for one in book.of(Need, on)}
    programmes = {one.code: one for one in book.programmes(on)}
    made = [
        _of_intervention(one, programmes.get(one.programme), owners, needs.get(one.code), costs,
                         tuple(codes.get(one.code, ())), words.groups(on))
        for one in words.interventions(on).values()
    ]  # fmt: skip
    return made + [
        _of_programme(one, costs, tuple(codes.get(one.code, ())))
        for one in words.programmes(on).values()
    ]


def _of_intervention(
    one: Intervention, programme: Programme | None, owners: Mapping[str, str], need: Need | None,
    costs: Mapping[str, UnitCost], codes: tuple[SubActivity, ...], groups: Mapping[str, str],
) -> Entry:  # fmt: skip
    english = said.english()
    return Entry(
        one.code, one.name_en if english else one.name_id, one.kind,
        programme.strategy if programme else 0, tuple(owners.get(code, code) for code in one.owner),
        one.unit_en if english else one.unit_id,
        (need.who_en if english else need.who_id) if need else "",
        groups.get(need.group, "") if need else "", programme.rule_id if programme else "",
        tuple(_told(effect, english) for effect in one.effects),
        tuple(said.source(key) for key in one.source), str(CERTAINTY.get(one.confidence, "")),
        one.valid_from, one.note, costs.get(one.code), codes,
    )  # fmt: skip


def _of_programme(
    one: Programme, costs: Mapping[str, UnitCost], codes: tuple[SubActivity, ...]
) -> Entry:
    english = said.english()
    return Entry(
        one.code, one.name_en if english else one.name_id, "kemiskinan", one.strategy,
        (one.owner_id,), one.unit, "", "", one.rule_id, (),
        tuple(said.source(key) for key in one.source), str(CERTAINTY.get(one.confidence, "")),
        one.valid_from, one.note, costs.get(one.code), codes,
    )  # fmt: skip


def _told(effect: Effect, english: bool) -> Told:
    nothing = 1.0 if effect.measure in {"RR", "PR", "OR"} else 0.0
    low, high = effect.low, effect.high
    told = f"{effect.outcome}, {_MEASURES[effect.measure]} {plain(effect.value, 2)}"
    if low is not None and high is not None:
        told += f" ({plain(low, 2)} – {plain(high, 2)})"
    sure = low is not None and high is not None and not low <= nothing <= high
    population = effect.population_en if english else effect.population_id
    return Told(told, population, said.source(effect.source), sure)


def entry(code: str, on: dt.date, district: str) -> Entry | None:
    """One line of the catalogue; None when there is none."""
    return next((one for one in entries(on, district) if one.code == code), None)


def prices(code: str, district: str) -> list[UnitCost]:
    """Every price the district ever typed for an entry, the newest first."""
    rows = UnitCost.objects.filter(district_code=district, intervention=code)
    return list(rows.select_related("by").order_by("-valid_from", "-pk"))
