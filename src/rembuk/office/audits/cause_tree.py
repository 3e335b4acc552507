"""The cause tree as the pages of the audit use it: nodes by code, words to search them by."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from rembuk import reference
from rembuk.reference.causes import Cause
from rembuk.reference.criteria import Criterion

KINDS = {"specific": "spesifik", "sensitive": "sensitif"}
"""Kind of a cause -> kind of the intervention it asks for, as the ledger names it."""


@dataclass(frozen=True)
class Node:
    """A cause that can be named in a finding, with the branch it hangs on."""

    code: str
    name: str
    branch: str
    level: str
    kind: str
    owners: tuple[str, ...]
    interventions: tuple[str, ...]
    ask: str

    @property
    def words(self) -> str:
        """What a search looks through: code, name, branch, what is asked, interventions."""
        return plain(" ".join((self.code, self.name, self.branch, self.ask, *self.interventions)))


def plain(text: str) -> str:
    """Small letters without marks."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in flat if not unicodedata.combining(mark))


def nodes(on: dt.date | None = None) -> dict[str, Node]:
    """The leaves of the tree in force on a day, by code, in the order of the tree."""
    causes = {cause.code: cause for cause in reference.load().causes(on or timezone.localdate())}
    parents = {cause.parent for cause in causes.values()}
    return {code: _node(cause, causes) for code, cause in causes.items() if code not in parents}


def name_of(code: str, on: dt.date | None = None) -> str:
    """The name of a cause; its code when the tree of that day does not know it."""
    found = nodes(on).get(code)
    return found.name if found else code


def search(words: str, on: dt.date | None = None, most: int = 12) -> list[Node]:
    """Causes in which the words occur, best first: words at a start of the name lead. When no
    cause has all of them, those with most of them. Signs of risk that point to a cause are words
    of it too."""
    asked = plain(words).split()
    if not asked:
        return []
    day = on or timezone.localdate()
    signs = _signs(day)
    hits: dict[int, list[Node]] = {}
    for code, node in nodes(day).items():
        text = f"{node.words} {signs.get(code, '')}"
        hits.setdefault(sum(word in text for word in asked), []).append(node)
    best = max(hits)
    return sorted(hits[best], key=lambda node: _rank(node, asked))[:most] if best else []


def _signs(on: dt.date) -> dict[str, str]:
    """Cause -> names of the criteria that point to it, to be searched."""
    found: dict[str, str] = {}
    for one in reference.load().of(Criterion, on):
        for code in one.cause:
            found[code] = f"{found.get(code, '')} {plain(one.name_id)} {plain(one.name_en)}"
    return found


def _rank(node: Node, asked: Iterable[str]) -> int:
    name = f" {plain(node.name)}"
    return -sum(3 if f" {word}" in name else 1 if word in name else 0 for word in asked)


def _node(cause: Cause, causes: dict[str, Cause]) -> Node:
    branch = []
    above = cause.parent
    while above is not None:
        branch.append(_name(causes[above]))
        above = causes[above].parent
    return Node(
        cause.code, _name(cause), " · ".join(reversed(branch)), cause.level,
        KINDS[cause.kind], cause.owner, cause.interventions, _asked(cause),
    )  # fmt: skip


def _name(cause: Cause) -> str:
    return cause.name_en if get_language() == "en" else cause.name_id


def _asked(cause: Cause) -> str:
    return cause.ask_in_audit_en if get_language() == "en" else cause.ask_in_audit


def owner_roles(on: dt.date | None = None) -> dict[str, str]:
    """Roles that answer for interventions, code -> name."""
    owners = reference.load().owners(on or timezone.localdate())
    return {owner.code: owner.name_id for owner in owners}
