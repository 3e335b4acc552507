"""The second factor: who must have one, and whether it is there."""

from __future__ import annotations

from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights

SET_UP: Final = "mfa_index"
"""URL name of the page where a second factor is set up."""


def required() -> bool:
    """Whether this installation insists. The demo does not: its accounts are shared."""
    return bool(getattr(settings, "REMBUK_MFA_REQUIRED", not settings.DEMO))


def has_factor(account: Account) -> bool:
    """Whether the account has an authenticator app or a security key (codes alone do not count)."""
    factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=account, type__in=factors).exists())


def missing(account: Account, rights: Rights) -> bool:
    """Whether this account must set up a second factor before it goes on."""
    return required() and rights.needs_mfa and not has_factor(account)
