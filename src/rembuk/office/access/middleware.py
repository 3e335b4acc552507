"""Every URL declares its policy; a URL without one is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from rembuk.office.access import mfa
from rembuk.office.access.asked import account_of
from rembuk.office.access.declarations import declaration_of
from rembuk.office.access.models import Account
from rembuk.office.access.policies import NOBODY, Declaration, Rights, rights_in, rights_of

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


class PolicyMiddleware:
    """Deny by default.

    Sets `request.rights` (lazy: a page for everybody costs no query). Then, before any view:
    no declaration -> 403; not signed in -> sign-in page; action not held -> 403; a place outside
    the account's places, in the URL or in `?wilayah=` -> 404; a role that needs a second factor
    without one -> the page that sets it up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hang the rights on the request."""
        # read by `rights_in` alone
        request.rights = SimpleLazyObject(lambda: _rights(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the view run, or answer in its place."""
        match = request.resolver_match
        declared = declaration_of(view, match.url_name if match else None)
        if declared is None:
            logger.error("view without policy refused: %s", match.view_name if match else "?")
            raise PermissionDenied
        if declared.actions == ("publik",):
            return None
        if "tertutup" in declared.actions:
            raise Http404
        rights = rights_in(request)
        if not rights.signed_in:
            return _to_login(request)
        if declared.actions == ("masuk",):
            return None
        if not all(rights.may(action) for action in declared.actions):
            raise PermissionDenied
        _keep_inside(declared, rights, request, kwargs)
        if mfa.missing(account_of(request), rights):
            return _redirect(request, f"{reverse(mfa.SET_UP)}?{urlencode({'next': request.path})}")
        return None


def _rights(request: HttpRequest) -> Rights:
    user = request.user
    return rights_of(user, timezone.localdate()) if isinstance(user, Account) else NOBODY


def _keep_inside(
    declared: Declaration, rights: Rights, request: HttpRequest, kwargs: dict[str, Any]
) -> None:
    asked = [request.GET.get("wilayah", "")]
    if declared.place:
        asked.append(str(kwargs[declared.place]))
    for code in filter(None, asked):
        if not all(rights.may(action, code) for action in declared.actions):
            raise Http404


def _to_login(request: HttpRequest) -> HttpResponse:
    here = request.get_full_path() if request.method == "GET" else "/"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse(settings.LOGIN_URL))
    return redirect_to_login(here, reverse(settings.LOGIN_URL))


def _redirect(request: HttpRequest, url: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
