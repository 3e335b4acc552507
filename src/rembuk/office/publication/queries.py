"""Reads of publications: what anybody may read, and what waits on the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rembuk.office.publication.frozen import Published, read
from rembuk.office.publication.models import Publication, State
from rembuk.office.publication.models.publication import OUT


@dataclass(frozen=True)
class Issue:
    """An edition with its lines."""

    one: Publication
    published: Published


def issues(district: str = "") -> list[Issue]:
    """The publications that stand, with their lines."""
    return [Issue(one, read(one.lines)) for one in standing(district)]


def standing(district: str = "") -> list[Publication]:
    """The newest edition of every month, newest month first. Where it was withdrawn nothing stands:
    the edition it had replaced does not come back."""
    rows = Publication.objects.filter(state__in=OUT)
    if district:
        rows = rows.filter(district_code=district)
    found: dict[tuple[str, dt.date], Publication] = {}
    for one in rows.order_by("district_code", "-month", "-edition"):
        found.setdefault((one.district_code, one.month), one)
    return [one for one in found.values() if one.state == State.PUBLISHED]


def of_month(district: str, month: dt.date) -> Publication | None:
    """The edition a month's address leads to: the newest, withdrawn or not."""
    return next(iter(editions(district, month)), None)


def editions(district: str, month: dt.date) -> list[Publication]:
    """Every edition of a month anybody could read, newest first."""
    rows = Publication.objects.filter(district_code=district, month=month, state__in=OUT)
    return list(rows.order_by("-edition"))


def edition(district: str, month: dt.date, number: int) -> Publication | None:
    """One edition."""
    return next((one for one in editions(district, month) if one.edition == number), None)


def desk(district: str) -> Sequence[Publication]:
    """Everything of a district but what was put away, newest first."""
    rows = Publication.objects.filter(district_code=district).exclude(state=State.DROPPED)
    return list(rows.select_related("drafted_by", "published_by").order_by("-month", "-pk"))


def before(one: Publication) -> Publication | None:
    """The publication changes are told against."""
    return Publication.objects.filter(public_id=one.before_id).first() if one.before_id else None
