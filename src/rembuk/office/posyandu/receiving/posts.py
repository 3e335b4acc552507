"""Posts and health centres as files name them: one post, however its name is spelt."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import polars as pl

from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import HealthCentre, Posyandu

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7",
          "viii": "8", "ix": "9", "x": "10"}  # fmt: skip
_KIND = re.compile(r"^(pos(y(andu)?)?|pkm|puskesmas|uptd?) +")


def post_key(name: str) -> str:
    """What two spellings of a post share: `POSY. MELATI II` and `Posyandu Melati 2` are one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"([a-z])(\d)", r"\1 \2", re.sub(r"[^a-z0-9]+", " ", plain)).strip()
    before = ""
    while before != words:
        before, words = words, _KIND.sub("", words)
    parts = words.split()
    if len(parts) > 1:
        parts[-1] = _ROMAN.get(parts[-1], parts[-1])
    parts = [part.lstrip("0") or "0" if part.isdigit() else part for part in parts]
    return " ".join(parts)


@dataclass(frozen=True)
class NamedPost:
    """A post named by a file, not yet in the records."""

    village_code: str
    name: str
    key: str


class Posts:
    """Posts of the villages a frame names. `columns` adds `place_code`; null when unknown."""

    def __init__(self, villages: set[str]) -> None:
        self._codes: dict[tuple[str, str], str] = {}
        for part in bulk.batches(sorted(villages), 900):
            rows = Posyandu.objects.filter(village_code__in=part)
            for village, key, code in rows.values_list("village_code", "name_key", "code"):
                self._codes[village, key] = code
        self._keys: dict[str, str] = {}

    def _key(self, name: str) -> str:
        if name not in self._keys:
            self._keys[name] = post_key(name)
        return self._keys[name]

    def unknown(self, rows: pl.DataFrame) -> list[NamedPost]:
        """Posts of the frame that have no code yet, each once, in order of village and name."""
        found: dict[tuple[str, str], NamedPost] = {}
        for village, name in rows.select("area_code", "posyandu").unique().sort("*").iter_rows():
            key = (village, self._key(name))
            if key not in self._codes:
                found.setdefault(key, NamedPost(village, name.strip(), key[1]))
        return list(found.values())

    def columns(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The frame with `place_code` (posyandu code)."""
        pairs = rows.select("area_code", "posyandu").unique()
        codes = [self._codes.get((village, self._key(name))) for village, name in pairs.iter_rows()]
        named = pairs.with_columns(pl.Series("place_code", codes, dtype=pl.String))
        return rows.join(named, on=["area_code", "posyandu"], how="left", maintain_order="left")

    def create(self, rows: pl.DataFrame, import_id: int) -> None:
        """Give every unknown post a code under its village, and its health centre if named."""
        centres = _health_centres(rows, import_id)
        new = self.unknown(rows)
        last = _last_numbers({post.village_code for post in new})
        made = []
        for post in new:
            village = post.village_code
            last[village] = last.get(village, 0) + 1
            code = f"{village}.P{last[village]:02d}"
            centre = centres.get((village, post.name))
            made.append(Posyandu(
                code=code, name=post.name, name_key=post.key, village_code=village,
                health_centre_id=centre, import_id=import_id,
            ))  # fmt: skip
            self._codes[village, post.key] = code
        Posyandu.objects.bulk_create(made, batch_size=100)


def _last_numbers(villages: set[str]) -> dict[str, int]:
    """The highest number ever given to a post, by village."""
    found: dict[str, int] = {}
    for part in bulk.batches(sorted(villages), 900):
        rows = Posyandu.objects.filter(village_code__in=part)
        for village, code in rows.values_list("village_code", "code"):
            found[village] = max(found.get(village, 0), int(code.rpartition(".P")[2]))
    return found


def _health_centres(rows: pl.DataFrame, import_id: int) -> dict[tuple[str, str], int]:
    """(village, post as named) -> health centre, created when new."""
    if "puskesmas" not in rows.columns:
        return {}
    named = rows.select("area_code", "posyandu", "puskesmas").drop_nulls().unique().sort("*")
    found: dict[tuple[str, str], int] = {}
    known: dict[tuple[str, str], int] = {}
    for village, post, name in named.iter_rows():
        if not name.strip():
            continue
        key = (village[:8], post_key(name) or name.strip().lower())
        if key not in known:
            centre, _ = HealthCentre.objects.get_or_create(
                area_code=key[0],
                name_key=key[1],
                defaults={"name": name.strip(), "import_id": import_id},
            )
            known[key] = centre.pk
        found.setdefault((village, post.strip()), known[key])
    return found
