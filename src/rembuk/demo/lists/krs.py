"""Families at risk of stunting: the verification by name, New SIGA, the older PK21, the recap."""

from __future__ import annotations

import datetime as dt

import polars as pl

from rembuk.demo.cells import Cells
from rembuk.demo.lists import editions
from rembuk.demo.lists.hand import Hand
from rembuk.demo.lists.noise import OLD_SURVEY, SURVEY
from rembuk.demo.lists.sheet import Sheet, numbered, texts, ticks
from rembuk.demo.lists.town import Town
from rembuk.demo.sheets import Columns

FACTORS = (
    "water_bad", "latrine_bad", "too_young", "too_old", "too_close", "too_many", "no_modern_fp",
)  # fmt: skip
HEADS = {
    "water_bad": "Sumber Air Minum Utama tidak layak", "latrine_bad": "Jamban tidak layak",
    "too_young": "Terlalu Muda (istri < 20)", "too_old": "Terlalu Tua (35 sd 40)",
    "too_close": "Terlalu Dekat (< 2 tahun)", "too_many": "Terlalu Banyak (>= 3 anak)",
    "no_modern_fp": "Bukan Peserta KB Modern",
}  # fmt: skip
HELP = ("Rujukan", "Bansos", "KIE", "Surveilans Elsimil", "Surveilans e-PPGBM", "Bapak Asuh", "PMT",
        "Tidak Ada")  # fmt: skip


def answered(town: Town, homes: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """The families with the true answers of the form on a day: target types and factors.

    A wife who bore a child after that day was pregnant on it.
    """
    born = town.everyone.filter((pl.col("role") == "anak") & (pl.col("birth") <= on))
    months = (pl.lit(on) - pl.col("birth")).dt.total_days() / 30.4375
    small = born.group_by("family").agg(
        (months < 24).any().alias("under_two"),
        ((months >= 24) & (months < 60)).any().alias("two_to_five"),
    )
    later = town.everyone.filter(
        (pl.col("role") == "anak") & pl.col("birth").is_between(on, on + dt.timedelta(days=250))
    )
    gone = (town.plan.last_day - on).days
    wife = town.everyone.select(pl.col("person").alias("wife"), pl.col("birth").alias("wife_birth"))
    frame = (
        homes.drop("has_child_0_23", "has_child_24_59", "wife_age_years")
        .join(small, on="family", how="left", maintain_order="left")
        .join(wife, on="wife", how="left", maintain_order="left")
        .with_columns(
            pl.col("under_two", "two_to_five").fill_null(False),
            ((pl.lit(on) - pl.col("wife_birth")).dt.total_days() / 365.25).floor().alias("age"),
            (
                pl.col("family").is_in(later["family"].implode())
                | (pl.col("pregnant") & (pl.col("ga_week") * 7 > gone))
            ).alias("expecting"),
        )
    )
    pus = pl.col("age").is_between(15, 49).fill_null(False)
    return frame.with_columns(
        pus.alias("pus"), (pus & pl.col("expecting")).alias("pus_hamil")
    ).with_columns(
        (pl.col("under_two") | pl.col("two_to_five") | pl.col("pus")).alias("target"),
        (~pl.col("water_proper")).alias("water_bad"),
        (~pl.col("latrine_proper")).alias("latrine_bad"),
        (pus & (pl.col("age") < 20)).alias("too_young"),
        (pus & pl.col("age").is_between(35, 40)).alias("too_old"),
        (pus & (pl.col("birth_interval_years") < 2)).fill_null(False).alias("too_close"),
        (pus & (pl.col("children") >= 3)).alias("too_many"),
        (pus & ~pl.col("expecting") & ~pl.col("modern_fp")).alias("no_modern_fp"),
    )


def as_ticked(hand: Hand, frame: pl.DataFrame) -> pl.DataFrame:
    """The form as the field worker filled it: a few answers differ from what is so."""
    flags = ("under_two", "two_to_five", *FACTORS)
    ticked = frame.with_columns(hand.wrong(frame[name]).alias(name) for name in flags)
    couple = [name for name in FACTORS if name not in {"water_bad", "latrine_bad"}]
    return ticked.with_columns(
        (pl.col(name) & pl.col("pus")).alias(name) for name in couple
    ).with_columns(pl.any_horizontal(FACTORS).alias("at_risk"))


def visited(town: Town, hand: Hand, homes: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """The target families the field workers reached, some of them twice."""
    rank = homes["w"].rank() / homes.height
    reached = pl.Series(hand.rng.random(homes.height)) < 0.9 - 0.14 * rank
    frame = answered(town, homes.filter(reached), on).filter("target")
    return hand.again(as_ticked(hand, frame))


def identity(hand: Hand, frame: pl.DataFrame) -> tuple[Columns, pl.DataFrame]:
    """Card, head and wife as written, and where they live."""
    head, wife = hand.persons(frame["head"]), hand.persons(frame["wife"])
    place = hand.places(frame)
    return [
        ("No. Kartu Keluarga", hand.cards(frame["kk"])),
        ("NIK Kepala Keluarga", texts(head["nik"])),
        ("Nama Kepala Keluarga", texts(head["name"])),
        ("NIK Istri", texts(wife["nik"])),
        ("Nama Istri", texts(wife["name"])),
    ], place


def verval(town: Town, number: int, kecamatan: int | None) -> tuple[Sheet, pl.DataFrame]:
    """The verification by name of a kecamatan, answers 1, 2, 3; and the ticks, for the recap."""
    edition = editions.half(town.plan)
    hand = town.hand(number, SURVEY)
    frame = visited(town, hand, town.of(kecamatan), edition.as_of)
    who, place = identity(hand, frame)
    help_: Cells = [str(int(x)) for x in hand.rng.choice((2, 3, 4, 5, 7, 8), frame.height)]
    columns: Columns = [
        *who,
        ("Kecamatan", texts(place["kecamatan"])),
        ("Desa", texts(place["village"])),
        ("Punya Anak 0-23 Bulan", ticks(frame["under_two"])),
        ("Punya Anak 24-59 Bulan", ticks(frame["two_to_five"])),
        ("PUS", ticks(frame["pus"])),
        ("PUS Hamil", ticks(frame["pus_hamil"])),
        *((HEADS[name], _coded(frame, name)) for name in FACTORS),
        ("Jenis Pendampingan yang Diterima", help_),
    ]
    said, slug = town.called(kecamatan)
    return Sheet(
        f"Verval-KRS-{edition.short}{slug}.xlsx", "krs-verval",
        f"Verval keluarga berisiko stunting {edition.said}, {said}", columns,
        (frame["head"], frame["wife"]), edition.as_of + dt.timedelta(days=40),
    ), frame  # fmt: skip


def siga(town: Town, number: int, kecamatan: int | None) -> tuple[Sheet, pl.DataFrame]:
    """The same verification as New SIGA gives it out: V marks, welfare rank, accompaniment."""
    edition = editions.half(town.plan)
    hand = town.hand(number, SURVEY)
    frame = visited(town, hand, town.of(kecamatan), edition.as_of)
    who, place = identity(hand, frame)
    rank = frame["decile"].to_list()
    given = hand.rng.integers(0, len(HELP), frame.height).tolist()
    short = {
        "water_bad": "Sumber Air Minum Tidak Layak", "latrine_bad": "Jamban Tidak Layak",
        "too_young": "Terlalu Muda (<20)", "too_old": "Terlalu Tua (35-40)",
        "too_close": "Terlalu Dekat (<2 th)", "too_many": "Terlalu Banyak (>=3 anak)",
        "no_modern_fp": "Bukan Peserta KB Modern",
    }  # fmt: skip
    columns: Columns = [
        ("No", numbered(frame.height)),
        ("Kecamatan", texts(place["kecamatan"])),
        ("Desa/Kelurahan", texts(place["village"])),
        ("RW", texts(place["rw"])),
        ("RT", texts(place["rt"])),
        ("No KK", who[0][1]),
        ("Kepala Keluarga", who[2][1]),
        ("NIK", who[1][1]),
        ("Nama Istri", who[4][1]),
        ("Anak 0-23 Bulan", ticks(frame["under_two"], "V", None)),
        ("Anak 24-59 Bulan", ticks(frame["two_to_five"], "V", None)),
        ("PUS", ticks(frame["pus"], "V", None)),
        ("PUS Hamil", ticks(frame["pus_hamil"], "V", None)),
        *((short[name], ticks(frame[name], "V", None)) for name in FACTORS),
        ("Peringkat Kesejahteraan", [str(x) if x <= 4 else ">4" for x in rank]),
        ("Kategori Berisiko", ticks(frame["at_risk"], "Berisiko", "Tidak Berisiko")),
        *((name, _given(given, at)) for at, name in enumerate(HELP)),
    ]  # fmt: skip
    said, slug = town.called(kecamatan)
    return Sheet(
        f"SIGA-KRS-{edition.short}{slug}.xlsx", "krs-siga",
        f"Keluarga berisiko stunting {edition.said}, {said}", columns,
        (frame["head"], frame["wife"]), edition.as_of + dt.timedelta(days=44),
    ), frame  # fmt: skip


def recap(town: Town, frames: list[pl.DataFrame]) -> Sheet:
    """Counts per village as the agency printed them; in one village they do not add up."""
    edition = editions.half(town.plan)
    frame = pl.concat([frame.select(_COUNTED) for frame in frames]).unique("family")
    rank = pl.col("decile").clip(1, 5)
    risk = pl.col("at_risk")
    counts = frame.group_by("village").agg(
        pl.len().alias("target"),
        risk.sum().alias("krs"),
        (~risk).sum().alias("safe"),
        *((risk & (rank == k)).sum().alias(f"p{k}") for k in range(1, 6)),
        *((risk & pl.col(name)).sum().alias(name) for name in FACTORS),
    ).sort("village")  # fmt: skip
    odd = counts.height // 2
    safe = counts["safe"].to_list()
    if safe:
        safe[odd] += 3  # a figure of last month stayed in
    at = town.people.at
    shown = {f"p{k}": f"Peringkat {k}" if k < 5 else "Peringkat lebih dari 4" for k in range(1, 6)}
    columns: Columns = [
        ("No", numbered(counts.height)),
        ("Kecamatan", [at.kecamatan_name[v].upper() for v in counts["village"]]),
        ("Desa", [at.name[v].upper() for v in counts["village"]]),
        ("Jumlah Keluarga Sasaran", _figures(counts["target"])),
        ("Total KRS", _figures(counts["krs"])),
        ("Tidak Berisiko", [float(x) for x in safe]),
        *((head, _figures(counts[name])) for name, head in shown.items()),
        *((HEADS[name].split(" (")[0], _figures(counts[name])) for name in FACTORS),
    ]
    return Sheet(
        f"Rekap-KRS-{edition.short}.xlsx", "krs-rekap",
        f"Rekapitulasi keluarga berisiko stunting {edition.said}", columns, (),
        edition.as_of + dt.timedelta(days=50),
    )  # fmt: skip


def pk21(town: Town, number: int, kecamatan: int | None) -> Sheet:
    """The older form of one kecamatan: no upper limit of age, floor, food, house, schooling."""
    edition = editions.year(town.plan, 4)
    hand = town.hand(number, OLD_SURVEY)
    frame = visited(town, hand, town.of(kecamatan), edition.as_of)
    frame = frame.with_columns((pl.col("pus") & (pl.col("age") > 35)).alias("too_old"))
    who, place = identity(hand, frame)
    low = frame["w"]
    unfit = (
        (frame["floor"] == "tanah") | frame["wall"].is_in(["bambu", "lainnya"])
        | (frame["roof"] == "rumbia")
    )  # fmt: skip
    columns: Columns = [
        who[0], who[1], ("Kepala Keluarga", who[2][1]), *who[3:],
        ("Kecamatan", texts(place["kecamatan"])),
        ("Desa/Kelurahan", texts(place["village"])),
        ("RT", texts(place["rt"])),
        ("RW", texts(place["rw"])),
        ("Baduta", ticks(frame["under_two"], "V", None)),
        ("Balita", ticks(frame["two_to_five"], "V", None)),
        ("PUS", ticks(frame["pus"], "V", None)),
        ("PUS Hamil", ticks(frame["pus_hamil"], "V", None)),
        *((HEADS[name].split(" (")[0], ticks(frame[name], "V", None)) for name in FACTORS),
        ("Lantai Tanah", ticks(hand.wrong(frame["floor"] == "tanah", 0.01), "V", None)),
        ("Tidak Makan Beragam", ticks(hand.wrong(low < -1.1, 0.08), "V", None)),
        ("Pra Sejahtera", ticks(hand.wrong(frame["decile"] <= 2, 0.06), "V", None)),
        ("Rumah Tidak Layak Huni", ticks(hand.wrong(unfit, 0.02), "V", None)),
        ("Pendidikan Ibu Rendah", ticks((frame["schooling"] < 9).fill_null(False), "V", None)),
    ]  # fmt: skip
    said, slug = town.called(kecamatan)
    return Sheet(
        f"PK21-KRS-{edition.short}{slug}.xlsx", "krs-pk21",
        f"Keluarga berisiko stunting hasil PK21, pemutakhiran {edition.said}, {said}",
        columns, (frame["head"], frame["wife"]), edition.as_of + dt.timedelta(days=60),
    )  # fmt: skip


_COUNTED = ("family", "village", "decile", "at_risk", *FACTORS)


def _given(values: list[int], at: int) -> Cells:
    return ["V" if x == at else None for x in values]


def _figures(values: pl.Series) -> Cells:
    return [float(x) for x in values]


def _coded(frame: pl.DataFrame, name: str) -> Cells:
    """1 yes, 2 no, 3 not asked because there is no couple of reproductive age."""
    house = name in {"water_bad", "latrine_bad"}
    rows = zip(frame[name], frame["pus"], strict=True)
    return ["1" if yes else "2" if house or couple else "3" for yes, couple in rows]
