"""The panel of a case: opinions side by side, the conclusion, signatures."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of
from rembuk.office.access.policies import policy
from rembuk.office.audits import cause_tree, circle
from rembuk.office.audits.cases import view as case_view
from rembuk.office.audits.cases.asking import assignment_of, leads, version_in
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.models import Assignment, Case, Certainty, Conclusion
from rembuk.office.audits.reviewing import concluding, differing
from rembuk.office.audits.reviewing.concluding import Held
from rembuk.office.audits.reviewing.forms import conflict, errors
from rembuk.office.audits.reviewing.opinions import may_compare, opinion_of

HOW = {
    "sepakat": ("done", gettext_lazy("sepakat")),
    "keyakinan": ("soon", gettext_lazy("beda keyakinan")),
    "bertentangan": ("act", gettext_lazy("bertentangan")),
    "sendiri": ("off", gettext_lazy("tidak disebut semua")),
}


@policy("masuk")
@never_cache
@require_GET
def panel(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Opinions side by side for who may see them, the conclusion and its signatures."""
    one = _readable(request, cycle_id, code)
    log.record(request, "kasus-audit", "kasus-audit", one.public_id, one.place_code)
    return render(request, "audits/panel.html", _context(request, one))


@policy("masuk")
@require_POST
def conclude(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Write the panel's conclusion; the leader's act."""
    one = _readable(request, cycle_id, code)
    if not leads(request, one) or not may_compare(request, one):
        raise Http404
    post = request.POST
    held = [
        Held(cause, certainty, post.get("utama") == cause)
        for cause, certainty in zip(
            post.getlist("sebab"), post.getlist("keyakinan"), strict=False
        )
        if certainty
    ]  # fmt: skip
    try:
        concluding.write(
            one, account_of(request), text=post.get("isi", ""), causes=held,
            differing=post.get("beda", ""), version=version_in(request),
        )  # fmt: skip
    except StaleError as problem:
        return conflict(request, one, problem, "audits:panel")
    except ValidationError as problem:
        more = {"post": post, "wrong": errors(problem)}
        found = _context(request, one, tuple(held), **more)
        return render(request, "audits/panel.html", found, status=422)
    messages.success(request, _("Kesimpulan panel disimpan dan menunggu tanda tangan."))
    return redirect("audits:panel", cycle_id, code)


@policy("masuk")
@require_POST
def sign(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Sign the conclusion as it was read; the password is asked again."""
    one = _readable(request, cycle_id, code)
    given = assignment_of(request, one)
    if given is None:
        raise Http404
    account = account_of(request)
    checked = authenticate(
        request, username=account.username, password=request.POST.get("sandi", "")
    )
    if checked is None or checked.pk != account.pk:
        messages.error(request, _("Kata sandi salah. Kesimpulan belum ditandatangani."))
        return redirect("audits:panel", cycle_id, code)
    try:
        concluding.sign(one, given.member, account, request.POST.get("isi_dibaca", ""))
        messages.success(request, _("Kesimpulan ditandatangani."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("audits:panel", cycle_id, code)


def _readable(request: HttpRequest, cycle_id: str, code: str) -> Case:
    """The case of the panel page. An expert who has not handed in yet is not refused: the page
    then shows no opinion but the own one."""
    return circle.case_or_404(request, cycle_id, code)


def _context(
    request: HttpRequest, one: Case, typed: tuple[Held, ...] | None = None, **more: object
) -> dict[str, object]:
    given = list(
        Assignment.objects.filter(
            case=one, ended_at__isnull=True, handed_in_at__isnull=False
        ).select_related("member")
    )
    compare = may_compare(request, one)
    opinions = [opinion_of(each) for each in given] if compare else []
    tree = cause_tree.nodes()
    rows = [
        (row, tree[row.cause].name if row.cause in tree else row.cause, HOW[row.how],
         [_said(one_said) for one_said in row.said])
        for row in differing.rows(opinions)
    ]  # fmt: skip
    conclusion = Conclusion.objects.filter(case=one).first()
    lead = leads(request, one)
    held: tuple[Held, ...] = ()
    if lead and compare:
        held = _held(one, conclusion) if typed is None else typed
    mine = assignment_of(request, one)
    signatures = concluding.signatures(one)
    own = next((s for s in signatures if mine and s.member.pk == mine.member_id), None)
    every = Assignment.objects.filter(case=one, ended_at__isnull=True).count()
    return {
        "case": one,
        "title": case_view.title(one, timezone.localdate()),
        "compare": compare,
        "experts": given,
        "notes": [(each.member, each.note) for each in given if each.note] if compare else (),
        "rows": rows,
        "mains_differ": differing.mains_differ(opinions),
        "conclusion": conclusion,
        "causes": case_view.causes(one),
        "version": conclusion.version if conclusion else 0,
        "held": [(each, tree[each.cause].name) for each in held if each.cause in tree],
        "others": [node for code, node in tree.items() if code not in {h.cause for h in held}],
        "certainties": Certainty.choices,
        "leads": lead and compare,
        "digest": concluding.digest_of(one) if conclusion else "",
        "signatures": signatures,
        "may_sign": bool(own and own.state != "berlaku" and conclusion and mine
                         and mine.handed_in_at),
        "own": own,
        "mine": mine,
        "handed": len(given),
        "every": every,
        **more,
    }  # fmt: skip


def _held(one: Case, conclusion: Conclusion | None) -> tuple[Held, ...]:
    if conclusion is None:
        return concluding.proposed(one)
    return tuple(Held(c["cause"], c["certainty"], c["main"]) for c in conclusion.causes)


def _said(said: differing.Said | None) -> tuple[str, str, bool]:
    if said is None:
        return "", _("tidak disebut"), False
    certainty = Certainty(said.certainty)
    return case_view.SHAPES[certainty], str(certainty.label).lower(), said.main
