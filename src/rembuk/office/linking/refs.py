"""Names of records that outlive the rows they stand for.

`l:<record key>#<n>`: the n-th person a list names under one record key (stable over the editions of
a source). `p:<public id>`: a person of the health office's files. Keyed hashes and public ids only.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference taken apart."""

    kind: Literal["l", "p"]
    key: str
    occurrence: int = 0

    def __str__(self) -> str:
        return listed(self.key, self.occurrence) if self.kind == "l" else person(self.key)


def listed(record_key: str, occurrence: int) -> str:
    """Reference of a person named in lists."""
    return f"l:{record_key}#{occurrence}"


def person(public_id: str) -> str:
    """Reference of a person of the health office's files."""
    return f"p:{public_id}"


def read(ref: str) -> Ref:
    """A reference taken apart. Raises ValueError when it is none."""
    kind, _, rest = ref.partition(":")
    if kind == "p" and rest:
        return Ref("p", rest)
    key, mark, number = rest.partition("#")
    if kind == "l" and key and mark and number.isdigit():
        return Ref("l", key, int(number))
    raise ValueError("no reference of a record")


def ordered(left: str, right: str) -> tuple[str, str]:
    """The two references of a pair in their one order."""
    return (left, right) if left <= right else (right, left)


def pair_key(left: str, right: str) -> str:
    """The key of a pair, whichever comes first."""
    text = "|".join(ordered(left, right))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def new_key() -> str:
    """A key nobody can guess, for addresses of decisions and changes."""
    return secrets.token_hex(16)
