"""Elsimil: engaged couples, pregnant women, mothers after delivery."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from rembuk.demo.cells import Cells
from rembuk.demo.lists.editions import Edition
from rembuk.demo.lists.hand import Hand
from rembuk.demo.lists.noise import MIDWIFE
from rembuk.demo.lists.sheet import Sheet, days, numbered, texts, ticks
from rembuk.demo.lists.town import Town
from rembuk.demo.population import naming, numbers
from rembuk.demo.sheets import Columns

STRANGER = -2
"""In `who`: somebody who is on no other list."""


def bumil(town: Town, number: int, edition: Edition) -> Sheet:
    """Seven of ten women known to be pregnant in the month, with what was measured."""
    hand = town.hand(number, MIDWIFE)
    frame = _expecting(town, edition.as_of).filter(pl.col("ga_week") >= 7)
    frame = hand.again(frame.filter(hand.chance(frame.height, 0.72)))
    n = frame.height
    wife, man = hand.persons(frame["wife"]), hand.persons(frame["head"])
    place, body = hand.places(frame), _body(hand, frame)
    visit = [edition.as_of - dt.timedelta(days=int(x)) for x in hand.rng.integers(1, 45, n)]
    due = [
        edition.as_of + dt.timedelta(days=int(280 - 7 * week + extra))
        for week, extra in zip(frame["ga_week"], hand.rng.integers(-6, 7, n), strict=True)
    ]
    months = frame["youngest_months"]
    columns: Columns = [
        ("No", numbered(n)),
        ("NIK Ibu Hamil", texts(wife["nik"])),
        ("Nama Ibu Hamil", texts(wife["name"])),
        ("Tanggal Lahir Ibu", days(wife["birth"], "%d/%m/%Y")),
        ("No KK", hand.cards(frame["kk"])),
        ("No HP", _some(hand, frame["phone"], 0.7)),
        ("Nama Suami", texts(man["name"])),
        ("Kecamatan", texts(place["kecamatan"])),
        ("Desa/Kelurahan", texts(place["village"])),
        ("RT", texts(place["rt"])),
        ("RW", texts(place["rw"])),
        ("Tanggal Kunjungan", _dates(visit)),
        ("Usia Kehamilan (minggu)", [float(x) for x in frame["ga_week"]]),
        ("HPL", _dates(due)),
        ("Jumlah Anak", [float(x) for x in frame["children"]]),
        ("Usia Anak Terakhir (tahun)", [None if m is None else float(m // 12) for m in months]),
        ("Riwayat Anak Stunting", ticks(hand.wrong(frame["had_short"]), "Ya", "Tidak")),
        *body,
        ("Jumlah Janin", [2.0 if x else 1.0 for x in hand.chance(n, 0.012)]),
        ("Jumlah TTD", [float(min(90, 3 * w)) for w in frame["ga_week"]]),
        ("Kunjungan ANC", [float(1 + w // 8) for w in frame["ga_week"]]),
        ("Terpapar Asap Rokok", ticks(hand.chance(n, 0.66), "Ya", "Tidak")),
        ("Sumber Air Bersih", ticks(hand.wrong(frame["water_proper"]), "Ya", "Tidak")),
        ("Jamban Sehat", ticks(hand.wrong(frame["latrine_proper"]), "Ya", "Tidak")),
    ]
    return Sheet(
        f"Elsimil-Bumil-{edition.short}.xlsx", "elsimil-bumil",
        f"Elsimil ibu hamil, {edition.said}, {town.places.district_name}", columns,
        (frame["wife"], frame["head"]), edition.as_of + dt.timedelta(days=3),
    )  # fmt: skip


def pasca(town: Town, number: int, edition: Edition) -> Sheet:
    """Mothers who bore in the quarter before the end of the month, with the child."""
    hand = town.hand(number, MIDWIFE)
    since = edition.as_of - dt.timedelta(days=100)
    born_then = pl.col("birth").is_between(since, edition.as_of, closed="right")
    last = town.everyone.filter((pl.col("role") == "anak") & born_then).unique(
        "family", keep="first", maintain_order=True
    )
    born = last.select("family", pl.col("person").alias("baby"), pl.col("birth").alias("on"))
    frame = town.homes.filter(pl.col("woman").is_not_null()).join(
        born, on="family", maintain_order="left"
    )
    frame = hand.again(frame.filter(hand.chance(frame.height, 0.78)))
    n = frame.height
    mother, baby = hand.persons(frame["woman"]), hand.persons(frame["baby"])
    man = hand.persons(_if(frame, "married", "head"))
    place = hand.places(frame)
    weeks = np.clip(np.round(hand.rng.normal(38.7, 1.5, n)), 32, 42)
    grams = np.round(hand.rng.normal(3050, 400, n) + 60 * (weeks - 39), -1)
    cm = np.round(48.8 + (grams - 3000) / 420 + hand.rng.normal(0, 0.9, n), 1)
    columns: Columns = [
        ("No", numbered(n)),
        ("NIK Ibu", texts(mother["nik"])),
        ("Nama Ibu", texts(mother["name"])),
        ("Tanggal Lahir Ibu", days(mother["birth"], "%d/%m/%Y")),
        ("No KK", hand.cards(frame["kk"])),
        ("Nama Suami", texts(man["name"])),
        ("Kecamatan", texts(place["kecamatan"])),
        ("Desa/Kelurahan", texts(place["village"])),
        ("RT", texts(place["rt"])),
        ("Nama Bayi", texts(baby["name"])),
        ("NIK Bayi", _some(hand, baby["nik"], 0.6)),
        ("Jenis Kelamin Bayi", texts(baby["sex"])),
        ("Tanggal Persalinan", days(frame["on"], "%d/%m/%Y")),
        ("Jumlah Bayi", [1.0] * n),
        ("Usia Kehamilan Saat Lahir", [float(x) for x in weeks]),
        ("Berat Bayi Lahir (gram)", [float(x) for x in grams]),
        ("Panjang Bayi Lahir (cm)", [float(x) for x in cm]),
        ("IMD", ticks(hand.chance(n, 0.72), "Ya", "Tidak")),
        ("ASI Eksklusif", ticks(hand.chance(n, 0.74), "Ya", "Tidak")),
        ("KB Pascapersalinan", ticks(hand.wrong(frame["modern_fp"]), "Ya", "Tidak")),
        ("Komplikasi Nifas", ticks(hand.chance(n, 0.04), "Ya", "Tidak")),
    ]
    return Sheet(
        f"Elsimil-Pascapersalinan-{edition.short}.xlsx", "elsimil-pasca",
        f"Elsimil pascapersalinan, {edition.said}, {town.places.district_name}", columns,
        (frame["woman"], _if(frame, "married", "head"), frame["baby"]),
        edition.as_of + dt.timedelta(days=3),
    )  # fmt: skip


def catin(town: Town, number: int, edition: Edition) -> Sheet:
    """Couples who will marry: in the last month daughters and sons still at home, half of the
    partners from elsewhere and on no other list; before it couples who have married since."""
    hand = town.hand(number, MIDWIFE)
    if edition.as_of < town.plan.last_day:
        brides, partner = _wed_since(town, hand, edition.as_of)
    else:
        brides, partner = _to_wed(town, hand)
    n = brides.height
    she, he, place = hand.persons(brides["person"]), hand.persons(partner), hand.places(brides)
    name, nik, birth = _strangers(hand, town, n)
    his = pl.DataFrame({"name": name, "nik": nik, "birth": birth})
    own = partner.is_not_null()
    columns: Columns = [
        ("No", numbered(n)),
        ("NIK Calon Pengantin Perempuan", texts(she["nik"])),
        ("Nama Calon Pengantin Perempuan", texts(she["name"])),
        ("Tanggal Lahir Calon Pengantin Perempuan", days(she["birth"], "%d/%m/%Y")),
        ("No HP Calon Pengantin Perempuan", _some(hand, brides["phone"], 0.4)),
        ("NIK Calon Pengantin Laki-laki", texts(he["nik"].zip_with(own, his["nik"]))),
        ("Nama Calon Pengantin Laki-laki", texts(he["name"].zip_with(own, his["name"]))),
        ("Tanggal Lahir Calon Pengantin Laki-laki",
         days(he["birth"].zip_with(own, his["birth"]), "%d/%m/%Y")),
        ("Kecamatan", texts(place["kecamatan"])),
        ("Desa/Kelurahan", texts(place["village"])),
        ("Rencana Tanggal Pernikahan", _dates([
            edition.as_of + dt.timedelta(days=int(x)) for x in hand.rng.integers(5, 95, n)])),
        ("Tanggal Pemeriksaan", _dates([
            edition.as_of - dt.timedelta(days=int(x)) for x in hand.rng.integers(1, 60, n)])),
        *_body(hand, brides),
        ("Merokok", ticks(hand.chance(n, 0.62), "Ya", "Tidak")),
        ("Sertifikat Elsimil", ticks(hand.chance(n, 0.83), "Ya", "Tidak")),
    ]  # fmt: skip
    return Sheet(
        f"Elsimil-Catin-{edition.short}.xlsx", "elsimil-catin",
        f"Elsimil calon pengantin, {edition.said}, {town.places.district_name}", columns,
        (brides["person"], partner.fill_null(STRANGER)), edition.as_of + dt.timedelta(days=3),
    )  # fmt: skip


def _expecting(town: Town, on: dt.date) -> pl.DataFrame:
    """Families with a woman with child on a day, and in which week: those who are so now, and those
    whose youngest was born since."""
    now = town.plan.last_day
    back = (now - on).days
    days = (
        pl.when("pregnant")
        .then(pl.col("ga_week") * 7 - back)
        .otherwise(280 - (pl.col("youngest_on") - pl.lit(on)).dt.total_days())
    )
    born_since = ~pl.col("pregnant") & (pl.col("youngest_on") > on)
    there = pl.col("pregnant") if back == 0 else pl.col("pregnant") | born_since
    return (
        town.homes.filter(there & pl.col("wife").is_not_null())
        .with_columns((days // 7).cast(pl.Int64).alias("ga_week"))
        .filter(pl.col("ga_week").is_between(1, 41))
    )


def _to_wed(town: Town, hand: Hand) -> tuple[pl.DataFrame, pl.Series]:
    """Brides, and their grooms where those are of the place."""
    grown = town.everyone.filter(
        (pl.col("role") == "anak") & pl.col("age_days").is_between(17 * 365, 29 * 365)
    )
    brides = grown.filter(pl.col("sex") == "P")
    brides = brides.filter(hand.chance(brides.height, 0.36))
    grooms = grown.filter(pl.col("sex") == "L").sample(
        fraction=1.0, shuffle=True, seed=town.plan.seed
    )
    local = hand.rng.random(brides.height) < 0.5
    at = iter(grooms["person"].to_list())
    return brides, pl.Series(
        [next(at, None) if here else None for here in local.tolist()], dtype=pl.Int64
    )


def _wed_since(town: Town, hand: Hand, on: dt.date) -> tuple[pl.DataFrame, pl.Series]:
    """Young wives without a child born in the first months after the day, and their husbands."""
    childless = pl.col("youngest_on").is_null() | (
        pl.col("youngest_on") > on + dt.timedelta(days=200)
    )
    young = pl.col("wife_age_years").is_between(17, 27)
    homes = town.homes.filter(pl.col("married") & young & childless)
    homes = homes.filter(hand.chance(homes.height, 0.5))
    return homes.with_columns(pl.col("wife").alias("person")), homes["head"]


def _strangers(hand: Hand, town: Town, n: int) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Grooms from elsewhere; numbers of another kabupaten."""
    years = town.plan.until.year - hand.rng.integers(20, 32, n)
    born = pl.Series(
        [dt.date(int(year), 1, 1) + dt.timedelta(days=int(day))
         for year, day in zip(years, hand.rng.integers(0, 365, n), strict=True)],
        dtype=pl.Date,
    )  # fmt: skip
    names = naming.draw(hand.rng, np.zeros(n, dtype=bool), years.astype(np.int64))
    area = town.plan.area[:2] + "9901"  # no kabupaten has this number
    frame = pl.DataFrame({"birth": born}).with_columns(
        pl.lit(area).alias("area"), pl.lit("L").alias("sex")
    )
    return pl.Series(names, dtype=pl.String).str.to_uppercase(), numbers.niks(frame), born


def _body(hand: Hand, frame: pl.DataFrame) -> Columns:
    """Height, weight, arm and haemoglobin, some not measured."""
    n = frame.height
    height = np.round(hand.rng.normal(152.5, 5.6, n), 1)
    bmi = np.clip(hand.rng.normal(22.6, 3.3, n), 15.5, 38)
    arm = np.round(np.clip(16.2 + 0.45 * bmi + hand.rng.normal(0, 1.2, n), 18, 38), 1)
    hb = np.round(np.clip(hand.rng.normal(11.6, 1.2, n), 7, 15), 1)
    return [
        ("Tinggi Badan", _measured(hand, height, 0.97)),
        ("Berat Badan", _measured(hand, np.round(bmi * (height / 100) ** 2, 1), 0.98)),
        ("LILA", _measured(hand, arm, 0.95)),
        ("Hb", _measured(hand, hb, 0.82)),
    ]


def _measured(hand: Hand, values: np.ndarray, share: float) -> Cells:
    there = hand.rng.random(len(values)) < share
    return [float(x) if here else None for x, here in zip(values, there, strict=True)]


def _some(hand: Hand, values: pl.Series, share: float) -> Cells:
    there = hand.rng.random(len(values)) < share
    return [x if here else None for x, here in zip(values, there, strict=True)]


def _dates(values: list[dt.date]) -> Cells:
    return [f"{day:%d/%m/%Y}" for day in values]


def _if(frame: pl.DataFrame, flag: str, column: str) -> pl.Series:
    return frame.select(pl.when(flag).then(column).alias(column)).to_series()
