"""Which language a page speaks: what the reader chose, else the office's own."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from rembuk.site import look


class ChosenLanguageMiddleware(LocaleMiddleware):
    """The language of the cookie (set by the switch), else Indonesian.

    Not the browser's: office computers are often sold with an English browser, and nobody there
    asked for English.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _name in settings.LANGUAGES}
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Say which language was spoken."""
        look.carry(request, response)
        response.headers.setdefault("Content-Language", translation.get_language() or "id")
        return response
