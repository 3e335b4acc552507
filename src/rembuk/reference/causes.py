"""The cause tree of an audit: immediate, underlying, enabling; matched interventions, owners."""

from __future__ import annotations

from typing import Literal

from rembuk.reference.dated import Rule


class Owner(Rule):
    """A role that answers for interventions; the district maps it to its own office."""

    name_id: str


class Cause(Rule):
    """One node of the tree. A criterion suggests causes; only the expert confirms them."""

    parent: str | None = None
    level: Literal["immediate", "underlying", "enabling"]
    kind: Literal["specific", "sensitive"]
    name_id: str
    name_en: str
    ask_in_audit: str = ""
    ask_in_audit_en: str = ""
    interventions: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
