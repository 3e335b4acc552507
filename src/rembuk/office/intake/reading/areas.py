"""The village of each row, by code or by the names of kecamatan and village. An unknown name is an
error with the nearest names of the district; it is never guessed."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl

from rembuk.reference import areas as reference_areas

from . import faults
from .layouts import key
from .normalise import ISSUES

_CODE: Final = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}")
_KIND: Final = re.compile(r"^(desa|kelurahan|kel|ds|kecamatan|kec)\s+(?=\S)")


@dataclass(frozen=True)
class Gazetteer:
    """Names of one district: village name -> codes, kecamatan name -> code."""

    villages: Mapping[str, tuple[str, ...]]
    kecamatan: Mapping[str, str]
    names: Mapping[str, str]

    def find(self, village: str, kecamatan: str) -> tuple[str | None, str]:
        """(code, "") or (None, nearest names)."""
        if _CODE.fullmatch(village.strip()):
            code = village.strip()
            return (code, "") if code in self.names else (None, "")
        codes = self.villages.get(bare(village), ())
        within = self.kecamatan.get(bare(kecamatan)) if kecamatan else None
        if within:
            inside = [code for code in codes if code.startswith(f"{within}.")]
            if len(inside) == 1:
                return inside[0], ""
            near = self._near(village, within)
            if not near and codes:
                near = " atau ".join(self._shown(code) for code in codes[:2])
            return None, near
        if kecamatan:
            close = difflib.get_close_matches(bare(kecamatan), self.kecamatan, 1, 0.7)
            place = self.names[self.kecamatan[close[0]]] if close else ""
            return None, f"kecamatan {place}" if place else ""
        if len(codes) == 1:
            return codes[0], ""
        if codes:
            return None, " atau ".join(self._shown(code) for code in codes[:3])
        return None, self._near(village, "")

    def _near(self, village: str, within: str) -> str:
        names = {
            name: code
            for name, codes in self.villages.items()
            for code in codes
            if not within or code.startswith(f"{within}.")
        }
        close = difflib.get_close_matches(bare(village), names, 2, 0.7)
        return " atau ".join(self.names[names[name]] for name in close)

    def _shown(self, code: str) -> str:
        return f"{self.names[code]} (Kec. {self.names[code.rpartition('.')[0]]})"


def bare(name: str) -> str:
    """A place name without kind, case, marks and spaces.

    >>> bare("Desa Bailangu Timur")
    'bailangutimur'
    """
    return _KIND.sub("", key(name)).replace(" ", "")


@lru_cache(maxsize=4)
def gazetteer(district: str) -> Gazetteer:
    """The names of the district with Kemendagri code `district`."""
    villages: defaultdict[str, list[str]] = defaultdict(list)
    kecamatan: dict[str, str] = {}
    names: dict[str, str] = {}
    for code, level, name in reference_areas.areas(district).select("code", "level", "name").rows():
        names[code] = name
        if level == 4:
            villages[bare(name)].append(code)
        elif level == 3:
            kecamatan[bare(name)] = code
    return Gazetteer({n: tuple(c) for n, c in villages.items()}, kecamatan, names)


def resolve(
    rows: pl.DataFrame, district: str, headings: Mapping[str, str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`rows` with `area_code`, and an issue for each row whose village is not known."""
    if "village" not in rows.columns:
        return rows.with_columns(area_code=pl.lit(None, pl.String)), pl.DataFrame(schema=ISSUES)
    book = gazetteer(district)
    pair = ["village", "kecamatan"]
    if "kecamatan" not in rows.columns:
        rows = rows.with_columns(kecamatan=pl.lit(None, pl.String))
    distinct = rows.select(pair).unique()
    heading = headings.get("village", "Desa/Kel")
    found: list[tuple[str | None, str, str]] = []
    for village, kecamatan in distinct.iter_rows():
        if village is None:
            found.append((None, "desa-kosong", _said("desa-kosong", "", "")))
            continue
        code, near = book.find(village, kecamatan or "")
        shown = village[:40] + (f" (Kec. {kecamatan[:40]})" if kecamatan else "")
        fault = "" if code else "desa-tak-dikenal"
        found.append((code, fault, _said(fault, shown, near) if fault else ""))
    table = distinct.with_columns(
        area_code=pl.Series([f[0] for f in found], dtype=pl.String),
        code=pl.Series([f[1] for f in found], dtype=pl.String),
        message=pl.Series([f[2] for f in found], dtype=pl.String),
    )
    joined = rows.join(table, on=pair, how="left", nulls_equal=True, maintain_order="left")
    issues = joined.filter(pl.col("area_code").is_null()).select(
        "row_no",
        pl.lit(heading).alias("column"),
        pl.lit("galat").alias("verdict"),
        "code",
        "message",
    )
    return joined.drop("code", "message"), issues.cast(ISSUES)


def _said(code: str, raw: str, hint: str) -> str:
    fault = faults.FAULTS[code]
    text = fault.message + (fault.hinted if hint else "")
    said = text.format(label="Desa/kelurahan", raw=f"“{raw}”", hint=hint)
    if code == "desa-tak-dikenal" and not hint:
        said += " Periksa ejaannya dan kecamatannya."
    return said[:300]
