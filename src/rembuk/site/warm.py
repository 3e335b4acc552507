"""Getting a server process ready before it answers anybody."""

from __future__ import annotations

import gc
from pathlib import Path

from django.template.loader import get_template
from django.urls import get_resolver

import rembuk
from rembuk import reference


def warm() -> None:
    """Load what every page needs (addresses, rules, templates), then freeze it.

    What is loaded by now stays for the life of the process. The collector, which would walk all of
    it again and again in the middle of an answer (some 50 ms each time), leaves it alone from here.
    """
    _ = get_resolver().url_patterns
    reference.load()
    for name in templates():
        get_template(name)
    gc.collect()
    gc.freeze()


def templates() -> list[str]:
    """Names of the templates of the house."""
    house = Path(rembuk.__path__[0])
    folders = [house / "site" / "templates", *house.glob("office/*/templates")]
    return sorted(
        path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.html")
    )
