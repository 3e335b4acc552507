"""What the reference says, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from rembuk.reference import load


def english() -> bool:
    """Whether the reader chose English."""
    return (get_language() or "id").startswith("en")


def source(key: str) -> str:
    """Where a rule comes from."""
    return load().source_text(key, "en" if english() else "id")
