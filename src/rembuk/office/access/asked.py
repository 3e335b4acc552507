"""What every room asks of a request or of one field of a form, written once."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account


def signed_in(request: HttpRequest) -> Account | None:
    """Who asks; None for nobody."""
    return request.user if isinstance(request.user, Account) else None


def account_of(request: HttpRequest) -> Account:
    """Who asks; 404 for nobody (the policy has refused them before)."""
    if not isinstance(request.user, Account):
        raise Http404
    return request.user


def tell(request: HttpRequest, problem: ValidationError) -> None:
    """Say every word of a refusal on the next page."""
    for words in problem.messages:
        messages.error(request, words)


def whole(text: str) -> int:
    """A whole number as a form sends it. Raises ValidationError."""
    try:
        return int(text)
    except ValueError:
        raise ValidationError(_("Isi dengan angka bulat.")) from None


def version_in(request: HttpRequest) -> int | None:
    """The version of the row a form was made for; None when it says none."""
    text = request.POST.get("versi", "")
    return int(text) if text.isdigit() and len(text) < 9 else None


def day(text: str) -> dt.date | None:
    """A day as a form sends it; None when it is none."""
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


def needed_day(text: str) -> dt.date:
    """A day that must be there. Raises ValidationError."""
    found = day(text)
    if found is None:
        raise ValidationError(_("Isi tanggalnya."))
    return found
