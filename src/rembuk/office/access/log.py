"""Writing the view log: who opened or exported what, when, for which purpose."""

from __future__ import annotations

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from rembuk.office.access.actions import Action
from rembuk.office.access.asked import signed_in
from rembuk.office.access.models import ViewLog
from rembuk.office.access.policies import rights_in

_NEEDS: Final[dict[str, Action]] = {
    "buka": "lihat-anak",
    "cari": "lihat-anak",
    "ukur-batal": "ukur",
}
"""What is done -> the right it is done under, where the two words differ."""


def record(
    request: HttpRequest,
    action: str,
    subject_kind: str,
    subject_id: str,
    place_code: str,
    purpose: str = "",
    rows: int | None = None,
) -> ViewLog:
    """Append one line. `subject_id` is a public id or a place code, never a name or a NIK.

    `action` is what was done (`buka`, `buka-identitas`, `ekspor`, `cari`, ...).
    """
    rights = rights_in(request)
    return ViewLog.objects.create(
        at=timezone.now(),
        account=signed_in(request),
        role=rights.role_for(_NEEDS.get(action, action), place_code),
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        place_code=place_code,
        purpose=purpose,
        rows=rows,
        address=address_of(request),
    )


def address_of(request: HttpRequest) -> str | None:
    """The caller's IP address; behind our own proxy, the one that proxy wrote last."""
    raw = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        raw = request.META.get("HTTP_X_FORWARDED_FOR", raw).rsplit(",", 1)[-1].strip()
    try:
        return str(ipaddress.ip_address(raw))
    except ValueError:
        return None
