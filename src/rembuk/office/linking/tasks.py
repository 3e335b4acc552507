"""Background work of the linking room. Each is safe to repeat after a crash."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext_noop

from rembuk.office.jobs.progress import Handle
from rembuk.office.jobs.registry import job
from rembuk.office.linking import services
from rembuk.office.linking.running import Mode


def _page(subject: str) -> str:
    return reverse("linking:runs")


@job("tautkan", label=gettext_noop("Menautkan catatan"), page=_page)
def link(progress: Handle, place: str, account: int | None = None, mode: Mode = "baru") -> None:
    """Link the records of the district."""
    asked = get_user_model()._default_manager.filter(pk=account).first() if account else None
    services.run(place, asked, progress, mode)


@job("tautan-rapikan", label=gettext_noop("Merapikan tautan daftar"))
def tidy(progress: Handle) -> None:
    """After a list came in or was taken back."""
    progress(gettext_noop("Merapikan tautan daftar"), 0, 1)
    services.tidy()
