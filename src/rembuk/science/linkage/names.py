"""Indonesian names: a clean form to show, and a key under which spellings of one name meet.

The key is for matching and search, never shown. It follows the habits of Indonesian registers:
titles and degrees, the old spelling (oe, dj, tj, sj, nj, ch), the many ways to write Muhammad,
letters that sound alike (f p v, z s, q k, y i, o u, kh ch h, sy s, dh d, th t), doubled letters,
compounds joined or apart (`Nur Hayati`, `Nurhayati`). See docs: methods/identity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


NEWBORN: Final = "BAYI:"
"""First letters of the key of a newborn entered as `By. Ny. <mother>`."""

_TITLES: Final = _words(
    "DR DRG DRH DRS DRA IR PROF KH KI H HJ HI HAJI HAJJAH AN ANAK TN NY NN BPK BAPAK IBU SDR",
    "SDRI ALM ALMH ALMARHUM ALMARHUMAH USTADZ USTAD UST SP SE SH SPD SKM SST AMD AMK MM MPD SAG",
    "SSOS STR SKEP NERS",
)
_MUHAMMAD: Final = _words(
    "M MHD MOH MOHD MUH MUHD MUHM MHMD MOCH MOCHD MUCH MCH MUHAMAD MUHAMMAD MOHAMAD MOHAMMAD",
    "MOHAMED MOHAMMED MUHAMED MUHAMMED MOCHAMAD MOCHAMMAD MUCHAMAD MUCHAMMAD MUKHAMAD",
    "MUKHAMMAD MOKHAMAD MOKHAMMAD MUHAMMMAD MUHAMAT MUHAMMAT MUHMMAD",
)
_ABDUL: Final = _words("ABD ABDL ABDOEL ABDUL")
_BABY: Final = re.compile(r"^\s*(?:BY|BAYI|B)\b[\s.,]*(?:NY|NYONYA|IBU|NN)\b[\s.,]*(.+)$")
_BABY_JOINED: Final = re.compile(r"^\s*BYNY\b[\s.,]*(.+)$")
_SOUNDS: Final = tuple(
    (re.compile(old), new)
    for old, new in (
        ("OE", "U"),
        ("DJ", "J"),
        ("HJ", "HY"),
        ("TJ", "C"),
        ("SJ|SY|SH", "S"),
        ("NJ", "NY"),
        ("KH|CH|GH", "H"),
        ("DH", "D"),
        ("TH", "T"),
        ("X", "KS"),
        ("[FV]", "P"),
        ("PH", "P"),
        ("Z", "S"),
        ("Q", "K"),
        ("Y", "I"),
        ("O", "U"),
    )
)
_DOUBLED: Final = re.compile(r"(.)\1+")
_WORDS: Final = re.compile(r"[^A-Z]+")


def _plain(name: str) -> str:
    """Upper case, Latin letters without accents; a degree after a comma is dropped."""
    if name.isascii():
        flat = name.upper()
    else:
        flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return flat.split(",", 1)[0] if "," in flat and flat.split(",", 1)[0].strip() else flat


@lru_cache(maxsize=65536)
def _word_key(word: str) -> str:
    for pattern, new in _SOUNDS:
        word = pattern.sub(new, word)
    return word


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The matching key of a name: capital letters, no spaces; "" when no letter is left.

    A newborn entered as `By. Ny. Siti` gets `BAYI:` and the mother's key.
    """
    plain = _plain(name)
    mother = _mother_in(plain)
    if mother:
        return NEWBORN + name_key(mother)
    text = plain.replace("'", "").replace("`", "").replace(".", " ")
    words = [word for word in _WORDS.split(text) if word]
    kept = [word for word in words if word not in _TITLES] or words
    keys = []
    for place, word in enumerate(kept):
        if word in _MUHAMMAD and (len(word) > 1 or (place == 0 and len(kept) > 1)):
            keys.append("MUHAMAD")
        elif word in _ABDUL:
            keys.append("ABDUL")
        else:
            keys.append(_word_key(word))
    joined = "".join(keys)
    return _DOUBLED.sub(r"\1", joined[:1] + joined[1:].replace("H", ""))[:100]


def newborn_of(name: str) -> str:
    """The mother's name in `By. Ny. Siti Aminah`; "" when the name is a child's own."""
    return _mother_in(_plain(name))


def _mother_in(plain: str) -> str:
    if not plain.lstrip().startswith("B"):  # true of most names, and cheaper than two patterns
        return ""
    found = _BABY.match(plain) or _BABY_JOINED.match(plain)
    return found.group(1).strip(" .") if found else ""


def name_keys(names: Iterable[str]) -> dict[str, str]:
    """Keys of many names, each distinct name worked out once."""
    return {name: name_key(name) for name in set(names)}


def display(name: str) -> str:
    """A name to show: one space between words, capital first letters, no stray marks."""
    words = re.sub(r"[\s_]+", " ", name).strip(" .,;:-").split(" ")
    return " ".join(_shown(word) for word in words if word)[:120]


@lru_cache(maxsize=65536)
def _shown(word: str) -> str:
    if not (word.isupper() or word.islower()):
        return word  # mixed case was written with care
    return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), _apostrophes(word))


def _apostrophes(word: str) -> str:
    return word.replace("`", "'").replace("´", "'").replace("’", "'")
