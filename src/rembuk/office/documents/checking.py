"""The secret part of a check address, which only this installation can make."""

from __future__ import annotations

from typing import Final

from rembuk.office.access import sealing

DIGITS: Final = 10
"""Hex digits of a check address (40 bits: nobody meets one by trying)."""


def check_digits(public_id: str, digest: str) -> str:
    """The secret part of a check address: keyed, so it follows from no printed page."""
    return sealing.digest(f"cek:{public_id}:{digest}")[:DIGITS]
