"""Start-up check of the district's own rule values (`REMBUK_OVERRIDES`)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from rembuk.reference import check


@register
def overrides(**_given: Any) -> list[CheckMessage]:
    """One error for each finding of the reference check."""
    file = settings.REMBUK_OVERRIDES
    if file is None:
        return []
    return [Error(str(one), id="places.E001") for one in check.findings(override_file=file)]
