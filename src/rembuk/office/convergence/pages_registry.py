"""What the room works by, to be read: schemes with their actions, windows and rubric, and every
published list of indicators, each item with its source and how sure it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rembuk import reference
from rembuk.office.access.policies import policy
from rembuk.office.convergence import told
from rembuk.office.places import said
from rembuk.reference import metadata
from rembuk.reference.dated import Confidence
from rembuk.reference.indicators import Indicator, IndicatorList, Quantity


@dataclass(frozen=True)
class Entry:
    """An indicator of a list in words."""

    one: Indicator
    name: str
    above: str
    below: str
    owner: str
    target: str
    sure: str


def words(confidence: Confidence) -> str:
    """How sure an item is."""
    said = {
        "resmi": _("teks resmi dibaca"), "dikuatkan": _("dua sumber atau lebih"),
        "kode": _("dari kode formulir daerah"), "sekunder": _("satu sumber berita atau paparan"),
        "bertentangan": _("sumber bertentangan"), "belum-pasti": _("belum pasti"),
    }  # fmt: skip
    return said[confidence]


@policy("konvergensi")
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """Every published list, also those the scheme of the year does not ask for."""
    known = reference.load()
    found: dict[str, IndicatorList] = {}
    for one in known.rules:
        if isinstance(one, IndicatorList):
            found[one.code] = one
    roles, quantities = told.role_names(), _quantities()
    return render(
        request,
        "convergence/registry.html",
        {
            "lists": [
                {
                    "one": one, "name": told.named(one), "sure": words(one.confidence),
                    "source": "; ".join(said.source(key) for key in one.source),
                    "entries": (
                        entries := [
                            _entry(i, roles, quantities) for i in known.indicators(one.code)
                        ]
                    ),
                    "complete": sum(entry.one.complete for entry in entries),
                }
                for one in found.values()
            ],
            "schemes": [(one.code, told.named(one)) for one in known.schemes()],
        },
    )  # fmt: skip


def _quantities() -> dict[str, str]:
    """Names of everything that is counted, on whatever day."""
    rules = reference.load().rules
    return {one.code: told.named(one) for one in rules if isinstance(one, Quantity)}


def _entry(one: Indicator, roles: dict[str, str], names: dict[str, str]) -> Entry:
    targets = "; ".join(
        f"{target.value:g}{'%' if target.unit == 'persen' else ''}"
        f"{f' ({target.year})' if target.year else ''}: {target.document}"
        for target in one.targets
    )
    return Entry(
        one, told.named(one), names.get(one.numerator, ""), names.get(one.denominator, ""),
        roles.get(one.owner, one.owner), targets, words(one.confidence),
    )  # fmt: skip


@policy("konvergensi")
@require_GET
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Metadata of one indicator in the three parts of Satu Data; `?bentuk=json` as data."""
    known = reference.load()
    one = next((found for found in known.indicators() if found.code == code), None)
    if one is None:
        raise Http404
    last = one.valid_to - dt.timedelta(days=1) if one.valid_to else timezone.localdate()
    day = max(one.valid_from, min(timezone.localdate(), last))
    language: metadata.Language = "en" if get_language() == "en" else "id"
    made = metadata.card(known, one, day, language=language)
    if request.GET.get("bentuk") == "json":
        return JsonResponse(made.as_dict(), json_dumps_params={"ensure_ascii": False})
    context = {"one": one, "name": told.named(one), "card": made}
    return render(request, "convergence/registry_card.html", context)


@policy("konvergensi")
@require_GET
def scheme(request: HttpRequest, code: str) -> HttpResponse:
    """A scheme as it ships: actions, steps, default windows, documents, tabs, chain, rubric."""
    known = reference.load()
    if code not in {one.code for one in known.schemes()}:
        raise Http404
    found = known.scheme(code)
    today, roles = timezone.localdate(), told.role_names()
    year = min(today.year, found.valid_to.year - 1) if found.valid_to else today.year
    year = max(year, found.valid_from.year)

    def sources(keys: tuple[str, ...]) -> str:
        return "; ".join(said.source(key) for key in keys)

    actions = [
        {
            "one": action, "name": told.named(action), "lead": roles.get(action.lead, action.lead),
            "sure": words(action.confidence), "source": sources(action.source),
            "steps": [
                {
                    "one": step, "name": told.named(step),
                    "owner": roles.get(step.owner, step.owner), "window": step.window(year),
                    "sure": words(step.confidence), "source": sources(step.source),
                    "papers": [told.named(paper) for paper in step.requires],
                }
                for step in action.steps
            ],
        }
        for action in found.actions
    ]  # fmt: skip
    return render(
        request,
        "convergence/scheme.html",
        {
            "scheme": found, "name": told.named(found), "note": told.noted(found),
            "year": year, "actions": actions,
            "sure": words(found.confidence), "source": sources(found.source),
            "sheets": [
                (told.named(tab), tab, words(tab.confidence), told.noted(tab))
                for tab in found.tabs
            ],
            "chain": found.chain,
            "rubric": [
                (one, told.named(one), words(one.confidence), sources(one.source))
                for one in known.rubric(code, known.day_of(code, year))
            ],
        },
    )  # fmt: skip
