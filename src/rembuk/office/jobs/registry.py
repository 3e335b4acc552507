"""Which kinds of work there are. A room registers its own in a module `tasks` of its app."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules

from .progress import Handle

Work = Callable[..., Any]
"""`work(progress: Handle, **args)`; what it returns becomes the job's message when it is text."""


@dataclass(frozen=True)
class Kind:
    """One kind of job: its name, what the user reads, and the page to go to afterwards."""

    code: str
    label: str
    work: Work
    page: Callable[[str], str] | None = None
    every: dt.timedelta | None = None
    """How often it is due by itself; `None`: only when asked for."""


_kinds: dict[str, Kind] = {}


def job(
    code: str,
    *,
    label: str = "",
    page: Callable[[str], str] | None = None,
    every: dt.timedelta | None = None,
) -> Callable[[Work], Work]:
    """Register a function as the work of kind `code`; `page(subject)` gives the address; with
    `every` it is also due by itself."""

    def registered(work: Work) -> Work:
        known = _kinds.get(code)
        if known is not None and known.work.__qualname__ != work.__qualname__:
            raise ValueError(f"two works for job kind {code}")
        _kinds[code] = Kind(code, label or code, work, page, every)
        return work

    return registered


def kind(code: str) -> Kind:
    """The kind of a job; the modules `tasks` of all rooms are read when it is not yet known.
    Raises KeyError when no room registered it."""
    if code not in _kinds:
        autodiscover_modules("tasks")
    return _kinds[code]


def recurring() -> list[Kind]:
    """Kinds that are due by themselves, of all rooms."""
    autodiscover_modules("tasks")
    return [one for one in _kinds.values() if one.every is not None]


__all__ = ["Handle", "Kind", "Work", "job", "kind", "recurring"]
