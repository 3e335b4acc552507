"""Deliveries on the screen: the list, handing over, proof, verifying, taking back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import day
from rembuk.office.access.policies import policy
from rembuk.office.documents import files
from rembuk.office.ledger import amounts
from rembuk.office.places.models import Area, Level
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within
from rembuk.office.programmes import asking
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.deliveries import acts as delivering
from rembuk.office.programmes.deliveries import recipients
from rembuk.office.programmes.deliveries import view as delivery_view
from rembuk.office.programmes.deliveries.acts import Handed
from rembuk.office.programmes.errors import AskedError
from rembuk.office.programmes.models import Activity, Delivery, Recipient

PER_PAGE: Final = 40
VILLAGE: Final = 13


@policy("rencana")
@never_cache
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """Deliveries of a year, newest first, with what waits for proof or for a judge."""
    who = asking.reader(request)
    state, office = request.GET.get("keadaan", ""), request.GET.get("kantor", "")
    activity = request.GET.get("kegiatan", "")
    found = delivery_view.found(who, state, office, activity)
    sums = delivery_view.sums(who, office, activity)
    pages = Paginator(found, PER_PAGE)
    pages.count = sums.of(state if state in delivery_view.STATES else "")  # counted already
    page = pages.get_page(request.GET.get("hal"))
    kept = request.GET.copy()
    kept.pop("hal", None)
    return render(
        request,
        "programmes/deliveries.html",
        {
            "who": who, "page": page, "lines": delivery_view.lines(page),
            "query": kept.urlencode(), "sums": sums,
            "states": asking.options(delivery_view.STATES, state),
            "offices": asking.options(delivery_view.offices(who), office),
            "places": asking.options(
                [(one.code, one.name) for one in asking.places(who.rights, who.place)], who.place),
            "narrowed": bool(state or office or who.place or activity), "state": state,
            "only": asking.one(request, activity) if activity else None,
            "costs": () if activity else delivery_view.costs(who, office),
            "may_sheet": bool(who.desk.offices),
            "judges": any(who.rights.places_for(one) for one in delivering.JUDGES),
        },
    )  # fmt: skip


@policy("rencana-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def deliver(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose who received, how much, when, with which proof."""
    who, activity = asking.reader(request), asking.one(request, public_id)
    if not who.desk.types(activity.office, activity.place_code):
        return not_yours(request, activity)
    village = _village(request, activity)
    asks: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = _hand_over(request, who, activity, village)
        except AskedError as odd:
            asks = odd.message_dict
        except ValidationError as problem:
            wrong = asking_dict(problem)
        else:
            log.record(request, "rencana", "penyaluran", activity.public_id, village, rows=made)
            messages.success(request, _("%s penerima tercatat.") % made)
            return redirect("programmes:activity", activity.public_id)
    kind = recipients.kind_of(activity, request.POST.get("jenis") or request.GET.get("jenis", ""))
    shown = (
        recipients.listed(activity, village, kind, who.rights, who.on)
        if (village and who.rights.may("lihat-anak", village))
        else None
    )
    if shown is not None and shown.candidates:
        log.record(
            request, "rencana", "calon-penerima", activity.public_id, village,
            rows=len(shown.candidates),
        )  # fmt: skip
    places = _villages(activity)
    return render(
        request,
        "programmes/deliver.html",
        {
            "who": who, "activity": activity, "village": village, "kind": kind, "listed": shown,
            "villages": asking.options(places, village), "place": dict(places).get(village, ""),
            "kinds": asking.options(Recipient.choices, kind), "asks": asks, "wrong": wrong,
            "post": request.POST, "chosen": set(request.POST.getlist("pilih")),
            "names": bool(village) and who.rights.names_in(village),
            "lost": "bukti" in request.FILES,
        },
        status=422 if wrong else 409 if asks else 200,
    )  # fmt: skip


def not_yours(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Back to the activity: its own office writes what it did."""
    messages.error(request, _("Kegiatan ini ditulis %s atau pengelola rencana.") % activity.office)
    return redirect("programmes:activity", activity.public_id)


def asking_dict(problem: ValidationError) -> dict[str, list[str]]:
    """Words of a refusal by field, "" for the whole form."""
    return problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}


def _villages(activity: Activity) -> list[tuple[str, str]]:
    areas = Area.objects.filter(
        within("code", activity.place_code), level=Level.DESA, valid_to=None
    )
    return list(areas.order_by("name").values_list("code", "name"))


def _village(request: HttpRequest, activity: Activity) -> str:
    """The village asked for; that of the activity where it has one."""
    if len(activity.place_code) >= VILLAGE:
        return activity.place_code[:VILLAGE]
    code = request.POST.get("desa") or request.GET.get("desa", "")
    return code if code in dict(_villages(activity)) else ""


def _hand_over(request: HttpRequest, who: Reader, activity: Activity, village: str) -> int:
    post = request.POST
    wrong: dict[str, list[str]] = {}
    on = day(post.get("tanggal", ""))
    if on is None:
        wrong["on"] = [_("Isi tanggalnya.")]
    volume = _read(wrong, "volume", amounts.volume, post.get("volume", ""))
    amount = _read(wrong, "amount", amounts.rupiah, post.get("rupiah", ""))
    if volume is None and "volume" not in wrong:
        wrong["volume"] = [_("Isi banyaknya tiap penerima.")]
    kind = recipients.kind_of(activity, post.get("jenis", ""))
    place = village or activity.place_code
    handed: list[Handed] = []
    if kind == Recipient.AREA:
        handed = [Handed(place, volume or Decimal(0), amount=amount, note=post.get("catatan", ""))]
    else:
        codes = [*post.getlist("pilih"), *post.get("kode", "").split("\n")]
        try:
            persons, families = recipients.of_codes(codes, kind, place, who.rights)
        except ValidationError as problem:
            wrong["penerima"] = problem.messages
        else:
            note = post.get("catatan", "")
            handed = [
                Handed(one.place_code, volume or Decimal(0), person=one, amount=amount, note=note)
                for one in dict.fromkeys(persons)
            ] + [
                Handed(one.place_code, volume or Decimal(0), family=one, amount=amount, note=note)
                for one in dict.fromkeys(families)
            ]
    if wrong or on is None:
        raise ValidationError(wrong)
    rows = delivering.deliver(
        who.account, activity, on, handed, upload=request.FILES.get("bukti"),
        confirmed=bool(post.get("yakin")),
    )  # fmt: skip
    return len(rows)


def _read(wrong: dict[str, list[str]], name: str, read: Any, text: str) -> Any:
    try:
        return read(text)
    except ValidationError as problem:
        wrong[name] = problem.messages
        return None


def one_or_404(request: HttpRequest, delivery_id: str) -> Delivery:
    """A delivery of a place the reader may see plans of; otherwise 404."""
    found = Delivery.objects.filter(public_id=delivery_id)
    row = found.select_related("activity__office", "person", "family", "by", "verified_by").first()
    if row is None:
        raise Http404
    asking.one(request, row.activity.public_id)
    if not asking.reader(request).rights.may("rencana", row.place_code):
        raise Http404
    return row


@policy("rencana")
@never_cache
@require_GET
def delivery(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """One delivery: who (as far as the reader may know), proof, who judged it."""
    row, who = one_or_404(request, delivery_id), asking.reader(request)
    seen = row.recipient_kind == Recipient.AREA or who.rights.may("lihat-anak", row.place_code)
    name = recipients.named(row, who.rights.names_in(row.place_code)) if seen else ""
    if name:
        log.record(request, "rencana", "penyaluran", row.public_id, row.place_code)
    return render(
        request,
        "programmes/delivery.html",
        {
            "who": who, "row": row, "activity": row.activity, "name": name, "seen": seen,
            "opens": who.rights.may("lihat-anak", row.place_code),
            "place": place_names([row.place_code]).get(row.place_code, row.place_code),
            "may_verify": delivering.may_verify(who.account, row),
            "may_write": who.desk.types(row.activity.office, row.activity.place_code),
        },
    )  # fmt: skip


@policy("rencana", "lihat-anak")
@require_GET
def proof(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """The file of the proof. It can show a face or names: only to who may see children there."""
    row, who = one_or_404(request, delivery_id), asking.reader(request)
    if not row.proof_path or not who.rights.may("lihat-anak", row.place_code):
        raise Http404
    log.record(request, "berkas", "bukti-penyaluran", row.public_id, row.place_code)
    try:
        return files.answer(row.proof_path, f"bukti-{row.public_id.lower()}", download=False)
    except FileNotFoundError:
        raise Http404 from None


@policy("rencana")
@require_POST
def act(request: HttpRequest, delivery_id: str, act: str) -> HttpResponse:
    """Add proof (`bukti`), verify (`periksa`), take back (`tarik`)."""
    row, who = one_or_404(request, delivery_id), asking.reader(request)
    try:
        match act:
            case "bukti":
                if "bukti" not in request.FILES:
                    raise ValidationError(_("Pilih berkas atau fotonya."))
                delivering.prove(who.account, [row], request.FILES["bukti"])
            case "periksa":
                delivering.verify(who.account, row)
            case "tarik":
                delivering.take_back(who.account, row, request.POST.get("alasan", ""))
            case _:
                raise ValidationError(_("Langkah ini tidak dikenal."))
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        log.record(request, "rencana", f"penyaluran-{act}", row.public_id, row.place_code)
        messages.success(request, str(DONE[act]))
    return redirect("programmes:delivery", row.public_id)


DONE: Final = {
    "bukti": gettext_lazy("Bukti tersimpan."),
    "periksa": gettext_lazy("Penyaluran tercatat sudah diperiksa."),
    "tarik": gettext_lazy("Penyaluran ditarik. Ia tetap tersimpan dan tidak lagi dihitung."),
}
