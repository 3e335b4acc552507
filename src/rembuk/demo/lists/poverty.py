"""Poverty lists: P3KE, Regsosek with its members, the social office's own sheet."""

from __future__ import annotations

import datetime as dt

import polars as pl

from rembuk.demo.cells import Cells
from rembuk.demo.lists import editions
from rembuk.demo.lists.dtsen import deciles
from rembuk.demo.lists.noise import MATCHED, OLD_SURVEY, SOCIAL
from rembuk.demo.lists.sheet import Sheet, days, numbered, texts, ticks
from rembuk.demo.lists.town import Town
from rembuk.demo.sheets import Columns

WORDS = {
    "milik-sendiri": "Milik sendiri", "sewa": "Kontrak/sewa", "bebas-sewa": "Bebas sewa",
    "dinas": "Dinas", "semen": "Semen/bata merah", "kayu": "Kayu/papan", "ubin": "Ubin",
    "keramik": "Keramik", "tanah": "Tanah", "bambu": "Bambu", "marmer": "Marmer/granit",
    "plesteran": "Plesteran anyaman bambu", "tembok": "Tembok", "lainnya": "Lainnya",
    "rumbia": "Jerami/ijuk/rumbia", "seng": "Seng", "asbes": "Asbes", "genteng": "Genteng",
    "permukaan": "Sungai", "hujan": "Air hujan",
    "sumur-tak-terlindung": "Sumur tak terlindung", "sumur-terlindung": "Sumur terlindung",
    "mata-air-tak-terlindung": "Mata air tak terlindung",
    "mata-air-terlindung": "Mata air terlindung", "sumur-bor": "Sumur bor/pompa",
    "ledeng": "Ledeng", "kemasan": "Air kemasan/isi ulang",
    "tidak-ada": "Tidak ada", "umum": "MCK umum", "bersama": "Bersama", "sendiri": "Milik sendiri",
    "kolam": "Kolam/sawah/sungai/danau/laut", "lubang": "Lubang tanah",
    "tangki-septik": "Tangki septik", "bukan-listrik": "Bukan listrik",
    "non-pln": "Listrik non PLN", "pln-tanpa-meteran": "Listrik PLN tanpa meteran",
    "pln": "Listrik PLN", "kayu-bakar": "Kayu bakar", "minyak-tanah": "Minyak tanah",
    "gas": "Gas 3 kg", "listrik": "Listrik",
}  # fmt: skip
TENURE = {"milik-sendiri": "1", "sewa": "2", "bebas-sewa": "3", "dinas": "4"}
MEN = ("Petani", "Buruh harian lepas", "Wiraswasta", "Karyawan swasta", "Nelayan")


def p3ke(town: Town, number: int) -> Sheet:
    """The poorest four deciles of three years ago, with the house as it was then."""
    edition = editions.year(town.plan, 3)
    hand = town.hand(number, MATCHED)
    then = deciles(town, 6)
    frame = hand.again(
        town.homes.with_columns(pl.Series("then", then)).filter(
            (pl.col("then") <= 4) & hand.chance(town.homes.height, 0.9)
        )
    )
    head = hand.persons(frame["head"])
    place = hand.places(frame)
    old = place["kecamatan"].to_list()
    for i in range(min(4, frame.height)):  # the name of before the kecamatan was split off
        old[i * 7 % frame.height] = f"{old[i * 7 % frame.height]} LAMA"
    n, area = frame.height, town.plan.area.replace(".", "")
    columns: Columns = [
        (
            "ID Keluarga P3KE",
            [f"{area}{i:06d}" for i in range(1, n + 1)],
        ),
        ("Provinsi", [town.places.province.upper()] * n),
        ("Kabupaten/Kota", [town.places.district_name.upper().replace("KABUPATEN ", "")] * n),
        ("Kecamatan", old),
        ("Desa/Kelurahan", texts(place["village"])),
        ("Desil Kesejahteraan", [float(x) for x in frame["then"]]),
        ("Alamat", texts(place["dusun"])),
        ("Nama Kepala Keluarga", texts(head["name"])),
        ("NIK", texts(head["nik"])),
        ("Nomor KK", hand.cards(frame["kk"])),
        ("Padan Dukcapil", ticks(head["nik"].is_not_null(), "Ya", "Tidak")),
        ("Jenis Kelamin", ["Laki-laki" if s == "L" else "Perempuan" for s in head["sex"]]),
        ("Tanggal Lahir", days(head["birth"])),
        ("Pekerjaan", [str(x) for x in hand.rng.choice(MEN, n, p=(0.5, 0.26, 0.1, 0.08, 0.06))]),
        ("Kepemilikan Rumah", _words(frame["tenure"])),
        ("Memiliki Simpanan", ticks(frame["savings"], "Ya", "Tidak")),
        ("Jenis Atap", _words(frame["roof"])),
        ("Jenis Dinding", _words(frame["wall"])),
        ("Jenis Lantai", _words(frame["floor"])),
        ("Sumber Penerangan", _words(frame["lighting"])),
        ("Bahan Bakar Memasak", _words(frame["cooking_fuel"])),
        ("Sumber Air Minum", _words(frame["water_source"])),
        ("Fasilitas Buang Air Besar", _words(frame["latrine"])),
        ("Resiko Stunting", ticks(hand.wrong(~frame["latrine_proper"], 0.2), "Ya", "Tidak")),
        ("Penerima BPNT", ticks(hand.wrong(frame["bpnt"], 0.1), "Ya", "Tidak")),
        ("Penerima PKH", ticks(hand.wrong(frame["pkh"], 0.1), "Ya", "Tidak")),
    ]
    return Sheet(
        f"P3KE-{edition.short}.xlsx", "p3ke",
        f"Data P3KE {edition.said}, desil 1-4, {town.places.district_name}", columns,
        (frame["head"],), edition.as_of,
    )  # fmt: skip


def regsosek(town: Town, number: int, kecamatan: int) -> tuple[Sheet, Sheet]:
    """Registration of all families of one kecamatan four years ago: the families, the members."""
    edition = editions.year(town.plan, 4)
    day = dt.date(edition.as_of.year, 10, 31)
    hand = town.hand(number, OLD_SURVEY)
    homes = town.of(kecamatan)
    frame = homes.filter(hand.chance(homes.height, 0.93))
    head = hand.persons(frame["head"])
    place = hand.places(frame)
    n = frame.height
    there: Columns = [
        ("101 Provinsi", [town.places.province.upper()] * n),
        ("Kecamatan", texts(place["kecamatan"])),
        ("Desa/Kelurahan", texts(place["village"])),
        ("SLS", texts(place["dusun"])),
        ("RT", texts(place["rt"])),
        ("RW", texts(place["rw"])),
    ]
    cards = hand.cards(frame["kk"])
    building = hand.rng.integers(1, 180, n)
    columns: Columns = [
        *there[1:],
        ("Nomor Bangunan", [float(x) for x in building]),
        ("Nomor Keluarga", numbered(n)),
        ("Nomor KK", cards),
        ("Nama Kepala Keluarga", texts(head["name"])),
        ("NIK", texts(head["nik"])),
        ("Jumlah Anggota Keluarga", [float(x) for x in frame["household_size"]]),
        ("301a Status Penguasaan Bangunan", [TENURE[x] for x in frame["tenure"]]),
        ("302 Luas Lantai", [float(x) for x in frame["floor_area_m2"]]),
        ("303 Jenis Lantai Terluas", _words(frame["floor"])),
        ("304 Jenis Dinding Terluas", _words(frame["wall"])),
        ("305 Jenis Atap Terluas", _words(frame["roof"])),
        ("306a Sumber Air Minum Utama", _words(frame["water_source"])),
        ("307a Sumber Penerangan Utama", _words(frame["lighting"])),
        ("308 Bahan Bakar Utama Memasak", _words(frame["cooking_fuel"])),
        ("309a Fasilitas BAB", _words(frame["latrine"])),
        ("310 Tempat Pembuangan Akhir Tinja", _words(frame["septic"])),
        ("PKH", ticks(hand.wrong(frame["pkh"], 0.08), "Ya", "Tidak")),
        ("BPNT", ticks(hand.wrong(frame["bpnt"], 0.08), "Ya", "Tidak")),
    ]
    said, slug = town.called(kecamatan)
    title = f"Regsosek {edition.said}, {said}"
    first = Sheet(
        f"Regsosek-{edition.short}-keluarga{slug}.xlsx", "regsosek-keluarga",
        f"{title}: keluarga", columns, (frame["head"],), edition.as_of,
    )  # fmt: skip
    members = town.members(frame["family"], day)
    at = {family: i for i, family in enumerate(frame["family"])}
    rows = [at[family] for family in members["family"]]
    told = hand.persons(members["person"])
    relation = {"kepala": "Kepala keluarga", "istri": "Istri/suami", "anak": "Anak",
                "orang-tua": "Orang tua"}  # fmt: skip
    order = members.select(pl.int_range(1, pl.len() + 1).over("family").alias("n"))["n"]
    second: Columns = [
        *((head_, [cells[i] for i in rows]) for head_, cells in there[1:]),
        ("Nomor Keluarga", [float(i + 1) for i in rows]),
        ("Nomor KK", [cards[i] for i in rows]),
        ("Nomor Urut Anggota", [float(x) for x in order]),
        ("Nama Anggota Keluarga", texts(told["name"])),
        ("NIK", texts(told["nik"])),
        ("Hubungan dengan Kepala Keluarga", [relation[role] for role in members["role"]]),
        ("Jenis Kelamin", ["1" if s == "L" else "2" for s in members["sex"]]),
        ("Tanggal Lahir", days(told["birth"])),
    ]
    return first, Sheet(
        f"Regsosek-{edition.short}-anggota{slug}.xlsx", "regsosek-anggota",
        f"{title}: anggota", second, (members["person"],), edition.as_of,
    )  # fmt: skip


PPKS = ("Fakir miskin", "Lanjut usia telantar", "Penyandang disabilitas",
        "Perempuan rawan sosial ekonomi", "Keluarga bermasalah sosial psikologis")  # fmt: skip


def dinsos(town: Town, number: int) -> Sheet:
    """The social office's sheet of needy persons; its NIK and KK columns are exchanged."""
    edition = editions.half(town.plan)
    hand = town.hand(number, SOCIAL)
    poor = town.homes.with_columns(pl.Series("decile", deciles(town, 1))).filter(
        pl.col("decile") <= 4
    )
    adults = town.everyone.filter(
        pl.col("family").is_in(poor["family"].implode()) & (pl.col("age_days") > 25 * 365)
    )
    chosen = hand.again(adults.filter(hand.chance(adults.height, 0.17)))
    homes = chosen.join(poor.select("family", "decile"), on="family", maintain_order="left")
    told, place = hand.persons(chosen["person"]), hand.places(chosen)
    born = [
        None if day is None else f"{town.places.kecamatan_name[0].upper()}, {day:%d-%m-%Y}"
        for day in told["birth"]
    ]
    age = chosen["age_days"] / 365.25
    kind = [
        PPKS[1] if years > 62 else str(drawn)
        for years, drawn in zip(age, hand.rng.choice(PPKS, chosen.height,
                                p=(0.6, 0.02, 0.2, 0.13, 0.05)), strict=True)
    ]  # fmt: skip
    columns: Columns = [
        ("NO", numbered(chosen.height)),
        ("NAMA", texts(told["name"])),
        ("KETERANGAN DESIL", [f"DESIL {x}" for x in homes["decile"]]),
        ("NIK", hand.cards(chosen["kk"])),  # on purpose: see the docstring
        ("KK", texts(told["nik"])),
        ("TEMPAT TGL LAHIR", _or_empty(born)),
        ("PEKERJAAN", [str(x).upper() for x in hand.rng.choice(MEN, chosen.height)]),
        ("JENIS KELAMIN", ["L" if s == "L" else "P" for s in told["sex"]]),
        ("DESA", texts(place["village"])),
        ("KECAMATAN", texts(place["kecamatan"])),
        ("KRITERIA PPKS", list(kind)),
    ]
    return Sheet(
        f"Dinsos-PPKS-{edition.short}.xlsx", "dinsos",
        f"Data PPKS dan keterangan desil, {edition.said}", columns, (chosen["person"],),
        edition.as_of + dt.timedelta(days=15),
    )  # fmt: skip


def _or_empty(values: list[str | None]) -> Cells:
    return list(values)


def _words(codes: pl.Series) -> Cells:
    return [WORDS[code] for code in codes]
