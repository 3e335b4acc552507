"""How a page speaks and looks: language and theme, kept on the account and in a cookie.

The account wins at sign-in; the cookies then carry the choice to pages of nobody, such as the
sign-in page. The server writes the theme into the page, so nothing flashes and no script is needed.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from rembuk.office.access.models import Account
from rembuk.office.access.policies import policy

THEME_COOKIE: Final = "tema"
DARK: Final = "gelap"
LIGHT: Final = "terang"
YEAR: Final = 365 * 24 * 3600
_PENDING: Final = "_look_of_account"


@receiver(user_logged_in, dispatch_uid="look-of-account")
def remember(sender: Any, request: HttpRequest, user: Any, **_more: Any) -> None:
    """Note whose choices the answer to this sign-in carries (`ChosenLanguageMiddleware`)."""
    if isinstance(user, Account) and request is not None:
        setattr(request, _PENDING, user)


def carry(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookies of the account that just signed in."""
    account: Account | None = getattr(request, _PENDING, None)
    if account is None:
        return
    if account.language in {code for code, _name in settings.LANGUAGES}:
        _cookie(response, settings.LANGUAGE_COOKIE_NAME, account.language)
    _cookie(response, THEME_COOKIE, DARK if account.dark else LIGHT)


def is_dark(request: HttpRequest) -> bool:
    """Whether the reader chose the dark theme; never asked of the device."""
    user = getattr(request, "user", None)
    if isinstance(user, Account):
        return user.dark
    return request.COOKIES.get(THEME_COOKIE) == DARK


@policy("publik")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Django's own switch, and the choice kept on the account of who is signed in."""
    response = set_language(request)
    wanted = request.POST.get("language", "")
    if isinstance(request.user, Account) and wanted in dict(settings.LANGUAGES):
        Account.objects.filter(pk=request.user.pk).update(language=wanted)
    return response


@policy("publik")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Dark or light from now on, then back to the page."""
    dark = request.POST.get("tema") == DARK
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("insight:home")
    response = HttpResponseRedirect(back)
    if isinstance(request.user, Account):
        Account.objects.filter(pk=request.user.pk).update(dark=dark)
    _cookie(response, THEME_COOKIE, DARK if dark else LIGHT)
    return response


def _cookie(response: HttpResponseBase, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SECURE
    )
