"""What every public page is: for anybody, without a cookie, in the language asked for, cached."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy

View = Callable[..., HttpResponse]
LANGUAGE: Final = "bahasa"
KEPT: Final = 300
"""Seconds a shared cache may keep a page: a withdrawal is seen everywhere soon."""


def anybody(view: View) -> View:
    """A page without login. The language is that of `?bahasa=`, so that it needs no cookie."""

    @policy("publik")
    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get(LANGUAGE, "")
        if asked in dict(settings.LANGUAGES):
            translation.activate(asked)
            request.LANGUAGE_CODE = asked
        response = view(request, *args, **kwargs)
        if signed_in(request) is None:
            patch_cache_control(response, public=True, max_age=KEPT)
        else:
            patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ("Cookie",))
        return response

    return shown


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """This page in each language: code, address, whether it is the one shown."""
    now = translation.get_language()
    rest = [(k, v) for k, v in request.GET.items() if k != LANGUAGE]
    return [
        {
            "code": code, "name": name, "now": code == now,
            "url": f"{request.path}?{urlencode([*rest, (LANGUAGE, code)])}",
        }
        for code, name in settings.LANGUAGES
    ]  # fmt: skip
