"""One promise: what it says, its proof and history, and the acts this reader may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import version_in
from rembuk.office.access.policies import policy
from rembuk.office.ledger import asking, lines, parties, services
from rembuk.office.ledger.amounts import rupiah
from rembuk.office.ledger.forms import day
from rembuk.office.ledger.models import Promise, ProofKind
from rembuk.office.ledger.reading_history import told
from rembuk.office.ledger.states import RULES, Rule, open_to
from rembuk.office.ledger.whom import whom
from rembuk.office.seats.models import Office

BUTTONS: Final = ("terima", "mulai", "selesai", "verifikasi")
"""Acts of one tap: nothing to fill in."""


@policy("janji")
@never_cache
@require_GET
def promise(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page of a promise."""
    found = asking.one(request, public_id)
    log.record(request, "janji", "janji", found.public_id, found.place_code)
    return render(request, "ledger/promise.html", page_of(request, found))


def page_of(request: HttpRequest, found: Promise) -> dict[str, Any]:
    """What the page shows."""
    who = asking.reader(request)
    mine = parties.of(found, who.account, who.on, who.rights)
    rules = open_to(found.state, mine)
    main = main_of(found, rules)
    ready = [rule for rule in rules if rule.act != "selesai" or main == "selesai"]
    return {
        "promise": found,
        "line": lines.lines([found], who.on)[0],
        "whom": whom(found, who.rights, who.account),
        "rules": rules,
        "main": main,
        "acts": {rule.act: rule for rule in rules},
        "one_tap": [rule for rule in rules if rule.act in BUTTONS],
        "keys": [rule for rule in ready if rule.key],
        "proofs": list(found.proofs.select_related("by")),
        "history": told(found),
        "kinds": ProofKind.choices,
        "offices": Office.objects.order_by("short"),
        "intervention": next(
            (
                one
                for one in reference.load().interventions(who.on)
                if one.code == found.intervention
            ),
            None,
        ),
        "successor": Promise.objects.filter(carried_from=found).first(),
        "judge_words": judge_words(found),
        "today": who.on,
        "mine": mine,
    }


def main_of(found: Promise, rules: tuple[Rule, ...]) -> str:
    """The act of the page's one filled button: calling it done only once there is proof."""
    acts = {rule.act for rule in rules}
    if "selesai" in acts and not services.countable(found).exists():
        return "bukti"
    return next((act for act in ("terima", "selesai", "mulai", "verifikasi") if act in acts), "")


def judge_words(found: Promise) -> str:
    """Who judges the proof."""
    if found.verifier is not None:
        return str(found.verifier)
    return _("pemeriksa janji di wilayah ini, bukan %(office)s") % {"office": found.owner}


@policy("janji")
@require_POST
def act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Do one act, or say why not. A stale form shows what was written meanwhile and keeps what
    was typed."""
    found = asking.one(request, public_id)
    if act not in DOERS:
        raise Http404
    who = asking.reader(request)
    try:
        DOERS[act](found, who, request)
    except services.StaleError as stale:
        return render(request, "ledger/stale.html", stale_page(request, stale, act), status=409)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect("ledger:promise", public_id)
    log.record(request, "janji", act, found.public_id, found.place_code)
    messages.success(request, _("Tercatat: Anda %(act)s.") % {"act": RULES[act].past})
    return redirect("ledger:promise", public_id)


def stale_page(request: HttpRequest, stale: services.StaleError, act: str) -> dict[str, Any]:
    """What somebody else wrote since, and what was typed here, ready to be sent again."""
    current = stale.promise
    skipped = {"csrfmiddlewaretoken", "versi"}
    words = labels()
    typed = [
        (name, words.get(name, name), text)
        for name, text in request.POST.items()
        if name not in skipped and text
    ]
    return {
        "promise": current,
        "since": told(current, after=stale.version),
        "typed": typed,
        "act": act,
        "rule": RULES[act],
        "still": current.state in RULES[act].origins,
    }


def labels() -> dict[str, str]:
    """Words of the fields of the forms."""
    return {
        "alasan": _("Alasan"), "kabar": _("Kabar"), "persen": _("Kemajuan (%)"),
        "kendala": _("Kendala"), "kantor": _("Kantor"), "tenggat": _("Tenggat"),
    }  # fmt: skip


def _said(request: HttpRequest, name: str) -> str:
    return " ".join(request.POST.get(name, "").split())


def _simple(service: Callable[..., object]) -> Callable[..., None]:
    def do(found: Promise, who: asking.Reader, request: HttpRequest) -> None:
        service(found, who.account, version=version_in(request), note=_said(request, "kabar"))

    return do


def _reasoned(service: Callable[..., object]) -> Callable[..., None]:
    def do(found: Promise, who: asking.Reader, request: HttpRequest) -> None:
        service(found, who.account, _said(request, "alasan"), version=version_in(request))

    return do


def _report(found: Promise, who: asking.Reader, request: HttpRequest) -> None:
    percent = _said(request, "persen").rstrip("%").strip()
    if percent and not percent.isdigit():
        raise ValidationError(_("Kemajuan ditulis sebagai angka bulat, 0 sampai 100."))
    obstacle = _said(request, "kendala")
    services.report_progress(
        found, who.account, _said(request, "kabar"), int(percent) if percent else None,
        obstacle=obstacle if obstacle != found.obstacle else None, version=version_in(request),
    )  # fmt: skip


def _prove(found: Promise, who: asking.Reader, request: HttpRequest) -> None:
    services.add_proof(
        found, who.account, request.POST.get("jenis", ""), upload=request.FILES.get("berkas"),
        text=_said(request, "isi"), amount=rupiah(request.POST.get("jumlah", "")),
        taken_on=day(request.POST.get("tanggal", "")), where=_said(request, "tempat"),
    )  # fmt: skip


def _hand_over(found: Promise, who: asking.Reader, request: HttpRequest) -> None:
    office = Office.objects.filter(code=request.POST.get("kantor", "")).first()
    if office is None:
        raise ValidationError(_("Pilih kantor penerimanya."))
    services.hand_over(
        found, who.account, office, _said(request, "alasan"), version=version_in(request),
        due=day(request.POST.get("tenggat", "")),
    )  # fmt: skip


def _carry(found: Promise, who: asking.Reader, request: HttpRequest) -> None:
    due = day(request.POST.get("tenggat", ""))
    if due is None:
        raise ValidationError(_("Isi tenggat barunya."))
    services.carry_over(
        found, who.account, due, reason=_said(request, "alasan"), version=version_in(request)
    )


DOERS: Final[dict[str, Callable[[Promise, asking.Reader, HttpRequest], None]]] = {
    "terima": _simple(services.accept),
    "mulai": _simple(services.start),
    "selesai": _simple(services.finish),
    "verifikasi": _simple(services.verify),
    "tolak": _reasoned(services.refuse),
    "kembalikan": _reasoned(services.return_),
    "batal": _reasoned(services.cancel),
    "kabar": _report,
    "bukti": _prove,
    "serahkan": _hand_over,
    "bawa": _carry,
}
