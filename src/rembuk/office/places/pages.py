"""Boundaries as GeoJSON. Public data under the MIT licence: no policy cuts it."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import etag, require_safe

from rembuk.reference import areas

LEVELS: Final = {"kabkota": 2, "kecamatan": 3, "desa": 4}


@lru_cache(maxsize=64)
def _document(code: str, level: str) -> tuple[bytes, str]:
    """The GeoJSON and its fingerprint. Raises Http404 for a code or level that does not exist."""
    if areas.areas(code).is_empty() or (level and level not in LEVELS):
        raise Http404
    shapes = areas.boundaries(code, LEVELS.get(level))
    text = json.dumps(shapes, ensure_ascii=False, separators=(",", ":")).encode()
    return text, f'"{hashlib.sha256(text).hexdigest()[:16]}"'


def _tag(request: HttpRequest, code: str) -> str:
    return _document(code, request.GET.get("tingkat", ""))[1]


@require_safe
@gzip_page
@cache_control(public=True, max_age=86400)
@etag(_tag)
def boundaries(request: HttpRequest, code: str) -> HttpResponse:
    """Shapes of the areas inside `code`: its children, or all of `?tingkat=kecamatan|desa`.

    Properties of a feature: `code, name, parent, cp`. No shape known: an empty collection.
    """
    text, _fingerprint = _document(code, request.GET.get("tingkat", ""))
    return HttpResponse(text, content_type="application/geo+json")
