"""Opening a masked identity: for a purpose, for ten minutes, on record."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from rembuk.office.access import log
from rembuk.office.access.actions import IDENTITY_MINUTES
from rembuk.office.access.policies import Rights

_SESSION: Final = "opened"


def open_identity(
    request: HttpRequest, subject_kind: str, subject_id: str, place_code: str, purpose: str
) -> dt.datetime:
    """Open one identity; returns until when. Raises PermissionDenied when the account has no
    such right in that place, or the role none for that purpose."""
    rights: Rights = request.rights  # type: ignore[attr-defined]
    if purpose not in rights.purposes(place_code):
        raise PermissionDenied
    log.record(request, "buka-identitas", subject_kind, subject_id, place_code, purpose)
    until = timezone.now() + dt.timedelta(minutes=IDENTITY_MINUTES)
    opened = {key: end for key, end in _opened(request).items() if _time(end) > timezone.now()}
    request.session[_SESSION] = {**opened, f"{subject_kind}:{subject_id}": until.isoformat()}
    return until


def open_until(
    request: HttpRequest, subject_kind: str, subject_id: str, place_code: str
) -> dt.datetime | None:
    """Until when an identity is open to this session; None when it is closed.

    The right is asked again: a role that ended closes what it opened.
    """
    rights: Rights = request.rights  # type: ignore[attr-defined]
    end = _opened(request).get(f"{subject_kind}:{subject_id}")
    if end is None or not rights.may("buka-identitas", place_code):
        return None
    until = _time(end)
    return until if until > timezone.now() else None


def close(request: HttpRequest, subject_kind: str, subject_id: str) -> None:
    """Close an identity before its time."""
    opened = dict(_opened(request))
    opened.pop(f"{subject_kind}:{subject_id}", None)
    request.session[_SESSION] = opened


def _opened(request: HttpRequest) -> dict[str, str]:
    return dict(request.session.get(_SESSION, {}))


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
