"""What is compared, level by level, by Splink's own classes only: one text for every engine.

Household evidence (card, telephone, mother, address) is one comparison, because it is one fact.
The columns of two comparisons are disjoint: a training rule on one never hides the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

import splink.comparison_level_library as cll
from splink.internals.comparison_level_creator import ComparisonLevelCreator

LEVELS_VERSION: Final = 2
"""Raised whenever a level changes meaning: an older model is then refused."""


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement; `agrees` is None where nothing can be compared."""

    code: str
    words: str
    agrees: bool | None
    make: Callable[[], ComparisonLevelCreator]
    needs: tuple[str, ...] = ()
    """The level is left out where no record has any of these columns."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field and its levels, the first being "cannot be compared", the last "differs"."""

    field: str
    label: str
    needs: tuple[str, ...]
    """The comparison is left out where no record has any of these columns."""
    levels: tuple[Level, ...]

    @property
    def trained(self) -> tuple[Level, ...]:
        """The levels that carry weight."""
        return self.levels[1:]


def _either(left: str, right: str) -> ComparisonLevelCreator:
    """The column of one record equals another column of the other record, either way round."""
    return cll.Or(cll.ColumnsReversedLevel(left, right), cll.ColumnsReversedLevel(right, left))


def _both(column: str, value: str) -> ComparisonLevelCreator:
    return cll.LiteralMatchLevel(column, value, "string", "both")


def _one(column: str, value: str) -> ComparisonLevelCreator:
    return cll.Or(*(cll.LiteralMatchLevel(column, value, "string", s) for s in ("left", "right")))


NAME: Final = Comparison("nama", "Nama", ("nama_kunci",), (
    Level("kosong", "nama salah satu tidak ada, atau bayi dicatat dengan nama ibu", None,
          lambda: cll.NullLevel("nama_kunci")),
    Level("sama-jarang", "nama sama dan jarang dipakai", True,
          lambda: cll.ExactMatchLevel("nama_jarang")),
    Level("sama", "nama sama (ejaan boleh berbeda), nama yang umum", True,
          lambda: cll.ExactMatchLevel("nama_kunci")),
    Level("singkat-jarang", "nama jarang yang sama, tetapi satu kata hilang", True,
          lambda: cll.Or(*(_either("nama_jarang", f"nama_tanpa_{part}")
                           for part in ("akhir", "awal", "kedua")))),
    Level("singkat", "nama sama, tetapi satu kata hilang atau disingkat", True,
          lambda: cll.Or(
              cll.ExactMatchLevel("nama_inti"), cll.ExactMatchLevel("nama_inisial"),
              _either("nama_kunci", "nama_inisial"), _either("nama_kunci", "nama_tanpa_akhir"),
              _either("nama_kunci", "nama_tanpa_awal"),
              _either("nama_kunci", "nama_tanpa_kedua"))),
    Level("selisih-1", "nama berbeda satu huruf", True,
          lambda: cll.DamerauLevenshteinLevel("nama_kunci", 1)),
    Level("mirip", "nama mirip", True, lambda: cll.JaroWinklerLevel("nama_kunci", 0.92)),
    Level("kata-pertama", "kata pertama nama sama, selebihnya berbeda", None,
          lambda: cll.ExactMatchLevel("nama_pertama")),
    Level("agak-mirip", "nama agak mirip", None,
          lambda: cll.JaroWinklerLevel("nama_inti", 0.82)),
    Level("beda", "nama berbeda", False, cll.ElseLevel),
))  # fmt: skip

BIRTH: Final = Comparison("lahir", "Tanggal lahir", ("lahir",), (
    Level("kosong", "tanggal lahir salah satu tidak ada", None, lambda: cll.NullLevel("lahir")),
    Level("sama-bawaan", "tanggal lahir sama, tetapi tampak sebagai tanggal isian", True,
          lambda: cll.And(cll.ExactMatchLevel("lahir"), _both("lahir_bawaan", "1"))),
    Level("sama", "tanggal lahir sama", True, lambda: cll.ExactMatchLevel("lahir")),
    Level("tukar", "hari dan bulan lahir tertukar", True,
          lambda: cll.ColumnsReversedLevel("lahir", "lahir_tukar", symmetrical=True)),
    Level("bawaan", "tahun lahir sama; salah satu tampak sebagai tanggal isian", None,
          lambda: cll.And(cll.ExactMatchLevel("lahir_tahun"), _one("lahir_bawaan", "1"))),
    Level("selisih-1", "tanggal lahir berbeda satu angka", True,
          lambda: cll.DamerauLevenshteinLevel("lahir", 1)),
    Level("tanggal", "hari dan bulan lahir sama, tahun berbeda", None,
          lambda: cll.ExactMatchLevel("lahir_hari")),
    Level("bulan", "bulan dan tahun lahir sama, hari berbeda", None,
          lambda: cll.ExactMatchLevel("lahir_bulan")),
    Level("tahun", "tahun lahir sama, hari dan bulan berbeda", False,
          lambda: cll.ExactMatchLevel("lahir_tahun")),
    Level("selisih-2", "tanggal lahir berbeda dua angka", False,
          lambda: cll.DamerauLevenshteinLevel("lahir", 2)),
    Level("beda", "tanggal lahir berbeda", False, cll.ElseLevel),
))  # fmt: skip

SEX: Final = Comparison("kelamin", "Jenis kelamin", ("kelamin",), (
    Level("kosong", "jenis kelamin salah satu tidak ada", None, lambda: cll.NullLevel("kelamin")),
    Level("sama", "jenis kelamin sama", True, lambda: cll.ExactMatchLevel("kelamin")),
    Level("beda", "jenis kelamin berbeda", False, cll.ElseLevel),
))  # fmt: skip

NIK: Final = Comparison("nik", "NIK", ("nik",), (
    Level("kosong", "NIK salah satu tidak ada atau bukan miliknya", None,
          lambda: cll.NullLevel("nik")),
    Level("sama", "NIK sama", True, lambda: cll.ExactMatchLevel("nik")),
    Level("urut-dekat", "NIK berurutan, seperti nomor anak kembar", False,
          lambda: _either("nik", "nik_berikut")),
    Level("urut", "12 angka pertama NIK sama, nomor urutnya berbeda", False,
          lambda: cll.ExactMatchLevel("nik_dasar")),
    Level("teguh", "NIK berbeda, dan keduanya cocok dengan tanggal lahirnya", False,
          lambda: _both("nik_teguh", "1")),
    Level("ketik", "NIK berbeda satu angka, nomor urutnya sama", True,
          lambda: cll.DamerauLevenshteinLevel("nik", 1)),
    Level("ketik-2", "NIK berbeda dua angka", None,
          lambda: cll.DamerauLevenshteinLevel("nik", 2)),
    Level("beda", "NIK berbeda", False, cll.ElseLevel),
))  # fmt: skip

HOUSEHOLD: Final = Comparison("keluarga", "Keluarga dan alamat", ("kk", "desa", "ibu"), (
    Level("kosong", "kartu keluarga dan alamat salah satu tidak ada", None,
          lambda: cll.And(cll.NullLevel("kk"), cll.NullLevel("desa"), cll.NullLevel("ibu"))),
    Level("kartu", "nomor kartu keluarga sama", True, lambda: cll.ExactMatchLevel("kk"), ("kk",)),
    Level("telepon", "nomor telepon sama, atau nama ibu dan desa sama", True,
          lambda: cll.Or(cll.ExactMatchLevel("telepon"), cll.ExactMatchLevel("ibu_desa")),
          ("telepon", "ibu_desa")),
    Level("alamat", "alamat sama (desa, dusun, RT, RW)", True,
          lambda: cll.ExactMatchLevel("alamat"), ("alamat",)),
    Level("ibu", "nama ibu sama, alamat lain", None, lambda: cll.ExactMatchLevel("ibu"), ("ibu",)),
    Level("ibu-mirip", "nama ibu mirip, desa sama", None,
          lambda: cll.And(cll.ExactMatchLevel("desa"), cll.JaroWinklerLevel("ibu", 0.92)),
          ("ibu",)),
    Level("rt", "desa dan RT sama", None, lambda: cll.ExactMatchLevel("desa_rt"), ("desa_rt",)),
    Level("desa", "desa sama", None, lambda: cll.ExactMatchLevel("desa"), ("desa",)),
    Level("ibu-mirip-jauh", "nama ibu mirip, desa lain", None,
          lambda: cll.JaroWinklerLevel("ibu", 0.92), ("ibu",)),
    Level("kecamatan", "kecamatan sama, desa lain", None,
          lambda: cll.ExactMatchLevel("kecamatan"), ("kecamatan",)),
    Level("beda", "keluarga dan kecamatan berbeda", False, cll.ElseLevel),
))  # fmt: skip

COMPARISONS: Final = (NAME, BIRTH, SEX, NIK, HOUSEHOLD)


def used(columns: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Field -> codes of the levels that can occur when just these columns carry values."""
    return {
        one.field: tuple(
            level.code
            for level in one.levels
            if not level.needs or any(name in columns for name in level.needs)
        )
        for one in COMPARISONS
        if any(name in columns for name in one.needs)
    }


def comparison(field: str) -> Comparison:
    """The comparison of a field."""
    return next(one for one in COMPARISONS if one.field == field)
