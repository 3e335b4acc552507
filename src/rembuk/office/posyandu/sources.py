"""Names of the layouts facts came from, short enough for a table cell."""

from __future__ import annotations

import functools
from importlib import resources

import yaml
from django.utils.translation import gettext as _

from rembuk.office.intake.models import SavedLayout
from rembuk.office.posyandu.versions import REMEASURED
from rembuk.reference.precedence import AGENCIES
from rembuk.reference.rulebook import LOADER


@functools.lru_cache(maxsize=1)
def _shipped() -> dict[str, str]:
    names = {}
    for file in (resources.files("rembuk.reference") / "layouts").iterdir():
        if file.name.endswith(".yaml"):
            body = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - safe
            if isinstance(body, dict) and "name" in body and "code" in body:
                names[str(body["code"])] = str(body["name"]).partition(",")[0].partition(" (")[0]
    return names


def source_names() -> dict[str, str]:
    """Source code -> name: shipped layouts, those the district saved, and our own pages."""
    saved = dict(SavedLayout.objects.values_list("code", "name"))
    return {**AGENCIES, **_shipped(), **saved, REMEASURED: _("Catat ukur ulang")}
