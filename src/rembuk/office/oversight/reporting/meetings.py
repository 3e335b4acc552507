"""Meetings of the half, what they decided, and how it was kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet
from django.utils import timezone

from rembuk.office.forums import queries
from rembuk.office.forums.models import Decision, DecisionState, Kind, Meeting, MeetingState
from rembuk.office.oversight.halves import Half
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.reference import load

HIGH: Final = (Kind.DISTRICT, Kind.KECAMATAN, Kind.COORDINATION)
"""Meetings the report names one by one; those of villages are counted by kecamatan."""
STANDING: Final = {
    "tanpa-janji": "belum menjadi janji", "ditepati": "ditepati",
    "selesai": "selesai, belum diperiksa",
    "berjalan": "berjalan", "lewat": "lewat tenggat", "gugur": "dibatalkan atau ditolak",
    "dibawa": "dibawa ke siklus berikut",
}  # fmt: skip


@dataclass(frozen=True)
class Held:
    """One meeting."""

    kind: str
    title: str
    place: str
    on: dt.date
    state: str
    decisions: int
    came: int


@dataclass(frozen=True)
class Decided:
    """One agreed decision. `target` in words with its figure."""

    number: str
    what: str
    target: str
    place: str
    owner: str
    cost: int | None
    due: dt.date | None
    standing: str
    pillar: int | None


@dataclass(frozen=True)
class Meetings:
    """`kinds`: kind, held, signed, cancelled; `held`: those named; `villages`: kecamatan, villages
    with a rembuk in the half, of how many; `standings`: how agreed decisions stand."""

    kinds: tuple[tuple[str, int, int, int], ...]
    held: tuple[Held, ...]
    villages: tuple[tuple[str, int, int], ...]
    decided: tuple[Decided, ...]
    standings: tuple[tuple[str, int], ...]
    agreed: int


def meetings(half: Half, place: str, on: dt.date) -> Meetings:
    """Of a place and everything beneath it."""
    rows = Meeting.objects.filter(within("place_code", place), **_span(half))
    kinds = []
    for value, label in Kind.choices:
        mine = rows.filter(kind=value)
        states = Counter(mine.values_list("state", flat=True))
        held = states[MeetingState.HELD] + states[MeetingState.SIGNED]
        if sum(states.values()):
            kinds.append(
                (str(label), held, states[MeetingState.SIGNED], states[MeetingState.CANCELLED])
            )
    names = dict(Area.objects.filter(within("code", place)).values_list("code", "name"))
    agreed = Decision.objects.filter(
        meeting__in=rows, state=DecisionState.AGREED
    ).select_related("meeting", "owner", "promise")  # fmt: skip
    standings = Counter(STANDING[queries.standing(one, on)] for one in agreed)
    return Meetings(
        tuple(kinds), tuple(_held(rows, names)), tuple(_villages(rows, place, names)),
        tuple(_decided(one, names, on) for one in agreed if one.meeting.kind in HIGH),
        tuple(sorted(standings.items(), key=lambda pair: -pair[1])), sum(standings.values()),
    )  # fmt: skip


def _span(half: Half) -> dict[str, dt.datetime]:
    begin = timezone.make_aware(dt.datetime.combine(half.begins, dt.time.min))
    end = half.ends + dt.timedelta(days=1)
    return {
        "starts_at__gte": begin,
        "starts_at__lt": timezone.make_aware(dt.datetime.combine(end, dt.time.min)),
    }


def _held(rows: QuerySet[Meeting], names: dict[str, str]) -> list[Held]:
    found = rows.filter(kind__in=HIGH).annotate(
        n=Count("decisions", distinct=True), came=Count("attendances", distinct=True)
    )
    return [
        Held(
            one.get_kind_display(), one.title, names.get(one.place_code, one.place_code),
            timezone.localtime(one.starts_at).date(), one.get_state_display(), one.n, one.came,
        )
        for one in found.order_by("starts_at")
    ]  # fmt: skip


def _villages(
    rows: QuerySet[Meeting], place: str, names: dict[str, str]
) -> list[tuple[str, int, int]]:
    held = set(
        rows.filter(kind=Kind.VILLAGE, state__in=(MeetingState.HELD, MeetingState.SIGNED))
        .values_list("place_code", flat=True)
    )  # fmt: skip
    of = Counter(code[:8] for code in names if len(code) == 13)
    mine = Counter(code[:8] for code in held)
    return [(names.get(code, code), mine[code], of[code]) for code in sorted(of)]


def _decided(one: Decision, names: dict[str, str], on: dt.date) -> Decided:
    target = one.target_text or _indicator(one.target_indicator)
    if one.target_value is not None:
        target = f"{target} {one.target_value.normalize():f} {one.target_unit}".strip()
    place = one.place_code or one.meeting.place_code
    return Decided(
        str(one.number), one.what, target, names.get(place, place),
        one.owner.name if one.owner else "", one.cost, one.due,
        STANDING[queries.standing(one, on)], one.pillar,
    )  # fmt: skip


def _indicator(code: str) -> str:
    found = next((one.name_id for one in load().indicators() if one.code == code), "")
    return found or code
