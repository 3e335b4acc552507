"""Indonesian names: a key under which spellings of one name meet, and a clean form to show.

One key serves search and linkage; `parts` gives linkage the words behind it. Never shown.
It follows the habits of Indonesian registers:
titles and degrees, the old spelling (oe, dj, tj, sj, nj, ch), the many ways to write Muhammad,
letters that sound alike (f p v, z s, q k, y i, o u, kh ch h, sy s, dh d, th t), doubled letters,
compounds joined or apart (`Nur Hayati`, `Nurhayati`). See docs: methods/identity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    "MUKHAMMAD MOKHAMAD MOKHAMMAD MUHAMMMAD MUHAMAT MUHAMMAT MUHMMAD MD MHMD MOCHAMMED",
)
_MUHAMMAD_LIKE: Final = re.compile(r"^M[OU](?:CH|KH|H|K)A?M{1,3}[AE]?[DT]{1,2}$")
_WHOLE: Final = {
    **dict.fromkeys(("ABD", "ABDL", "ABDOEL"), "ABDUL"),
    **dict.fromkeys(("ST", "STI", "SITTI"), "SITI"),
}
"""Words written short that are whole words of a name."""
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
        ("AE", "AI"),
        ("X", "KS"),
        ("[FV]", "P"),
        ("PH", "P"),
        ("[ZJ]", "S"),
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
def _word(word: str, first: bool, more: bool) -> str:
    """The key of one word of a name."""
    if (word in _MUHAMMAD and (len(word) > 1 or (first and more))) or (
        word.startswith("M") and _MUHAMMAD_LIKE.match(word)
    ):
        return "MUAMAD"
    return _word_key(_WHOLE.get(word, word))


def words_of(plain: str) -> list[str]:
    """The words of a name in capitals that count: titles fall, unless nothing else is left."""
    text = plain.replace("'", "").replace("`", "").replace(".", " ")
    words = [word for word in _WORDS.split(text) if word]
    kept = [word for word in words if word not in _TITLES] or words
    return [_word(word, place == 0, len(kept) > 1) for place, word in enumerate(kept)]


def compact(words: Sequence[str]) -> str:
    """Keys of words as one: no h, no doubled letter, so joined and apart are the same."""
    joined = ""
    for word in map(_squeezed, words):
        joined += word[1:] if joined and word and word[0] == joined[-1] else word
    return (joined or _DOUBLED.sub(r"\1", "".join(words)))[:100]


@lru_cache(maxsize=65536)
def _squeezed(word: str) -> str:
    return _DOUBLED.sub(r"\1", word.replace("H", ""))


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The matching key of a name: capital letters, no spaces; "" when no letter is left.

    A newborn entered as `By. Ny. Siti` gets `BAYI:` and the mother's key.
    """
    plain = _plain(name)
    mother = _mother_in(plain)
    return NEWBORN + name_key(mother) if mother else compact(words_of(plain))


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


@dataclass(frozen=True, slots=True)
class NameParts:
    """What linkage compares of a name; "" where the name has no such part."""

    key: str
    core: str
    """The key without Muhammad, Abdul, Siti, Nur, Sri before it: what tells namesakes apart."""
    initial: str
    """The key with its last word cut to a letter: `Rafa P` and `Rafa Pratama` meet."""
    less_first: str
    less_last: str
    less_second: str
    first: str
    """The first word that tells people apart."""


_BEFORE: Final = ("MUAMAD", "ABDUL", "SITI", "NUR", "SRI")


def parts(name: str) -> NameParts:
    """The parts of a name that is not a newborn's `By. Ny.`."""
    words = words_of(_plain(name))
    key = compact(words)
    own = [word for word in words if word not in _BEFORE and len(word) > 1] or words
    many = len(words) > 1
    return NameParts(
        key=key,
        core=_core(key),
        initial=compact([*words[:-1], words[-1][:1]]) if many else "",
        less_first=compact(words[1:]) if many else "",
        less_last=compact(words[:-1]) if many else "",
        less_second=compact([words[0], *words[2:]]) if len(words) > 2 else "",
        first=_core(compact(own[:1])) if own else "",
    )


def _core(key: str) -> str:
    """The key with the words many share taken from its front, three letters left at least."""
    for before in _BEFORE:
        if key.startswith(before) and len(key) >= len(before) + 3:
            return _core(key[len(before) :])
    return key


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
