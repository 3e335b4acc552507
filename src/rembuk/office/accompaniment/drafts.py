"""What lets a form be typed without signal: a key made once, and whose device it is."""

from __future__ import annotations

import uuid

from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def new_key() -> str:
    """A key under which a form is saved once, however often it is sent."""
    return str(uuid.uuid4())


def device_tag(request: HttpRequest) -> str:
    """A short tag of the account: what was typed here is given back to nobody else."""
    return salted_hmac("rembuk.damping", str(request.user.pk)).hexdigest()[:12]
