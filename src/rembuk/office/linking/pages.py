"""Pages of the queue: doubts, one pair, the answers. A view parses, asks and renders."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.linking import engine, queries, services, sides
from rembuk.office.linking.models import Doubt, DoubtState, Verdict
from rembuk.office.linking.queries import Wanted
from rembuk.office.linking.wording import KINDS, SHOWN, why_not
from rembuk.office.people.masking import masked_name
from rembuk.office.posyandu import asking, opened

PER_PAGE: Final = 30
LAST: Final = "cocokkan"
"""Session key of the decision just made, so that it can be taken back at once."""


def wanted_of(request: HttpRequest) -> Wanted:
    """The part of the queue asked for; a value nobody offers is as if not asked."""
    show, kind = request.GET.get("tampil", "buka"), request.GET.get("jenis", "")
    return Wanted(
        show if show in SHOWN else "buka",
        kind if kind in KINDS else "",
        request.GET.get("wilayah", "").strip(),
    )


def one_doubt(request: HttpRequest, key: str) -> Doubt:
    """A doubt in the reader's places; else 404, which confirms nothing."""
    found = queries.doubt(rights_in(request), key)
    if found is None:
        raise Http404
    return found


@policy("cocokkan")
@never_cache
@require_GET
def doubts(request: HttpRequest) -> HttpResponse:
    """The queue, the dearest wrong answer first."""
    rights, wanted = rights_in(request), wanted_of(request)
    where = asking.asked(request, "cocokkan")
    page = Paginator(queries.doubts(rights, wanted), PER_PAGE).get_page(request.GET.get("hal"))
    rows = list(page.object_list)
    told = queries.sources_of(rows)
    names = queries.village_names([row.place_code for row in rows])
    today = timezone.localdate()
    lines = [
        {
            "doubt": row,
            "left": told[row.ref_l],
            "right": told[row.ref_r],
            "name": _name(told[row.ref_l][1] or told[row.ref_r][1], row, rights),
            "place": names.get(row.place_code[:13], row.place_code),
            "reasons": queries.reasons(row.reasons, today),
            "kind": KINDS[row.kind],
            "decision": queries.decision_of(row) if wanted.show in {"kedua", "selesai"} else None,
        }
        for row in rows
    ]
    context = {
        "where": where, "wanted": wanted, "page": page, "lines": lines, "kinds": KINDS.items(),
        "shown": SHOWN.items(), "counts": queries.waiting_counts(rights, wanted),
        "query": asking.query_without(request.GET, "hal"),
        "first": rows[0] if rows and wanted.show == "buka" else None,
        "samples": queries.doubts(
            rights, Wanted("buka", "contoh", wanted.place)
        ).count() if wanted.kind != "contoh" else 0,
        "last": _last(request), "ran": services.last_run(), "me": request.user,
        "plain": asking.query_without(request.GET, "hal", "tampil"),
    }  # fmt: skip
    return render(request, "linking/doubts.html", context)


def _name(name: str, row: Doubt, rights: Any) -> str:
    return name if rights.names_in(row.place_code) else masked_name(name)


def _last(request: HttpRequest) -> Any:
    """The decision made just now by this account, while it can still be taken back."""
    key = request.session.get(LAST, "")
    found = queries.decision(rights_in(request), key) if key else None
    return found if found is not None and found.state in {"berlaku", "menunggu"} else None


@policy("cocokkan")
@never_cache
@require_GET
def pair(request: HttpRequest, key: str) -> HttpResponse:
    """Two records side by side."""
    return _pair(request, one_doubt(request, key))


def _pair(request: HttpRequest, doubt: Doubt, problem: str = "", status: int = 200) -> HttpResponse:
    rights, wanted = rights_in(request), wanted_of(request)
    log.record(request, "buka", "pasangan", doubt.key, doubt.place_code)
    open_now = opened.opened(request, doubt.key)
    names = bool(open_now) or rights.names_in(doubt.place_code)
    left, right = sides.side(doubt.ref_l), sides.side(doubt.ref_r)
    said = engine.explain(doubt.levels)
    decision = queries.decision_of(doubt)
    today = timezone.localdate()
    waits = doubt.state == DoubtState.SECOND
    context = {
        "doubt": doubt, "left": left, "right": right, "names": names,
        "lines": sides.compared(left, right, names),
        "households": [
            (left, sides.members(left.household, names)),
            (right, sides.members(right.household, names)),
        ],
        "agree": [one for one in said if one.agrees],
        "differ": [one for one in said if one.agrees is False],
        "unclear": [one for one in said if one.agrees is None],
        "reasons": queries.reasons(doubt.reasons, today), "kind": KINDS[doubt.kind],
        "decision": decision, "waits": waits,
        "mine": decision is not None and decision.by_id == request.user.pk,
        "answerable": doubt.state in {DoubtState.OPEN, DoubtState.LATER}
        and left.there and right.there,
        "place": queries.village_names([doubt.place_code]).get(
            doubt.place_code[:13], doubt.place_code
        ),
        "next": queries.after(rights, wanted, doubt),
        "left_over": queries.doubts(rights, Wanted("buka", wanted.kind, wanted.place)).count(),
        "query": asking.query_without(request.GET, "hal"), "last": _last(request),
        "opened": open_now, "minutes": opened.minutes(), "problem": problem,
        "may_open": rights.may("buka-identitas", doubt.place_code)
        and "ganda" in rights.purposes(doubt.place_code) and not names,
        "threshold": services.last_run(),
    }  # fmt: skip
    return render(request, "linking/pair.html", context, status=status)


@policy("cocokkan")
@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Same, different, or later; then the next pair."""
    doubt = one_doubt(request, key)
    said = request.POST.get("jawaban", "")
    rights, wanted = rights_in(request), wanted_of(request)
    following = queries.after(rights, wanted, doubt)
    if said not in {"sama", "beda", "nanti"}:
        return _pair(request, doubt, _("Pilih satu jawaban."), 422)
    try:
        if said == "nanti":
            services.put_off(doubt, timezone.localdate())
            messages.info(request, _("Ditunda tujuh hari; masih dapat dibuka dari daftar."))
        else:
            note = request.POST.get("catatan", "")
            made = services.decide(doubt, Verdict(said), signed_in(request), note)
            request.session[LAST] = made.key
            log.record(request, "cocokkan", "pasangan", doubt.key, doubt.place_code)
            if made.state == "menunggu":
                messages.info(request, _("Tersimpan. Akun lain perlu mengukuhkannya dahulu."))
            elif said == "sama":
                messages.success(request, _("Disambungkan sebagai satu orang."))
            else:
                messages.success(request, _("Tersimpan sebagai dua orang."))
    except services.CannotSettleError as problem:
        messages.warning(request, why_not(problem.code))
    return _onward(request, following)


def _onward(request: HttpRequest, following: Doubt | None) -> HttpResponse:
    query = asking.query_without(request.GET, "hal")
    if following is None or request.GET.get("tampil", "buka") != "buka":
        target = reverse("linking:doubts")
    else:
        target = reverse("linking:pair", args=[following.key])
    return HttpResponseRedirect(f"{target}?{query}" if query else target)


@policy("cocokkan")
@require_POST
def second(request: HttpRequest, key: str) -> HttpResponse:
    """The second opinion about a costly answer."""
    found = queries.decision(rights_in(request), key)
    if found is None:
        raise Http404
    said = request.POST.get("pendapat", "")
    target = f"{reverse('linking:doubts')}?tampil=kedua"
    if said not in {"setuju", "tidak"}:
        messages.warning(request, _("Pilih setuju atau tidak setuju."))
        return HttpResponseRedirect(target)
    try:
        services.second_opinion(found, said == "setuju", signed_in(request))
    except services.CannotSettleError as problem:
        messages.warning(request, why_not(problem.code))
        return HttpResponseRedirect(target)
    log.record(request, "cocokkan", "pasangan", found.pair, found.place_code)
    if said == "setuju":
        messages.success(request, _("Dikukuhkan dan dijalankan."))
    else:
        messages.info(request, _("Dikembalikan ke antrean, dengan catatan bahwa pendapat berbeda."))
    return HttpResponseRedirect(target)


@policy("cocokkan")
@require_POST
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """Take a decision back; the pair is shown again."""
    found = queries.decision(rights_in(request), key)
    if found is None:
        raise Http404
    try:
        services.undo(found, signed_in(request))
    except services.CannotSettleError as problem:
        messages.warning(request, why_not(problem.code))
    else:
        log.record(request, "cocokkan", "pasangan", found.pair, found.place_code)
        messages.success(request, _("Jawaban dibatalkan; semuanya kembali seperti semula."))
    if queries.doubt(rights_in(request), found.pair) is not None:
        return HttpResponseRedirect(reverse("linking:pair", args=[found.pair]))
    return HttpResponseRedirect(reverse("linking:doubts"))


@policy("cocokkan", "buka-identitas")
@require_POST
def reveal(request: HttpRequest, key: str) -> HttpResponse:
    """Open names and addresses of a pair: written to the log, for some minutes."""
    doubt = one_doubt(request, key)
    rights = rights_in(request)
    purpose = rights.purposes(doubt.place_code).get("ganda", "")
    target = reverse("linking:pair", args=[key])
    if not purpose:
        raise Http404
    log.record(request, "buka-identitas", "pasangan", doubt.key, doubt.place_code, purpose=purpose)
    opened.open_(request, doubt.key, purpose)
    return HttpResponseRedirect(target)
