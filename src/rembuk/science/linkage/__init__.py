"""Which records are one person: names, numbers, comparison and clusters. Pure, no Django.

The parts are imported when first asked for: names and numbers are read in every process of the
office, the engines (Splink, DuckDB) only where records are linked, and they take a second to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rembuk.science.linkage.answers import Links
    from rembuk.science.linkage.clean import RecordsError
    from rembuk.science.linkage.engines import EngineError
    from rembuk.science.linkage.evaluation import Scores, evaluate
    from rembuk.science.linkage.levels import Agreement, explain
    from rembuk.science.linkage.linking import learn, link, link_new, registries, shipped_model
    from rembuk.science.linkage.model import Model, ModelError, UntrainedLevelError
    from rembuk.science.linkage.threshold import (
        Threshold,
        choose_threshold,
        default_threshold,
        interval,
    )

__all__ = [
    "Agreement", "EngineError", "Links", "Model", "ModelError", "RecordsError", "Scores",
    "Threshold", "UntrainedLevelError", "choose_threshold", "default_threshold", "evaluate",
    "explain", "interval", "learn", "link", "link_new", "registries", "shipped_model",
]  # fmt: skip

_HOMES: Final = {
    "answers": ("Links",),
    "clean": ("RecordsError",),
    "engines": ("EngineError",),
    "evaluation": ("Scores", "evaluate"),
    "levels": ("Agreement", "explain"),
    "linking": ("learn", "link", "link_new", "registries", "shipped_model"),
    "model": ("Model", "ModelError", "UntrainedLevelError"),
    "threshold": ("Threshold", "choose_threshold", "default_threshold", "interval"),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """A public name, from the module that has it."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
