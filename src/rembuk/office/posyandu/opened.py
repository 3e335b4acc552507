"""Which children's identities this session has open, for which purpose, until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from rembuk import reference

_KEY = "identitas"


def minutes() -> int:
    """How long an identity stays open (a dated setting); opening again is logged again."""
    return int(reference.load().number("reveal_minutes", timezone.localdate()))


@dataclass(frozen=True)
class Opened:
    """An open identity: why, and when it closes."""

    purpose: str
    until: dt.datetime


def opened(request: HttpRequest, public_id: str) -> Opened | None:
    """The open identity of a child, or `None`; one that ran out is forgotten."""
    kept = request.session.get(_KEY, {}).get(public_id)
    if kept is None:
        return None
    until = dt.datetime.fromtimestamp(kept["until"], tz=dt.UTC)
    if until <= timezone.now():
        close(request, public_id)
        return None
    return Opened(str(kept["purpose"]), until)


def open_(request: HttpRequest, public_id: str, purpose: str) -> None:
    """Open (or prolong) an identity for `minutes()` from now."""
    now = timezone.now()
    kept = {
        key: value
        for key, value in request.session.get(_KEY, {}).items()
        if value["until"] > now.timestamp()
    }
    until = now + dt.timedelta(minutes=minutes())
    kept[public_id] = {"purpose": purpose, "until": until.timestamp()}
    request.session[_KEY] = kept


def close(request: HttpRequest, public_id: str) -> None:
    """Close an identity now."""
    kept = dict(request.session.get(_KEY, {}))
    if kept.pop(public_id, None) is not None:
        request.session[_KEY] = kept
