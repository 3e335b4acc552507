"""The same name as another clerk writes it: one function per habit, and all of them in turn."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Final

from rembuk.demo.population.noise import Noise
from rembuk.demo.population.words import COMPOUNDS, MUHAMMAD

_ALIKE: Final = (
    ("f", "p", "v"), ("z", "j", "s"), ("kh", "h", "ch"), ("sy", "s"), ("dh", "d"), ("q", "k"),
    ("i", "y"), ("o", "u"),
)  # fmt: skip
"""Letters that sound alike; each may stand for any other of its group."""
_OLD: Final = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"))
"""Spelling of before the reform of 1972."""
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@lru_cache(maxsize=100_000)
def variants(word: str) -> tuple[str, ...]:
    """Every way to write a word with one sound written otherwise, a letter doubled or single, or
    an h lost; the first letter stays a capital."""
    low = word.lower()
    found: dict[str, None] = {}
    for group in _ALIKE:
        for old in group:
            start = low.find(old)
            while start >= 0:
                for new in group:
                    if new != old:
                        found[low[:start] + new + low[start + len(old) :]] = None
                start = low.find(old, start + 1)
    for at in range(1, len(low)):
        if low[at] == low[at - 1]:
            found[low[:at] + low[at + 1 :]] = None
        elif low[at] not in "aiueoh-" and 1 < at < len(low) - 1:
            found[low[: at + 1] + low[at:]] = None
        if low[at] == "h":
            found[low[:at] + low[at + 1 :]] = None
    found.pop(low, None)
    return tuple(text.capitalize() for text in found)


@lru_cache(maxsize=64)
def _near(letter: str) -> str:
    """Keys beside a letter."""
    for r, row in enumerate(_KEYS):
        at = row.find(letter)
        if at >= 0:
            below = _KEYS[r + 1][max(at - 1, 0) : at + 1] if r < 2 else ""
            return row[max(at - 1, 0) : at] + row[at + 1 : at + 2] + below
    return letter


def slip(draw: Random, name: str) -> str:
    """One slip on the keyboard: a key beside, two letters changed over, one lost or doubled."""
    at = [i for i, letter in enumerate(name) if letter.isalpha() and i > 0]
    if len(at) < 2:
        return name
    i, kind = at[int(draw.random() * (len(at) - 1))], draw.random()
    if kind < 0.45:
        near = _near(name[i].lower()) or name[i]
        return name[:i] + near[int(draw.random() * len(near))] + name[i + 1 :]
    if kind < 0.70:
        return name[:i] + name[i + 1] + name[i] + name[i + 2 :]
    if kind < 0.88:
        return name[:i] + name[i + 1 :]
    return name[:i] + name[i] + name[i:]


@lru_cache(maxsize=50_000)
def old_spelling(name: str) -> str:
    """The name in the spelling of before 1972."""
    text = name.lower()
    for new, old in reversed(_OLD):
        text = text.replace(new, old)
    return text.title()


def spelt(draw: Random, name: str, noise: Noise, before_reform: bool) -> str:
    """`name` as a clerk of this source writes it; `before_reform`: born before 1972."""
    if before_reform and draw.random() < noise.old_spelling:
        name = old_spelling(name)
    parts = name.split(" ")
    if parts[0] == "Muhammad" and len(parts) > 1 and draw.random() < noise.muhammad:
        parts[0] = MUHAMMAD[int(draw.random() * len(MUHAMMAD))]
    if len(parts) > 1:
        if parts[0] in COMPOUNDS and draw.random() < noise.joined:
            parts[:2] = [parts[0] + parts[1].lower()]
        if len(parts) > 1:
            u = draw.random()
            if u < noise.dropped:
                parts.pop(int(draw.random() * len(parts)) if draw.random() < 0.3 else -1)
            elif u < noise.dropped + noise.initial:
                parts[-1] = parts[-1][0]
    for i, word in enumerate(parts):
        if draw.random() < noise.phonetic:
            others = variants(word) if len(word) > 2 else ()
            if others:
                parts[i] = others[int(draw.random() * len(others))]
    name = " ".join(parts)
    return slip(draw, name) if draw.random() < noise.typo else name
