"""Scenarios of "what first under a budget": list, assumptions, reckoning."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import tell, whole
from rembuk.office.access.policies import policy
from rembuk.office.jobs import queue
from rembuk.office.jobs.models import State
from rembuk.office.places.queries import place_names
from rembuk.office.programmes import asking, words
from rembuk.office.programmes.choosing import told
from rembuk.office.programmes.choosing.ask import Ask
from rembuk.office.programmes.choosing.reading import facts
from rembuk.office.programmes.errors import StaleError
from rembuk.office.programmes.models import ChoicePlan, Scenario
from rembuk.office.programmes.priorities import acts as choices
from rembuk.office.programmes.priorities import forms as choice_forms
from rembuk.office.programmes.priorities.asking import Asked, managed_of, scenario_of
from rembuk.office.programmes.priorities.pages_plan import shown_page
from rembuk.office.programmes.tasks import CHOOSE


@policy("rencana")
@never_cache
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Scenarios of a year, and a new one: a name and an amount are enough to begin."""
    reader = asking.reader(request)
    district = asking.district(reader.rights)
    entire = reader.rights.may("rencana", district)
    wrong: dict[str, str] = {}
    year = reader.year if "tahun" in request.GET else reader.on.year + 1
    if request.method == "POST":
        if not reader.rights.may("rencana-kelola", district):
            raise Http404
        given = choice_forms.read(request.POST, (), choices.usual(reader.on))
        wrong.update(given.wrong)
        if not wrong:
            try:
                made = choices.make(
                    reader.account, district, asking.year_in(request.POST.get("tahun", ""),
                    reader.on), request.POST.get("name", ""), given.ask,
                )  # fmt: skip
            except ValidationError as problem:
                wrong.update(_by_field(problem))
            else:
                queue.enqueue(
                    CHOOSE, made.public_id, reader.account, scenario=made.public_id,
                    account=reader.account.pk,
                )  # fmt: skip
                log.record(request, "rencana", "prioritas", made.public_id, district)
                return redirect("programmes:choice", made.public_id)
    kept = ChoicePlan.objects.defer("result", "facts").annotate(cases=F("result__cases"))
    found = Scenario.objects.filter(district_code=district, year=year).order_by("closed", "pk")
    found = found if entire else found.none()
    found = found.prefetch_related(Prefetch("plans", kept))
    context = {
        "who": reader, "year": year, "years": range(reader.on.year, reader.on.year + 3),
        "rows": [(one, next(iter(one.plans.all()), None)) for one in found],
        "keeps": reader.rights.may("rencana-kelola", district), "wrong": wrong, "sees": entire,
        "typed": request.POST, "district": place_names([district]).get(district, district),
    }  # fmt: skip
    return render(request, "programmes/choices.html", context, status=422 if wrong else 200)


def _by_field(problem: ValidationError) -> dict[str, str]:
    if hasattr(problem, "message_dict"):
        return {name: " ".join(texts) for name, texts in problem.message_dict.items()}
    return {"": " ".join(problem.messages)}


@policy("rencana")
@never_cache
@require_GET
def scenario(request: HttpRequest, scenario_id: str) -> HttpResponse:
    """The newest plan of a scenario, or what is being done to get one."""
    asked = scenario_of(request, scenario_id)
    newest = asked.scenario.plans.select_related("scenario", "by").first()
    job = queue.last(CHOOSE, asked.scenario.public_id)
    later = job is not None and (newest is None or job.created_at > newest.at)
    failed = job if later and job is not None and job.state == State.FAILED else None
    if newest is None or (job is not None and job.active):
        context = {"asked": asked, "one": asked.scenario, "job": job, "plan": newest}
        return render(request, "programmes/choice_empty.html", context)
    return shown_page(request, asked, newest, failed=failed)


@policy("rencana")
@never_cache
@require_http_methods(["GET", "POST"])
def assume(request: HttpRequest, scenario_id: str) -> HttpResponse:
    """The assumptions: everyone who sees the scenario reads them, who keeps the plan sets them."""
    asked = scenario_of(request, scenario_id)
    one = asked.scenario
    ask, wrong, stale = Ask.from_json(one.ask), {}, False
    inputs = facts(one.district_code, one.year)
    version = one.version
    if request.method == "POST":
        if not asked.keeps:
            raise Http404
        given = choice_forms.read(request.POST, inputs.asked, ask)
        ask, wrong = given.ask, dict(given.wrong)
        version = int(text) if (text := request.POST.get("version", "")).isdigit() else 0
        if not wrong:
            try:
                saved = choices.change(
                    asked.account, one, ask, name=request.POST.get("name", ""), version=version,
                    note=request.POST.get("note", ""),
                )  # fmt: skip
            except StaleError as problem:
                stale, wrong = True, {"": problem.messages[0]}
                one.refresh_from_db()
                version = one.version
            except ValidationError as problem:
                wrong = _by_field(problem)
            else:
                log.record(request, "rencana", "prioritas", one.public_id, one.district_code)
                return _started(request, asked, saved)
    known = told.facts(inputs, ask)
    context = {
        "asked": asked, "one": one, "ask": ask, "wrong": wrong, "stale": stale,
        "standing": Ask.from_json(one.ask) if stale else None, "version": version,
        "rows": [(used, ask.of(used.intervention), _field(wrong, used.intervention))
                 for used in known.used],
        "effects": known.effects, "facts": known,
        "names": words.intervention_names(inputs.as_of), "typed": request.POST,
    }  # fmt: skip
    return render(request, "programmes/choice_ask.html", context, status=422 if wrong else 200)


def _field(wrong: dict[str, str], code: str) -> str:
    """What was wrong in the row of an intervention."""
    return " ".join(text for name, text in wrong.items() if name.endswith(f":{code}"))


def _started(request: HttpRequest, asked: Asked, one: Scenario) -> HttpResponse:
    queue.enqueue(
        CHOOSE, one.public_id, asked.account, scenario=one.public_id, account=asked.account.pk
    )
    return redirect("programmes:choice", one.public_id)


@policy("rencana-kelola")
@require_POST
def run(request: HttpRequest, scenario_id: str) -> HttpResponse:
    """Reckon the plan again from today's facts."""
    asked = managed_of(request, scenario_id)
    log.record(
        request, "rencana", "prioritas", asked.scenario.public_id, asked.scenario.district_code
    )
    return _started(request, asked, asked.scenario)


@policy("rencana-kelola")
@require_POST
def close(request: HttpRequest, scenario_id: str) -> HttpResponse:
    """Take a scenario out of the list, or back into it."""
    asked = managed_of(request, scenario_id)
    closed = request.POST.get("buka") is None
    try:
        choices.close(
            asked.account, asked.scenario, version=whole(request.POST.get("version", "")),
            closed=closed,
        )  # fmt: skip
    except ValidationError as problem:
        tell(request, problem)
    else:
        messages.success(
            request, _("Skenario disimpan di arsip.") if closed else _("Skenario dibuka lagi.")
        )
    return redirect("programmes:choices")
