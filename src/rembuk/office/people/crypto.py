"""NIK and KK at rest: sealed text (see access.sealing for keys and form) and its keyed hash.

A number is sealed with its kind, so a KK never opens as a NIK; the same number gives the same hash
whatever it is used as, so a mother's NIK on a child is found.
"""

from __future__ import annotations

from collections.abc import Iterable

from rembuk.office.access.sealing import (
    UnreadableError,
    digest,
    digests,
    is_current,
    seal_all,
    unseal,
)

__all__ = [
    "UnreadableError",
    "decrypt",
    "digest",
    "digests",
    "encrypt",
    "encrypt_all",
    "is_current",
    "reencrypt",
]


def encrypt_all(values: Iterable[str], kind: str) -> list[bytes]:
    """Encrypt many values of one `kind`."""
    return seal_all((value.encode() for value in values), kind)


def encrypt(value: str, kind: str) -> bytes:
    """Encrypt one value."""
    return encrypt_all([value], kind)[0]


def decrypt(blob: bytes, kind: str) -> str:
    """The value of a ciphertext. Raises UnreadableError for an unknown key or a broken blob."""
    return unseal(blob, kind).decode()


def reencrypt(blob: bytes, kind: str) -> bytes:
    """The same value under the newest key."""
    return encrypt(decrypt(blob, kind), kind)
