"""What every page's frame needs: menu, place, role, demo note."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the page frame."""
    return {"demo": settings.DEMO}
