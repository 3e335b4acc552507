"""The civil registry's extract: family cards with their members, one row a member."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from rembuk.demo.lists.noise import REGISTRY
from rembuk.demo.lists.sheet import Sheet, days, texts
from rembuk.demo.lists.town import Town
from rembuk.demo.sheets import Columns

RELATION = {
    "kepala": "KEPALA KELUARGA", "istri": "ISTRI", "anak": "ANAK", "orang-tua": "ORANG TUA",
}  # fmt: skip
ODD = 0.0012
"""Share of the families with an oddity of each kind: no head, a member on a second card, a child
under two mothers."""


def sheet(town: Town, number: int, kecamatan: int | None) -> Sheet:
    """The cards of one kecamatan (or of all) as of two months before the end."""
    hand = town.hand(number, REGISTRY)
    as_of = town.plan.until - dt.timedelta(days=31)
    members = town.members(town.of(kecamatan)["family"], as_of)
    infant = (members["birth"] > as_of - dt.timedelta(days=365)).to_numpy()
    known = hand.rng.random(members.height) < np.where(infant, 0.72, 0.975)
    frame = members.filter(pl.Series(known)).with_columns(
        pl.col("role").alias("said"), pl.col("kk").alias("card"), pl.lit(None).alias("other")
    )
    frame = frame.with_columns(pl.col("other").cast(pl.Int64))
    frame = _oddities(hand.rng, frame)
    place = hand.places(frame)
    whole = frame.with_columns(pl.lit(True).alias("mother_known"))
    hand.everyone = whole  # rows of a second card are written by the same clerk
    written = hand.persons(pl.Series(range(frame.height), dtype=pl.Int64))
    own = pl.Series(written["mother"])
    other = hand.everyone["other"].to_list()
    names = town.everyone["name"]
    mother = [m if o is None else names[o].upper() for m, o in zip(own, other, strict=True)]
    age = (pl.lit(as_of) - pl.col("birth")).dt.total_days() / 365.25
    years = frame.select(age.alias("age"))["age"]
    columns: Columns = [
        ("NO KK", texts(frame["card"])),
        ("NIK", texts(written["nik"])),
        ("NAMA LENGKAP", texts(written["name"])),
        ("STATUS HUBUNGAN DALAM KELUARGA",
         [RELATION.get(role, "FAMILI LAIN") for role in frame["said"]]),
        ("JENIS KELAMIN", ["LAKI-LAKI" if s == "L" else "PEREMPUAN" for s in frame["sex"]]),
        ("TANGGAL LAHIR", days(written["birth"], "%d-%m-%Y")),
        ("STATUS PERKAWINAN", _married(frame)),
        ("PENDIDIKAN", _schooling(hand.rng, years)),
        ("JENIS PEKERJAAN", _work(hand.rng, frame, years)),
        ("NAMA IBU KANDUNG", mother),
        ("ALAMAT", texts(place["dusun"])),
        ("RT", texts(place["rt"])),
        ("RW", texts(place["rw"])),
        ("KELURAHAN/DESA", texts(place["village"])),
        ("KECAMATAN", texts(place["kecamatan"])),
    ]  # fmt: skip
    said, slug = town.called(kecamatan)
    return Sheet(
        f"Dukcapil-KK-{as_of:%Y-%m}{slug}.xlsx", "dukcapil-kk",
        f"Kartu keluarga dan anggota, {said}, keadaan {as_of:%d-%m-%Y}", columns,
        (frame["person"],), as_of + dt.timedelta(days=25),
    )  # fmt: skip


def _oddities(rng: np.random.Generator, frame: pl.DataFrame) -> pl.DataFrame:
    """A few cards lose their head, a few people stand on a second card, a few children are on the
    card of an aunt who calls herself the mother."""
    families = frame["family"].unique().sort().to_numpy()
    if len(families) < 12:
        return frame
    each = max(1, round(len(families) * ODD))
    chosen = rng.choice(families, 5 * each, replace=False)
    headless, lent, taken, hosts, aunts = (part.tolist() for part in np.array_split(chosen, 5))
    gone = pl.col("family").is_in(headless) & (pl.col("role") == "kepala")
    kept = frame.filter(~gone)
    cards = dict(frame.select("family", "card").iter_rows())
    women = dict(
        frame.filter((pl.col("sex") == "P") & pl.col("role").is_in(["istri", "kepala"]))
        .select("family", "person").iter_rows()
    )  # fmt: skip
    extra = []
    for source, target in zip(lent, hosts, strict=True):
        grown = frame.filter((pl.col("family") == source) & (pl.col("role") != "kepala")).tail(1)
        extra.append(
            grown.with_columns(
                pl.lit("famili-lain").alias("said"), pl.lit(cards[target]).alias("card")
            )
        )
    for source, target in zip(taken, aunts, strict=True):
        child = frame.filter((pl.col("family") == source) & (pl.col("role") == "anak")).tail(1)
        if target in women:
            extra.append(
                child.with_columns(
                    pl.lit(cards[target]).alias("card"),
                    pl.lit(women[target], dtype=pl.Int64).alias("other"),
                )
            )
    return pl.concat([kept, *extra])


def _married(frame: pl.DataFrame) -> list[str | float | None]:
    pairs = frame.filter(pl.col("role") == "istri")["family"].unique().implode()
    both = frame.select(pl.col("family").is_in(pairs)).to_series()
    rows = zip(frame["said"], both, strict=True)
    return [
        "KAWIN" if role == "istri" or (role == "kepala" and pair)
        else "BELUM KAWIN" if role == "anak" else "CERAI MATI"
        for role, pair in rows
    ]  # fmt: skip


def _schooling(rng: np.random.Generator, years: pl.Series) -> list[str | float | None]:
    levels = ("SLTP/SEDERAJAT", "SLTA/SEDERAJAT", "TAMAT SD/SEDERAJAT", "DIPLOMA IV/STRATA I",
              "BELUM TAMAT SD/SEDERAJAT")  # fmt: skip
    drawn = rng.choice(levels, len(years), p=(0.24, 0.33, 0.28, 0.07, 0.08))
    return [
        "TIDAK/BELUM SEKOLAH" if age < 6 else "BELUM TAMAT SD/SEDERAJAT" if age < 12 else str(level)
        for age, level in zip(years, drawn, strict=True)
    ]


def _work(
    rng: np.random.Generator, frame: pl.DataFrame, years: pl.Series
) -> list[str | float | None]:
    men = ("PETANI/PEKEBUN", "BURUH HARIAN LEPAS", "WIRASWASTA", "KARYAWAN SWASTA", "PEDAGANG",
           "NELAYAN/PERIKANAN", "PEGAWAI NEGERI SIPIL")  # fmt: skip
    drawn = rng.choice(men, len(years), p=(0.46, 0.2, 0.13, 0.1, 0.05, 0.03, 0.03))
    out: list[str | float | None] = []
    for sex, age, work, u in zip(
        frame["sex"], years, drawn, rng.random(len(years)).tolist(), strict=True
    ):
        if age < 17:
            out.append("BELUM/TIDAK BEKERJA" if age < 7 else "PELAJAR/MAHASISWA")
        else:
            out.append("MENGURUS RUMAH TANGGA" if sex == "P" and u < 0.72 else str(work))
    return out
