"""Many hands on one field: every op is kept, and what stands is worked out from the set of ops.

An op says what was typed (`text`) and which ops its writer had before their eyes (`base`). An op
that somebody saw and wrote over is replaced; what nobody has replaced are the heads. One head: it
stands. Several: texts changed in different words are merged, anything else is a difference, shown
with every text until a person chooses. Because `settle` looks at the set alone, the order in which
ops arrive, a second arrival, or a late one change nothing.

This is the multi-value register of Shapiro and others (2011, "A comprehensive study of convergent
and commutative replicated data types", 3.2.2), with a three-way merge of words (diff3) on top.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, Literal

Outcome = Literal["masuk", "digabung", "beda"]
_TOKEN: Final = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Op:
    """One text put into one field. `at` is the writer's clock in ISO: it only orders what is
    shown, it never decides what is kept."""

    id: str
    text: str
    base: frozenset[str] = frozenset()
    at: str = ""
    by: str = ""


@dataclass(frozen=True)
class Settled:
    """What stands in a field. `heads` are the ops nobody has replaced, in order of writing."""

    text: str
    heads: tuple[Op, ...]
    outcome: Outcome

    @property
    def differs(self) -> bool:
        """Whether a person must choose."""
        return self.outcome == "beda"

    @property
    def base(self) -> list[str]:
        """What the next writer has before their eyes."""
        return sorted(op.id for op in self.heads)


def settle(ops: Iterable[Op], *, words: bool = False) -> Settled:
    """What stands after these ops. `words`: the field holds a text whose words may be merged; a
    number, a day or a choice is never put together from two."""
    known = {op.id: op for op in ops}
    seen = {op_id: _seen(op_id, known) for op_id in known}
    heads = tuple(sorted(_heads(known, seen), key=lambda op: (op.at, op.id)))
    if not heads:
        return Settled("", (), "masuk")
    if len({" ".join(op.text.split()) for op in heads}) == 1:
        return Settled(heads[-1].text, heads, "masuk")
    if words and (merged := _together(heads, known, seen)) is not None:
        return Settled(merged, heads, "digabung")
    return Settled(heads[-1].text, heads, "beda")


Seen = Mapping[str, frozenset[str]]


def _heads(known: Mapping[str, Op], seen: Seen) -> list[Op]:
    """Ops no other op has replaced. Two that claim to have seen each other (no honest device says
    so) replace neither: what was typed is not lost to a lie."""
    return [
        op
        for op in known.values()
        if not any(op.id in seen[other] and other not in seen[op.id] for other in known)
    ]


def _seen(op_id: str, known: Mapping[str, Op]) -> frozenset[str]:
    """Every op this one was written after, near and far."""
    found: set[str] = set()
    waiting = [op_id]
    while waiting:
        for base in known[waiting.pop()].base:
            if base not in found:
                found.add(base)
                if base in known:
                    waiting.append(base)
    return frozenset(found)


def _together(heads: Sequence[Op], known: Mapping[str, Op], seen: Seen) -> str | None:
    """The texts merged by words over what all their writers had seen; None where they touch."""
    shared = frozenset.intersection(*(seen[op.id] for op in heads)) - {op.id for op in heads}
    origin = settle([op for op in known.values() if op.id in shared], words=True)
    if origin.differs or not origin.heads:
        return None
    merged: str | None = None
    for text in sorted({op.text for op in heads}):
        merged = text if merged is None else merge(origin.text, merged, text)
        if merged is None:
            return None
    return merged


@dataclass(frozen=True, order=True)
class Hunk:
    """Tokens `start` to `end` of the origin become `new`."""

    start: int
    end: int
    new: tuple[str, ...]


def merge(origin: str, left: str, right: str) -> str | None:
    """Both changes of one text, by words; None where they touch (two words side by side changed by
    two people are one difference, not two).

    >>> merge("PMT bumil di desa", "PMT bumil KEK di desa", "PMT bumil di desa lokus")
    'PMT bumil KEK di desa lokus'
    >>> merge("10 jamban", "12 jamban", "15 jamban") is None
    True
    """
    tokens = _TOKEN.findall(origin)
    hunks = sorted({*_hunks(tokens, left), *_hunks(tokens, right)})
    for before, after in pairwise(hunks):
        if after.start < before.end or not "".join(tokens[before.end : after.start]).strip():
            return None
    made: list[str] = []
    at = 0
    for hunk in hunks:
        made += [*tokens[at : hunk.start], *hunk.new]
        at = hunk.end
    return "".join([*made, *tokens[at:]])


def _hunks(tokens: list[str], text: str) -> list[Hunk]:
    """What makes `text` of the tokens. Changes with only a space kept between them are one."""
    new = _TOKEN.findall(text)
    found: list[Hunk] = []
    matcher = SequenceMatcher(None, tokens, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        if found and not "".join(tokens[found[-1].end : i1]).strip():
            last = found.pop()
            kept = tokens[last.end : i1]
            found.append(Hunk(last.start, i2, (*last.new, *kept, *new[j1:j2])))
        else:
            found.append(Hunk(i1, i2, tuple(new[j1:j2])))
    return found
