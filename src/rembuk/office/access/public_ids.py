"""Ids that people read aloud and write on paper: `7Q-4K1M-X9`.

Seven random Crockford base-32 symbols (no I, L, O, U) and one check symbol. The check is a
polynomial over GF(32): every single wrong symbol and every swap of two symbols is caught. An id
says nothing of the person: no area, no birth date, no order.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from functools import lru_cache
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM: Final = 7
_VALUE: Final = {symbol: value for value, symbol in enumerate(ALPHABET)}
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def _times(left: int, right: int) -> int:
    """Product in GF(32) with the polynomial x^5 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0b100000:
            left ^= 0b100101
        right >>= 1
    return product


@lru_cache(maxsize=1)
def _weights() -> tuple[tuple[int, ...], ...]:
    """For each position, the products of its weight (2^(position+1)) with all 32 values."""
    rows, weight = [], 2
    for _ in range(RANDOM):
        rows.append(tuple(_times(weight, value) for value in range(32)))
        weight = _times(weight, 2)
    return tuple(rows)


def _check(body: str) -> str:
    total = 0
    for row, symbol in zip(_weights(), body, strict=True):
        total ^= row[_VALUE[symbol]]
    return ALPHABET[total]


def _shape(body: str) -> str:
    full = body + _check(body)
    return f"{full[:2]}-{full[2:6]}-{full[6:]}"


def new() -> str:
    """A new id (random; the column's unique constraint is the last word)."""
    return new_many(1)[0]


def new_many(count: int, taken: Collection[str] = frozenset()) -> list[str]:
    """`count` different new ids, none of them in `taken`."""
    made: dict[str, None] = {}
    while len(made) < count:
        raw = secrets.token_bytes(RANDOM * (count - len(made)))
        for start in range(0, len(raw), RANDOM):
            body = "".join(ALPHABET[byte & 31] for byte in raw[start : start + RANDOM])
            made_id = _shape(body)
            if made_id not in taken:
                made[made_id] = None
    return list(made)


def read(text: str) -> str | None:
    """The id a person typed (case, spaces, dashes, I/L/O forgiven), or None when it cannot be."""
    plain = text.upper().translate(_READ_AS)
    if len(plain) != RANDOM + 1 or any(symbol not in _VALUE for symbol in plain):
        return None
    return _shape(plain[:RANDOM]) if _check(plain[:RANDOM]) == plain[-1] else None
