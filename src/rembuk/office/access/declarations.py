"""Policies of views that cannot declare one (allauth, Django, lower floors); any view's policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rembuk.office.access.actions import Action
from rembuk.office.access.policies import ATTRIBUTE, Declaration

ALLAUTH: Final[dict[str, Action]] = {
    "account_login": "publik",
    "account_logout": "publik",
    "account_inactive": "publik",
    "mfa_authenticate": "publik",  # second step of signing in: not signed in yet
    "mfa_trust": "publik",
    "mfa_login_webauthn": "publik",
    "account_reauthenticate": "masuk",
    "account_change_password": "masuk",
    "account_set_password": "tertutup",  # every account is made with a password
    "mfa_index": "masuk",
    "mfa_reauthenticate": "masuk",
    "mfa_activate_totp": "masuk",
    "mfa_deactivate_totp": "masuk",
    "mfa_view_recovery_codes": "masuk",
    "mfa_generate_recovery_codes": "masuk",
    "mfa_download_recovery_codes": "masuk",
    "mfa_list_webauthn": "masuk",
    "mfa_add_webauthn": "masuk",
    "mfa_edit_webauthn": "masuk",
    "mfa_remove_webauthn": "masuk",
    "mfa_reauthenticate_webauthn": "masuk",
    # accounts are made, and passwords given anew, by an administrator
    "account_signup": "tertutup",
    "mfa_signup_webauthn": "tertutup",
    "account_email": "tertutup",
    "account_email_verification_sent": "tertutup",
    "account_confirm_email": "tertutup",
    "account_reset_password": "tertutup",
    "account_reset_password_done": "tertutup",
    "account_reset_password_from_key": "tertutup",
    "account_reset_password_from_key_done": "tertutup",
    "account_confirm_login_code": "tertutup",
    "account_request_login_code": "tertutup",
}
"""allauth's pages by URL name. A page of a new allauth version is refused until it stands here."""

BY_NAME: Final[dict[str, Action]] = {
    "django.views.i18n.set_language": "publik",
    "django.views.i18n.JavaScriptCatalog": "publik",
    "django.views.static.serve": "publik",  # static files while developing; media has no URL
    "django.contrib.staticfiles.views.serve": "publik",
    # `places` stands on a lower floor than `access` and cannot declare for itself
    "rembuk.office.places.pages.boundaries": "publik",  # open data, MIT
}
"""Views that cannot carry a declaration, by dotted name."""


BELOW: Final[dict[str, Action]] = {
    "rembuk.office.places.pages.boundaries": "publik",  # shapes under MIT: nothing of a person
}
"""Views of rooms below this floor, which cannot import `policy`, by dotted name."""


def declaration_of(view: Callable[..., object], url_name: str | None) -> Declaration | None:
    """The policy of a view as the resolver hands it over; None when nobody declared one."""
    shape = getattr(view, "view_class", view)
    own = getattr(view, ATTRIBUTE, None) or getattr(shape, ATTRIBUTE, None)
    if isinstance(own, Declaration):
        return own
    module = getattr(shape, "__module__", "")
    if module.startswith("allauth."):
        action = ALLAUTH.get(url_name or "")
    else:
        name = f"{module}.{getattr(shape, '__name__', '')}"
        action = BY_NAME.get(name) or BELOW.get(name)
    return Declaration((action,)) if action else None
