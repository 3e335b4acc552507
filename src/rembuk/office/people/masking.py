"""What a screen shows while an identity is closed."""

from __future__ import annotations

from typing import Final

DOT: Final = "•"


def masked_name(name: str) -> str:
    """First letter of each word and dots: `N••••• A•••••`. The dots do not tell the length."""
    return " ".join(
        word[0].upper() + DOT * min(max(len(word) - 1, 2), 5) for word in name.split() if word
    )


def masked_nik(number: str) -> str:
    """First four and last two digits: `1606**********07`. Short numbers show less."""
    if not number:
        return ""
    if len(number) != 16:
        return "*" * min(len(number), 16)
    return f"{number[:4]}{'*' * 10}{number[-2:]}"
