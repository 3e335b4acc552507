"""Follow-up of a case for its circle: measuring again, criteria, promises, outcome, like cases."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import account_of, tell
from rembuk.office.access.policies import policy
from rembuk.office.audits import cards, cause_tree, circle
from rembuk.office.audits.cards import Card, NextStep
from rembuk.office.audits.cases.asking import leads, version_in
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.following import measured, outcomes, similar
from rembuk.office.audits.models import Case, CaseState, Outcome, OutcomeWord
from rembuk.office.ledger.models import SourceKind
from rembuk.office.ledger.queries import for_source

LOOKS = {
    "ada": ("done", gettext_lazy("diukur")),
    "tunggu": ("run", gettext_lazy("belum tiba")),
    "jatuh-tempo": ("soon", gettext_lazy("saatnya diukur")),
    "terlewat": ("act", gettext_lazy("terlewat")),
}
FOLLOWED = (CaseState.CONCLUDED, CaseState.DISSEMINATED, CaseState.FOLLOWED, CaseState.DONE)


@policy("masuk")
@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Show the follow-up, or decide the outcome (who leads the panel)."""
    case = circle.case_or_404(request, cycle_id, code)
    typed: Any = None
    stale: Outcome | None = None
    status = 200
    if request.method == "POST":
        if not leads(request, case):
            raise Http404
        typed = request.POST
        try:
            outcomes.decide(
                case, typed.get("hasil", ""), typed.get("pelajaran", ""), account_of(request),
                reason=typed.get("alasan", ""), version=version_in(request),
            )  # fmt: skip
        except StaleError as problem:
            stale = problem.now if isinstance(problem.now, Outcome) else None
            tell(request, problem)
            status = 409
        except ValidationError as problem:
            tell(request, problem)
            status = 422
        else:
            log.record(request, "kasus-audit", "kasus-audit", case.public_id, case.place_code)
            return redirect("audits:follow", cycle_id, code)
    log.record(request, "kasus-audit", "kasus-audit", case.public_id, case.place_code)
    context = _context(request, case) | {"typed": typed, "stale": stale}
    return render(request, "audits/follow.html", context, status=status)


def _context(request: HttpRequest, case: Case) -> dict[str, Any]:
    today = timezone.localdate()
    told = measured.looks(case, today)
    drawn = [one for one in told if one.measurement is not None]
    last = drawn[-1].measurement if drawn else None
    english = get_language() == "en"
    limit = int(reference.load().number("small_count", today))
    like = similar.like(case, circle.cases_seen(request), limit)
    names = {one.code: one.name_id for one in reference.load().interventions(today)}
    return {
        "case": case,
        "here": _("Tindak lanjut"),
        "audited_on": measured.audited_on(case),
        "start": measured.start_z(case),
        "looks": [(one, LOOKS[one.state]) for one in told],
        "lines": [
            (one, one.name_en if english else one.name_id) for one in measured.lines(case, last)
        ],
        "child": case.group in measured.CHILDREN,
        "promises": list(for_source(SourceKind.AUDIT.value, case.public_id)),
        "suggestion": outcomes.suggest(case, today),
        "words": dict(OutcomeWord.choices),
        "outcome": Outcome.objects.filter(case=case).first(),
        "choices": OutcomeWord.choices,
        "leads": leads(request, case) and not case.cycle.closed and not case.reserve,
        "like": like,
        "asked": [(one, names.get(one.code, one.code)) for one in like.asked],
        "own": [(one, [cause_tree.name_of(c) for c in one.causes]) for one in like.own],
        "today": today,
    }


def card(request: HttpRequest, case: Case) -> Card | None:
    """How the case ended, and the way to its follow-up, on the page of the case."""
    if case.state not in FOLLOWED or case.reserve:
        return None
    ended = Outcome.objects.filter(case=case).first()
    return Card("audits/_card_follow.html", {"case": case, "outcome": ended}, 60, side=True)


def to_do(request: HttpRequest, case: Case) -> NextStep | None:
    """Decide how the case ended, once the last measuring again is there or has passed."""
    if case.state not in FOLLOWED or case.reserve or Outcome.objects.filter(case=case).exists():
        return None
    told = measured.looks(case, timezone.localdate())
    if not told or any(one.state in {"tunggu", "jatuh-tempo"} for one in told):
        return None
    url = reverse("audits:follow", args=[case.cycle.public_id, case.code])
    return NextStep(_("Putuskan hasil akhir kasus ini."), url, _("Buka tindak lanjut"), 40)


def register() -> None:
    """Make both known to the page of a case."""
    cards.on_case(card)
    cards.on_case(to_do)
