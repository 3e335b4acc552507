"""A kept plan of money: on the screen, as a sheet, on paper, and as proposals."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy
from rembuk.office.documents import letters
from rembuk.office.jobs.models import Job
from rembuk.office.programmes import words
from rembuk.office.programmes.models import ChoicePlan
from rembuk.office.programmes.priorities import letter as choice_letter
from rembuk.office.programmes.priorities import propose as choice_propose
from rembuk.office.programmes.priorities import sheet as choice_sheet
from rembuk.office.programmes.priorities import words as choice_words
from rembuk.office.programmes.priorities.asking import Asked, managed_of, plan_of, scenario_of
from rembuk.office.programmes.priorities.propose import LEVELS, Level, Pick
from rembuk.office.programmes.priorities.view import KECAMATAN, shown
from rembuk.office.seats import queries as seats

A_PAGE = 25


def shown_page(
    request: HttpRequest, asked: Asked, plan: ChoicePlan, *, failed: Job | None = None
) -> HttpResponse:
    """The page of a plan; `?kecamatan=` narrows the villages."""
    given = shown(plan)
    where = request.GET.get("kecamatan", "")
    rows = [
        one for one in given.villages
        if (not where or one.place.code[:KECAMATAN] == where) and (one.place.rupiah or where)
    ]  # fmt: skip
    older = asked.scenario.plans.exclude(pk=plan.pk).defer("result", "facts")
    newest = asked.scenario.plans.only("pk").first()
    context = {
        "asked": asked, "one": asked.scenario, "plan": plan, "given": given, "failed": failed,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("hal")), "where": where,
        "assumed": list(choice_words.assumptions(given.ask, given.facts, given.names, plan.as_of)),
        "older": older[:10], "newest": newest is not None and newest.pk == plan.pk,
        "changed": plan.scenario_version != asked.scenario.version,
        "closest": next(iter(given.hardest), None),
    }  # fmt: skip
    return render(request, "programmes/choice.html", context)


@policy("rencana")
@never_cache
@require_GET
def plan(request: HttpRequest, scenario_id: str, plan_id: str) -> HttpResponse:
    """A plan as it was kept."""
    asked = scenario_of(request, scenario_id)
    return shown_page(request, asked, plan_of(asked, plan_id))


def _exported(request: HttpRequest, scenario_id: str, plan_id: str) -> ChoicePlan:
    asked = scenario_of(request, scenario_id)
    found = plan_of(asked, plan_id)
    log.record(request, "ekspor", "prioritas", found.public_id, asked.scenario.district_code)
    return found


@policy("rencana")
@require_GET
def sheet(request: HttpRequest, scenario_id: str, plan_id: str) -> HttpResponse:
    """The plan as a workbook: interventions, kecamatan, villages, what comes next, assumptions."""
    found = _exported(request, scenario_id, plan_id)
    with translation.override("id"):
        body = choice_sheet.book(shown(found))
    return sent(body, f"prioritas-{found.public_id}.xlsx")


@policy("rencana")
@require_GET
def letter(request: HttpRequest, scenario_id: str, plan_id: str) -> HttpResponse:
    """The plan on paper."""
    found = _exported(request, scenario_id, plan_id)
    with translation.override("id"):
        body = letters.render(choice_letter.letter(shown(found)))
    return sent(body, f"prioritas-{found.public_id}.pdf")


@policy("rencana-kelola")
@never_cache
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, scenario_id: str, plan_id: str) -> HttpResponse:
    """Choose interventions, offices and money, and make activities of them."""
    asked = managed_of(request, scenario_id)
    found = plan_of(asked, plan_id)
    given = shown(found)
    offices = {
        one.code: one for one in seats.offices(timezone.localdate())
        if one.place_code == asked.scenario.district_code
    }  # fmt: skip
    money = words.money(found.as_of)
    if request.method == "POST":
        picks = []
        for one in given.services:
            post = request.POST
            office = offices.get(post.get(f"office:{one.code}", ""))
            asked_level = post.get(f"level:{one.code}")
            level: Level = next((x for x in LEVELS if x == asked_level), "kecamatan")
            source = post.get(f"money:{one.code}", "")
            if post.get(f"use:{one.code}") and office is not None and source in {"", *money}:
                picks.append(Pick(one.code, office, source, level))
        if not picks:
            messages.error(request, _("Centang paling sedikit satu intervensi dan kantornya."))
        else:
            outcome = choice_propose.propose(asked.account, given, picks)
            log.record(
                request, "rencana", "prioritas", found.public_id, asked.scenario.district_code,
                rows=len(outcome.made),
            )  # fmt: skip
            _tell(request, outcome)
            return redirect("programmes:choice-plan", asked.scenario.public_id, found.public_id)
    rows = [
        (one, choice_propose.office_for(given, one.code),
         [(level, sum(1 for _part in choice_propose.parts(given, one.code, level)))
          for level in LEVELS])
        for one in given.services if one.persons
    ]  # fmt: skip
    context = {
        "asked": asked, "one": asked.scenario, "plan": found, "given": given, "rows": rows,
        "offices": sorted(offices.values(), key=lambda one: one.name), "money": money,
    }  # fmt: skip
    return render(request, "programmes/choice_propose.html", context)


def _tell(request: HttpRequest, outcome: choice_propose.Outcome) -> None:
    if outcome.made:
        messages.success(request, _("%s kegiatan dibuat sebagai usul.") % len(outcome.made))
    if outcome.there:
        messages.info(request, _("%s kegiatan dari rencana ini sudah ada.") % outcome.there)
    for place, why in outcome.refused[:5]:
        messages.error(request, f"{place}: {why}" if place else why)
    if len(outcome.refused) > 5:
        messages.error(request, _("dan %s lainnya.") % (len(outcome.refused) - 5))
