"""Support of companies, foster parents and BAZNAS: the list, one offer, and every act on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import day, version_in, whole
from rembuk.office.access.policies import policy
from rembuk.office.documents import files, gates
from rembuk.office.documents.models import Document
from rembuk.office.ledger import amounts
from rembuk.office.programmes import asking, words
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.deliveries import recipients
from rembuk.office.programmes.deliveries.pages import asking_dict
from rembuk.office.programmes.errors import AskedError
from rembuk.office.programmes.models import Activity, Match, Offer, OfferKind, OfferState, Recipient
from rembuk.office.programmes.support import acts as offering
from rembuk.office.programmes.support import consenting, thanks_letter
from rembuk.office.programmes.support import view as offer_view
from rembuk.office.programmes.support.acts import Given
from rembuk.office.programmes.support.thanks_letter import SUBJECT

PER_PAGE: Final = 30


@policy("rencana")
@never_cache
@require_http_methods(["GET", "POST"])
def offers(request: HttpRequest) -> HttpResponse:
    """Every offer of the district; whoever keeps the plan writes new ones down."""
    who = asking.reader(request)
    wrong: dict[str, list[str]] = {}
    asks: dict[str, list[str]] = {}
    if request.method == "POST":
        if not who.keeps:
            raise Http404
        try:
            made = _receive(request, who)
        except AskedError as odd:
            asks = odd.message_dict
        except ValidationError as problem:
            wrong = asking_dict(problem)
        else:
            log.record(request, "rencana", SUBJECT, made.public_id, made.district_code)
            return redirect("programmes:offer", made.public_id)
    state = request.GET.get("keadaan", "")
    found = offer_view.visible(who)
    if state in OfferState.values:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("hal"))
    return render(
        request, "programmes/offers.html",
        {
            "who": who, "page": page, "lines": offer_view.lines(page), "keeps": who.keeps,
            "states": asking.options(OfferState.choices, state), "wrong": wrong, "asks": asks,
            "kinds": asking.options(OfferKind.choices, request.POST.get("jenis", "")),
            "catalogue": asking.options(
                words.intervention_names(who.on), request.POST.get("intervensi", "")),
            "post": request.POST,
        },
        status=422 if wrong else 409 if asks else 200,
    )  # fmt: skip


def _receive(request: HttpRequest, who: Reader) -> Offer:
    post, until = request.POST, request.POST.get("sampai", "").strip()
    valid = day(until)
    if until and valid is None:
        raise ValidationError({"sampai": [_("Tanggal tidak terbaca.")]})
    given = Given(
        post.get("pemberi", ""), post.get("jenis", ""), post.get("apa", ""),
        post.get("intervensi", ""), amounts.volume(post.get("volume", "")),
        post.get("satuan", ""), amounts.rupiah(post.get("rupiah", "")), valid,
        post.get("kontak", "")[:160],
    )  # fmt: skip
    return offering.receive(
        who.account, asking.district(who.rights), given, confirmed=bool(post.get("yakin"))
    )


def offer_or_404(request: HttpRequest, offer_id: str) -> Offer:
    """An offer of the reader's district; otherwise 404."""
    found = offer_view.visible(asking.reader(request)).filter(public_id=offer_id).first()
    if found is None:
        raise Http404
    return found


@policy("rencana")
@never_cache
@require_GET
def offer(request: HttpRequest, offer_id: str) -> HttpResponse:
    """One offer: what was matched, who agreed, what was given, and what comes next."""
    held, who = offer_or_404(request, offer_id), asking.reader(request)
    pairs = offer_view.pairs(held, who)
    if shown := sum(len(one.families) + len(one.candidates) for one in pairs):
        log.record(request, "rencana", SUBJECT, held.public_id, held.district_code, rows=shown)
    names = words.intervention_names(who.on)
    return render(
        request, "programmes/offer.html",
        {
            "who": who, "offer": held, "pairs": pairs, "keeps": who.keeps,
            "volume": offer_view.volume(held), "left": offering.remaining(held),
            "shape": offer_view.SHAPES[OfferState(held.state)],
            "intervention": names.get(held.intervention, ""),
            "needs": offer_view.needs(held, who) if who.keeps else (),
            "for_giver": offer_view.for_giver(held, who) if who.keeps else "",
            "history": offer_view.history(held), "open": held.state in offering.OPEN,
            "waiting": next(
                (one for one in pairs
                 if one.may_ask and not one.match.ended_at and not one.match.delivered_on), None),
            "letters": _letters(held) if who.keeps else (),
        },
    )  # fmt: skip


def _letters(held: Offer) -> QuerySet[Document]:
    found = Document.objects.filter(subject_kind=SUBJECT, subject_id=held.public_id)
    return found.order_by("-made_at")


@policy("rencana-kelola")
@require_POST
def act(request: HttpRequest, offer_id: str, act: str) -> HttpResponse:
    """Approve, decline, match, thank."""
    held, who = offer_or_404(request, offer_id), asking.reader(request)
    post = request.POST
    version = version_in(request)
    try:
        match act:
            case "setujui" | "tolak":
                offering.decide(
                    who.account, held, act == "setujui", post.get("alasan", ""), version
                )
            case "cocokkan":
                _match(request, who, held, version)
            case "terima-kasih":
                if not who.rights.may("rencana-kelola", held.district_code):
                    raise ValidationError(_("Dukungan diurus pengelola rencana daerah."))
                thanks_letter.send(who.account, held, who.on)
            case _:
                raise ValidationError(_("Langkah ini tidak dikenal."))
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        log.record(request, "rencana", f"{SUBJECT}-{act}", held.public_id, held.district_code)
        messages.success(request, str(DONE[act]))
    return redirect("programmes:offer", held.public_id)


DONE: Final = {
    "setujui": gettext_lazy("Tawaran disetujui."),
    "tolak": gettext_lazy("Tawaran ditolak."),
    "cocokkan": gettext_lazy("Tawaran dicocokkan. Tanya keluarganya sebelum menyerahkan."),
    "terima-kasih": gettext_lazy("Surat terima kasih dibuat."),
    "tanya": gettext_lazy("Tercatat bahwa keluarga ditanya."),
    "jawab": gettext_lazy("Jawaban keluarga tercatat."),
    "serah": gettext_lazy("Penyerahan tercatat."),
    "lepas": gettext_lazy("Pasangan dilepas."),
}


def _match(request: HttpRequest, who: Reader, held: Offer, version: int | None) -> None:
    kind, _colon, rest = request.POST.get("kebutuhan", "").partition(":")
    families = request.POST.get("keluarga", "").strip()
    more: dict[str, Any] = {
        "families": whole(families) if families else 0,
        "volume": amounts.volume(request.POST.get("volume", "")), "version": version,
    }  # fmt: skip
    if kind == "k":
        activity = Activity.objects.select_related("office").filter(public_id=rest).first()
        if activity is None or activity.district_code != held.district_code:
            raise ValidationError(_("Pilih kebutuhannya."))
        offering.match(who.account, held, activity.place_code, activity=activity, **more)
    elif kind == "b":
        place, _colon, code = rest.partition(":")
        offering.match(who.account, held, place, intervention=code, **more)
    else:
        raise ValidationError(_("Pilih kebutuhannya."))


def _pair(request: HttpRequest, offer_id: str, match_id: str) -> Match:
    held = offer_or_404(request, offer_id)
    found = held.matches.filter(public_id=match_id).select_related("offer", "activity").first()
    if found is None or not offering.may_ask(asking.account_of(request), found):
        raise Http404
    return found


@policy("rencana-isi")
@require_POST
def pair_act(request: HttpRequest, offer_id: str, match_id: str, act: str) -> HttpResponse:
    """Ask families, write down answers, hand over, let a match go."""
    pair, who = _pair(request, offer_id, match_id), asking.reader(request)
    post = request.POST
    try:
        match act:
            case "tanya":
                _persons, families = recipients.of_codes(
                    [*post.getlist("pilih"), *post.get("kode", "").split("\n")],
                    Recipient.FAMILY, pair.place_code, who.rights,
                )  # fmt: skip
                if not families:
                    raise ValidationError(_("Pilih keluarganya, atau tulis kodenya."))
                consenting.ask(who.account, pair, families)
            case "jawab":
                row = pair.consents.filter(family__public_id=post.get("keluarga", "")).first()
                if row is None or post.get("jawaban") not in {"setuju", "tidak"}:
                    raise ValidationError(_("Pilih keluarga dan jawabannya."))
                consenting.answer(who.account, row, post["jawaban"] == "setuju")
            case "serah":
                on = day(post.get("tanggal", ""))
                if on is None:
                    raise ValidationError(_("Isi tanggalnya."))
                volume = amounts.volume(post.get("volume", "")) or Decimal(0)
                consenting.hand_over(
                    who.account, pair, on, volume, request.FILES.get("bukti"),
                    families=post.getlist("keluarga"), confirmed=bool(post.get("yakin")),
                )  # fmt: skip
            case "lepas":
                offering.end(who.account, pair, post.get("alasan", ""))
            case _:
                raise ValidationError(_("Langkah ini tidak dikenal."))
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        log.record(request, "rencana", f"{SUBJECT}-{act}", pair.public_id, pair.place_code)
        messages.success(request, str(DONE[act]))
    answer = redirect("programmes:offer", offer_id)
    answer["Location"] += f"#p-{match_id}"  # back where the answer was written
    return answer


@policy("rencana-isi", "lihat-anak")
@require_GET
def pair_proof(request: HttpRequest, offer_id: str, match_id: str) -> HttpResponse:
    """The proof of what was given; it can show faces, so not for the giver."""
    pair = _pair(request, offer_id, match_id)
    if not pair.proof_path or not asking.reader(request).rights.may("lihat-anak", pair.place_code):
        raise Http404
    log.record(request, "berkas", "bukti-dukungan", pair.public_id, pair.place_code)
    try:
        return files.answer(pair.proof_path, f"bukti-{pair.public_id.lower()}", download=False)
    except FileNotFoundError:
        raise Http404 from None


def register() -> None:
    """Let whoever keeps the plan open thank-you letters."""
    gates.register(SUBJECT, _may_open)


def _may_open(request: HttpRequest, document: Document) -> bool:
    return asking.reader(request).rights.may("rencana-kelola", document.place_code)
