"""Bytes at rest: AES-256-GCM with the key's id in front, and a keyed hash for look-up.

A sealed blob is `id ":" nonce(12) ciphertext+tag`. Settings hold keys newest first: the first key
seals, every key opens, so a key is rotated by putting a new one in front and sealing the rows and
files again. The hash key is apart and does not rotate with them. What a blob is (`bound`) is part
of its tag: a KK never opens as a NIK, nor one file as another.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class UnreadableError(ValueError):
    """A blob of an unknown key, or not made here. Says nothing of the content."""


@lru_cache(maxsize=32)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def _keys() -> dict[str, bytes]:
    return settings.REMBUK_FIELD_KEYS


def seal_all(values: Iterable[bytes], bound: str) -> list[bytes]:
    """Seal many values of one kind under the newest key."""
    key_id, key = next(iter(_keys().items()))
    cipher, prefix, tag = _cipher(key), f"{key_id}:".encode(), bound.encode()
    out = []
    for value in values:
        nonce = os.urandom(NONCE)
        out.append(prefix + nonce + cipher.encrypt(nonce, value, tag))
    return out


def seal(value: bytes, bound: str) -> bytes:
    """Seal one value."""
    return seal_all([value], bound)[0]


def unseal(blob: bytes, bound: str) -> bytes:
    """The value of a blob. Raises UnreadableError for an unknown key or a broken blob."""
    key_id, _, body = bytes(blob).partition(b":")
    key = _keys().get(key_id.decode("ascii", "replace"))
    if key is None:
        raise UnreadableError("unknown key")
    try:
        return _cipher(key).decrypt(body[:NONCE], body[NONCE:], bound.encode())
    except (InvalidTag, ValueError) as error:
        raise UnreadableError("ciphertext does not fit its key") from error


def is_current(blob: bytes) -> bool:
    """Whether a blob was sealed with the newest key (its first bytes will do)."""
    return bytes(blob).partition(b":")[0].decode("ascii", "replace") == next(iter(_keys()))


def digests(values: Iterable[str]) -> list[str]:
    """Keyed hashes (HMAC-SHA256, 64 hex digits) of many texts; the same text gives the same hash
    whatever it is used as."""
    key = settings.REMBUK_HASH_KEY.encode()
    return [hmac.digest(key, value.encode(), "sha256").hex() for value in values]


def digest(value: str) -> str:
    """The keyed hash of one text."""
    return digests([value])[0]
