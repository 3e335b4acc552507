"""What a lokus page was asked for: weights, thresholds, how many villages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.office.insight import lokus_coverage
from rembuk.office.insight.lokus_coverage import WEIGHED, Basis
from rembuk.office.insight.villages import Compared, VillageFacts
from rembuk.office.intake.reading import values
from rembuk.science.choice.lokus import Criterion, Ranking, Village, rank


@dataclass(frozen=True)
class Kind:
    """A criterion the office knows: its words, its default weight and threshold."""

    code: str
    name: str | Promise
    short: str | Promise
    unit: str | Promise
    weight: int
    more_is_worse: bool
    threshold: float | None
    note: str | Promise


KINDS: Final = (
    Kind(
        "kasus", _("Balita pendek dan sangat pendek"), _("cacah"), _("anak"), 1, True, None,
        _("cacah di register bulan ini"),
    ),
    Kind(
        "prevalensi", _("Prevalensi"), _("prevalensi"), "%", 1, True, 7.0,
        _("sudah ditarik ke rata-rata daerah sesuai jumlah anaknya"),
    ),
    Kind(
        "keluarga", _("Keluarga berisiko stunting"), _("keluarga"), _("keluarga"), 1, True, None,
        _("menurut bukti di data keluarga"),
    ),
    Kind(
        "cakupan", _("Cakupan penimbangan (D/S)"), "D/S", "%", 1, False, 75.0,
        _("makin rendah makin perlu"),
    ),
)  # fmt: skip
"""Four criteria and two thresholds as in the rule of Tanah Bumbu of 22 March 2024 (an example:
prevalence above 7 %, service coverage below 75 %). Weights and thresholds are the district's."""

MOST: Final = 1000
"""Largest weight taken."""


@dataclass(frozen=True)
class Wanted:
    """Weights and thresholds by criterion, and how many villages to choose."""

    weights: Mapping[str, Decimal]
    thresholds: Mapping[str, Decimal | None]
    many: int
    wrong: tuple[str, ...] = ()
    basis: Basis = WEIGHED

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """As the science takes them."""
        return tuple(
            Criterion(
                one.code,
                self.weights[one.code],
                one.more_is_worse,
                None if (limit := self.thresholds[one.code]) is None else float(limit),
            )
            for one in KINDS
        )

    @property
    def query(self) -> str:
        """The same question as a query string."""
        return urlencode(
            {f"b_{code}": f"{weight:f}" for code, weight in self.weights.items()}
            | {
                f"a_{code}": "" if limit is None else f"{limit:f}"
                for code, limit in self.thresholds.items()
            }
            | {"jumlah": self.many}
            | ({} if self.basis.plain else {"dasar": self.basis.code})
        )


def read(given: Mapping[str, str], compared: Compared) -> Wanted:
    """Weights (`b_<code>`), thresholds (`a_<code>`), `jumlah` and the coverage (`dasar`) of a form.
    What cannot be read, or leaves no criterion, is the default and named in `wrong`."""
    wrong: list[str] = []
    basis = lokus_coverage.basis(compared.district_code, compared.month, given.get("dasar", ""))
    if basis is None:
        wrong.append("dasar")
        basis = WEIGHED
    weights: dict[str, Decimal] = {}
    thresholds: dict[str, Decimal | None] = {}
    for kind in KINDS:
        # families nobody judged are no criterion
        usual = 0 if kind.code == "keluarga" and not compared.has_families else kind.weight
        weight = _number(given.get(f"b_{kind.code}"), Decimal(usual), MOST)
        limit = Decimal(str(kind.threshold)) if kind.threshold is not None else None
        if kind.code == "cakupan" and not basis.threshold:
            limit = None
        asked = given.get(f"a_{kind.code}")
        edge = None if asked is not None and not asked.strip() else _number(asked, limit, 100_000)
        if weight is None or (edge is None and asked and asked.strip()):
            wrong.append(kind.code)
        weights[kind.code] = Decimal(usual) if weight is None else weight
        thresholds[kind.code] = edge
    if not any(weights.values()):
        wrong.append("bobot")
        weights = {kind.code: Decimal(kind.weight) for kind in KINDS}
        if not compared.has_families:
            weights["keluarga"] = Decimal(0)
    many = given.get("jumlah", "").strip()
    limit_many = max(len(compared.villages), 1)
    if many and not (many.isdigit() and 1 <= int(many) <= limit_many):
        wrong.append("jumlah")
        many = ""
    measured = sum(one.measured for one in compared.villages)
    usual_many = max(1, round(measured / 10))
    return Wanted(weights, thresholds, int(many) if many else usual_many, tuple(wrong), basis)


def _number(text: str | None, usual: Decimal | None, most: int) -> Decimal | None:
    if text is None:
        return usual
    found = values.decimal(text.strip() or "0").value
    if found is None or not 0 <= found <= most:
        return None
    return Decimal(str(found))


def ranked(compared: Compared, wanted: Wanted) -> Ranking:
    """The villages scored. Coverage and cases are known where the month has data."""
    return rank([_village(one, wanted.basis) for one in compared.villages], wanted.criteria)


def coverage(one: VillageFacts, basis: Basis) -> float | None:
    """The coverage of a village in percent; None where it is not known."""
    if basis.values is not None:
        return basis.values.get(one.code)
    return one.figures.counts.ds.pct if one.figures.known else None


def _village(one: VillageFacts, basis: Basis) -> Village:
    drawn, known = one.drawn, one.figures.known
    found: dict[str, float | None] = {
        "kasus": float(one.stunting.n) if known and one.measured else None,
        "prevalensi": None if drawn is None else 100 * drawn.mean,
        "keluarga": None if one.families is None else float(one.families.n),
        "cakupan": coverage(one, basis),
    }
    low = {} if drawn is None else {"prevalensi": 100 * drawn.interval.low}
    high = {} if drawn is None else {"prevalensi": 100 * drawn.interval.high}
    return Village(one.code, found, low, high)
