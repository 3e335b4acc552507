"""What is counted for a criterion of the rubric: so many of so many, and what exactly lacks.

One function for each `measure` the rubric names. None: there is nothing to count yet, which is not
the lowest grade.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.convergence import queries, steps
from rembuk.office.convergence.models import Tally, Year
from rembuk.office.convergence.steps import Done, StepLine
from rembuk.office.convergence.told import named
from rembuk.office.insight import lokus_decision
from rembuk.office.places.numbers import count, plain
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import contains
from rembuk.office.review.year_review_promises import promised, rows_of
from rembuk.reference.schemes import RubricCriterion


@dataclass(frozen=True)
class Lack:
    """One thing that lacks. `n`: how many units it is worth; `link` "" where there is no page."""

    words: str
    link: str
    n: int = 1


@dataclass(frozen=True)
class Measured:
    """`n` of `of`, in words; what lacks; `later`: what is asked for but not due yet; `past`: what
    lacks was missed and cannot be made up for any more."""

    n: int
    of: int
    words: str
    unit: str
    lacks: tuple[Lack, ...]
    later: int = 0
    past: bool = False

    @property
    def percent(self) -> float:
        """Share; `of` is never 0."""
        return 100 * self.n / self.of


@dataclass(frozen=True)
class Context:
    """A year of a place on a day, with what several criteria read."""

    year: Year
    place: str
    on: dt.date

    @cached_property
    def steps(self) -> list[tuple[StepLine, list[Done]]]:
        """Steps done in the area, and their places in it."""
        found = [
            (line, [one for one in line.places if contains(self.place, one.place_code)])
            for line in steps.lines(self.year, self.on)
        ]
        return [(line, mine) for line, mine in found if mine]

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the places of the steps."""
        return place_names(one.place_code for _line, mine in self.steps for one in mine)

    @property
    def whole(self) -> bool:
        """The district, not one kecamatan."""
        return self.place == self.year.district_code


def lokus(here: Context, criterion: RubricCriterion) -> Measured | None:
    """Chosen villages with many cases or a high prevalence, as frozen with the decision: at least
    the mean of cases of a village of the district, or a prevalence (drawn to the mean) above the
    decision's threshold, else the setting's."""
    held = lokus_decision.holding(here.year.district_code, here.year.year + 1)
    held = held or lokus_decision.holding(here.year.district_code, here.year.year)
    if held is None:
        return None
    known = [one for one in held.rows if one["cases"] is not None]
    chosen = [one for one in held.rows if one["chosen"] and contains(here.place, one["code"])]
    if not known or not chosen:
        return None
    mean = sum(one["cases"] for one in known) / len(known)
    limit = next(
        (one["threshold"] for one in held.criteria
         if one["code"] == "prevalensi" and one["threshold"] is not None),
        reference.load().number("konvergensi.lokus_prevalence_pct", here.on),
    )  # fmt: skip
    page = reverse("insight:lokus-decision", args=[held.public_id])
    low = [
        one for one in chosen
        if (one["cases"] is None or one["cases"] < mean)
        and (one["drawn"] is None or one["drawn"] <= limit)
    ]  # fmt: skip
    words = _(
        "%(n)s dari %(of)s lokus %(year)s: kasus di atas rata-rata desa (%(mean)s) atau "
        "prevalensi di atas %(limit)s%%"
    ) % {
        "n": count(len(chosen) - len(low)), "of": count(len(chosen)), "year": held.year,
        "mean": plain(mean), "limit": plain(limit),
    }  # fmt: skip
    lacks = tuple(Lack(_("%(name)s: kasus dan prevalensi rendah") % one, page) for one in low)
    return Measured(len(chosen) - len(low), len(chosen), words, _("lokus"), lacks)


def completeness(here: Context, criterion: RubricCriterion) -> Measured | None:
    """Cells filled, of those whose deadline has passed: what the chase board counts."""
    rows = Tally.objects.filter(year=here.year)
    if not here.whole:
        rows = rows.filter(kecamatan=here.place)
    past = rows.filter(due__lt=here.on).order_by()
    names = queries.line_names(here.year, "office")
    sums = past.values_list("office_code").annotate(Sum("expected"), Sum("empty"))
    every = list(sums)
    of, empty = sum(row[1] for row in every), sum(row[2] for row in every)
    if not of:
        return None
    listing = reverse("convergence:chase-list", args=[here.year.year])
    lacks = tuple(
        Lack(
            _("%(office)s: %(n)s sel kosong")
            % {"office": names.get(code) or _("Belum ada kantor"), "n": count(n)},
            f"{listing}?{urlencode({'kantor': code})}" if code and here.whole else "", n,
        )
        for code, _expected, n in sorted(every, key=lambda row: (-row[2], row[0])) if n
    )  # fmt: skip
    later = rows.filter(due__gte=here.on).aggregate(n=Sum("expected", default=0))["n"]
    words = _("%(n)s dari %(of)s sel terisi") % {"n": count(of - empty), "of": count(of)}
    return Measured(of - empty, of, words, _("sel"), lacks, later)


def evidence(here: Context, criterion: RubricCriterion) -> Measured | None:
    """Documents the steps of the action ask for that are there, in every place of the area. Steps
    whose window has not opened are told apart."""
    have = of = later = 0
    lacks: list[Lack] = []
    for line, mine in here.steps:
        if criterion.action and line.action.code != criterion.action:
            continue
        for one in mine:
            asked = [met for met in one.met if not met.requirement.optional]
            if line.window.opens > here.on:
                later += len(asked)
                continue
            of += len(asked)
            have += sum(1 for met in asked if not met.lacks)
            page = reverse("convergence:step", args=[here.year.year, line.step.code])
            lacks += [
                Lack(
                    _document(here, line, one, named(met.requirement)),
                    f"{page}?{urlencode({'tempat': one.place_code})}",
                )
                for met in asked if met.lacks
            ]  # fmt: skip
    if not of:
        return None
    words = _("%(n)s dari %(of)s dokumen ada") % {"n": count(have), "of": count(of)}
    return Measured(have, of, words, _("dokumen"), tuple(lacks), later)


def _document(here: Context, line: StepLine, one: Done, name: str) -> str:
    where = here.names.get(one.place_code, one.place_code)
    if len(line.places) == 1:
        return f"{line.step.code} {name}"
    return f"{line.step.code} {name}, {where}"


def punctuality(here: Context, criterion: RubricCriterion) -> Measured | None:
    """Steps done inside their window, in every place, of those whose window has closed."""
    in_time = of = later = 0
    lacks: list[Lack] = []
    for line, mine in here.steps:
        if line.window.closes >= here.on:
            later += len(mine)
            continue
        good = [one for one in mine if one.row and one.row.on <= line.window.closes]
        undone = [one for one in mine if one.row is None]
        of, in_time = of + len(mine), in_time + len(good)
        page = reverse("convergence:step", args=[here.year.year, line.step.code])
        told = {"step": f"{line.step.code} {named(line.step)}", "n": count(len(mine) - len(good))}
        if len(mine) > len(good):
            words = (
                _("%(step)s: %(n)s wilayah belum atau terlambat") if len(mine) > 1
                else _("%(step)s: belum selesai") if undone else _("%(step)s: terlambat")
            )  # fmt: skip
            lacks.append(Lack(words % told, page, len(mine) - len(good)))
    if not of:
        return None
    words = _("%(n)s dari %(of)s langkah selesai dalam jendelanya") % {
        "n": count(in_time), "of": count(of),
    }  # fmt: skip
    return Measured(in_time, of, words, _("langkah"), tuple(lacks), later, past=True)


def promises(here: Context, criterion: RubricCriterion) -> Measured | None:
    """Promises due that were kept in time and judged by another."""
    found = promised(here.year, here.place, here.on)
    total = found.total
    if not total.due:
        return None
    ledger = reverse("ledger:home")
    lacks = tuple(
        Lack(
            _("%(office)s: %(n)s janji tidak ditepati tepat waktu")
            % {"office": one.name, "n": count(one.kept.due - one.kept.kept)},
            f"{ledger}?{urlencode({'daftar': 'semua', 'kantor': one.code})}",
            one.kept.due - one.kept.kept,
        )
        for one in sorted(found.offices, key=lambda one: one.kept.kept - one.kept.due)
        if one.kept.due > one.kept.kept
    )  # fmt: skip
    later = rows_of(here.year, here.place).filter(due__gt=here.on)
    words = _("%(n)s dari %(of)s janji jatuh tempo ditepati") % {
        "n": count(total.kept), "of": count(total.due),
    }  # fmt: skip
    return Measured(total.kept, total.due, words, _("janji"), lacks, later.count(), past=True)


MEASURES: Final[dict[str, Callable[[Context, RubricCriterion], Measured | None]]] = {
    "lokus": lokus, "kelengkapan": completeness, "bukti": evidence, "ketepatan": punctuality,
    "janji": promises,
}  # fmt: skip
