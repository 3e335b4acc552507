"""NIK and KK at rest: AES-256-GCM with the key's id in front, and a keyed hash for look-up.

A ciphertext is `id ":" nonce(12) ciphertext+tag`. Settings hold keys newest first: the first key
encrypts, every key decrypts, so a key is rotated by putting a new one in front and running
`reencrypt` over the rows. The hash key is apart and does not rotate with them.
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
    """A ciphertext of an unknown key, or not made here. Says nothing of the content."""


@lru_cache(maxsize=32)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def _keys() -> dict[str, bytes]:
    return settings.REMBUK_FIELD_KEYS


def encrypt_all(values: Iterable[str], kind: str) -> list[bytes]:
    """Encrypt many values of one `kind` (bound into the tag: a KK never passes for a NIK)."""
    key_id, key = next(iter(_keys().items()))
    cipher, prefix, bound = _cipher(key), f"{key_id}:".encode(), kind.encode()
    out = []
    for value in values:
        nonce = os.urandom(NONCE)
        out.append(prefix + nonce + cipher.encrypt(nonce, value.encode(), bound))
    return out


def encrypt(value: str, kind: str) -> bytes:
    """Encrypt one value."""
    return encrypt_all([value], kind)[0]


def decrypt(blob: bytes, kind: str) -> str:
    """The value of a ciphertext. Raises UnreadableError for an unknown key or a broken blob."""
    key_id, _, body = bytes(blob).partition(b":")
    key = _keys().get(key_id.decode("ascii", "replace"))
    if key is None:
        raise UnreadableError("unknown key")
    try:
        return _cipher(key).decrypt(body[:NONCE], body[NONCE:], kind.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise UnreadableError("ciphertext does not fit its key") from error


def is_current(blob: bytes) -> bool:
    """Whether a ciphertext was made with the newest key."""
    return bytes(blob).partition(b":")[0].decode("ascii", "replace") == next(iter(_keys()))


def reencrypt(blob: bytes, kind: str) -> bytes:
    """The same value under the newest key."""
    return encrypt(decrypt(blob, kind), kind)


def digests(values: Iterable[str]) -> list[str]:
    """Keyed hashes (HMAC-SHA256, 64 hex digits) of many numbers; the same number gives the same
    hash whatever it is used as, so a mother's NIK on a child is found."""
    key = settings.REMBUK_HASH_KEY.encode()
    return [hmac.digest(key, value.encode(), "sha256").hex() for value in values]


def digest(value: str) -> str:
    """The keyed hash of one number."""
    return digests([value])[0]
