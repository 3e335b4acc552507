"""Decisions and their way: all of them, one to the hands it reached, the opening of a meeting."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import account_of
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.forums.asking import meeting_or_404
from rembuk.office.forums.models import Decision, DecisionState
from rembuk.office.forums.places import name_of
from rembuk.office.forums.queries import readable
from rembuk.office.forums.way import counting
from rembuk.office.forums.way import opening as openings
from rembuk.office.forums.way import ways as way
from rembuk.office.forums.way.facts import select
from rembuk.office.ledger.queries import visible_to
from rembuk.office.places.models import Area, Level
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within, within_any
from rembuk.office.programmes import queries as plans
from rembuk.office.programmes.models import BudgetLine, Delivery, Recipient
from rembuk.office.seats.queries import offices_of

PAGE: Final = 20
EDITS: Final = 60
MOST: Final = 60
"""Lines of deliveries shown on the page of a decision; the page of its activity has every one."""
AT_PROMISE: Final = frozenset({"kegiatan", "periksa"})
"""Stations whose next step is taken on the page of the promise."""


def _mine(request: HttpRequest) -> QuerySet[Decision]:
    """Agreed decisions the reader may see: of meetings open to them, and about their places."""
    rights = rights_in(request)
    meetings = readable(rights, account_of(request)).values("pk")
    rows = Decision.objects.filter(state=DecisionState.AGREED)
    return rows.filter(
        Q(meeting__in=meetings) | within_any("place_code", rights.places_for("rembuk"))
    )


@policy("rembuk")
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """Every agreed decision and how far it came; the sums by station."""
    rights, on = rights_in(request), timezone.localdate()
    rows = _mine(request)
    told = rows.order_by().values_list("meeting__plan_year", flat=True).distinct()
    years = sorted(told, reverse=True)
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else (years[0] if years else None)
    place = request.GET.get("wilayah", "").strip()
    if place:
        rights.within("rembuk", place)
        rows = rows.filter(within("meeting__place_code", place))
    level = request.GET.get("tingkat", "")
    if level in LEVELS:
        rows = rows.filter(meeting__kind__in=LEVELS[level])
    rows = rows.filter(meeting__plan_year=year) if year else rows.none()
    counted = counting.count(rows.order_by("meeting__place_code", "meeting__pk", "number"), on)
    where = request.GET.get("di", "")
    page: Page[int] = Paginator(counted.waiting(where), PAGE).get_page(request.GET.get("hal"))
    shown = select(Decision.objects.filter(pk__in=list(page))).order_by(
        "meeting__place_code", "meeting__pk", "number"
    )
    return render(
        request,
        "forums/ways.html",
        {
            "page": page, "ways": _lines(way.ways(shown, on)), "year": year, "years": years,
            "place": place, "level": level, "where": where, "all": len(counted.at),
            "kept": openings.kept_of(counted.standings), "money": counted.money,
            "funnel": counted.steps, "place_name": name_of(place) if place else "",
            "places": _places(rights.places_for("rembuk"), place),
        },
    )  # fmt: skip


LEVELS: Final = {
    "desa": ("rembuk-desa", "triwulan-desa"),
    "kecamatan": ("rembuk-kecamatan", "minilok"),
    "kabupaten": ("rembuk-kabupaten", "rakor"),
}


def _lines(found: list[way.Way]) -> list[dict[str, Any]]:
    """Ways with the names of their places."""
    codes = {one.decision.place_code for one in found}
    names = place_names(codes)
    return [
        {"way": one, "place": names.get(one.decision.place_code, one.decision.place_code)}
        for one in found
    ]


def _places(codes: tuple[str, ...], chosen: str) -> list[Area]:
    """The kecamatan of the reader's places, and the villages of the one that is chosen."""
    level = Level.DESA if any(code.count(".") >= 2 for code in codes) else Level.KECAMATAN
    rows = Area.objects.filter(within_any("code", codes), valid_to=None, level=level)
    found = list(rows.filter(within("code", settings.REMBUK_AREA)).order_by("name"))
    if chosen.count(".") >= 2:
        kecamatan = ".".join(chosen.split(".")[:3])
        inside = Area.objects.filter(within("code", kecamatan), level=Level.DESA, valid_to=None)
        found += [one for one in inside.order_by("name") if one not in found]
    return found


@policy("rembuk")
@require_GET
def decision(request: HttpRequest, decision_id: str) -> HttpResponse:
    """One decision from the meeting that took it to the hands it reached."""
    rights, account, on = rights_in(request), account_of(request), timezone.localdate()
    found = _one(request, decision_id)
    log.record(request, "rembuk", "putusan", found.public_id, found.meeting.place_code)
    told = way.way(found, on)
    keys = [one.pk for one in told.activities]
    came, went = openings.line_of(found)
    given = Delivery.objects.filter(activity__in=keys, taken_back_at=None)
    promise = found.promise
    seen = promise is not None and visible_to(rights, account, on).filter(pk=promise.pk).exists()
    open_ = set(plans.activities(rights).filter(pk__in=keys).values_list("pk", flat=True))
    rules = reference.load()
    return render(
        request,
        "forums/way.html",
        {
            "decision": found, "meeting": found.meeting, "told": told,
            "rails": (told.stations[:4], told.stations[4:]),
            "place": name_of(found.place_code) if found.place_code else "",
            "target": found.target_text
            or _named(rules.indicators(on=on), found.target_indicator),
            "money_name": _named(rules.money_sources(on), found.money),
            "promise": promise if seen else None,
            "open_activities": open_,
            "last": next((one for one in reversed(told.activities) if one.pk in open_), None),
            "edits": found.edits.select_related("by").order_by("-pk")[:EDITS],
            "lines": BudgetLine.objects.filter(activity__in=keys, set_aside="").select_related(
                "activity"
            ),
            "deliveries": _lines_of(given),
            "came": way.ways(
                select(Decision.objects.filter(pk__in=[one.pk for one in came])).order_by(
                    "meeting__starts_at"
                )
            ),
            "went": [(one, openings.above(found, one.decision)) for one in way.ways(went)],
            "objections": found.objections.all(),
            "may_live": rights.may("rembuk-catat", found.meeting.place_code),
            "at_promise": told.here is not None and told.here.code in AT_PROMISE,
        },
    )  # fmt: skip


def _one(request: HttpRequest, decision_id: str) -> Decision:
    """A decision about the reader's place, of their own office, or of a meeting open to them."""
    rows = select(Decision.objects.filter(public_id=decision_id))
    found = rows.select_related("carried_from__meeting").first()
    if found is None:
        raise Http404
    rights = rights_in(request)
    account = account_of(request)
    if not (
        (found.place_code and rights.may("rembuk", found.place_code))
        or found.owner in offices_of(account, timezone.localdate())
        or readable(rights, account).filter(pk=found.meeting_id).exists()
    ):
        raise Http404
    return found


def _named(rows: Any, code: str) -> str:
    """The words of a code; the code where no list knows it, "" for none."""
    return next((one.name_id for one in rows if one.code == code), code)


def _lines_of(given: QuerySet[Delivery]) -> list[dict[str, Any]]:
    """Handings over without a name, summed by day, place and kind of recipient, the newest first:
    how many, how much, how many with proof and checked by another."""
    rows = given.order_by().values("on", "place_code", "recipient_kind", "unit")
    found = rows.annotate(
        n=Count("pk"), many=Sum("volume"), proven=Count("pk", filter=~Q(proof_path="")),
        checked=Count("pk", filter=Q(verified_at__isnull=False)),
    ).order_by("-on", "place_code", "recipient_kind")[:MOST]  # fmt: skip
    codes = {one["place_code"] for one in found}
    names = place_names(codes)
    kinds = dict(Recipient.choices)
    return [
        {**one, "place": names.get(one["place_code"], ""), "kind": kinds[one["recipient_kind"]]}
        for one in found
    ]  # fmt: skip


@policy("rembuk")
@require_GET
def opening(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """What the meeting opens with: last decisions and what became of them, proposals from below."""
    meeting = meeting_or_404(request, meeting_id)
    log.record(request, "rembuk", "rembuk", meeting.public_id, meeting.place_code)
    told = openings.opening(meeting)
    rights = rights_in(request)
    return render(
        request,
        "forums/opening.html",
        {
            "meeting": meeting, "told": told, "lines": _lines(list(told.ways)),
            "risen": [(one, _lines(list(one.ways))) for one in told.risen],
            "place": name_of(meeting.place_code), "on": timezone.localdate(),
            "may_carry": meeting.open and rights.may("rembuk-catat", meeting.place_code),
            "crumb": _("Pembuka"),
        },
    )  # fmt: skip
