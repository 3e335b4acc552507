"""The sheets: headings exactly as the agencies' own, cells from the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from rembuk.demo import cells
from rembuk.demo.cells import Cells, Style
from rembuk.demo.places import Floats, Places

Columns = list[tuple[str, Cells]]
NIK_SLIPS: Final = (("scientific", 0.001), ("apostrophe", 0.004))


@dataclass(frozen=True)
class Office:
    """Who writes the sheet and how."""

    places: Places
    style: Style
    wrong_scores: frozenset[str]  # puskesmas that score by completed months
    rng: np.random.Generator


def eppgbm(frame: pl.DataFrame, office: Office, generation: str) -> Columns:
    """e-PPGBM balita, generation A (to 2024) or B (from 2025)."""
    style, rng = office.style, office.rng
    scores = _scores(frame, office)
    born = cells.dates(frame["birth_date"], style)
    came = frame["came"].to_list()
    columns: Columns = [
        ("No", [float(i) for i in range(1, frame.height + 1)]),
        ("NIK", cells.slip(rng, frame["nik"].to_list(), style, NIK_SLIPS)),
        ("Nama", cells.words(frame["name"], style)),
        ("JK", ["P" if girl else "L" for girl in frame["girl"]]),
        ("Tgl Lahir", born),
        ("BB Lahir", cells.numbers(frame["birth_weight"], style)),
        ("TB Lahir", cells.numbers(frame["birth_length"], style)),
        ("Nama Ortu", cells.words(frame["mother"], style)),
        ("Prov", _same(office.places.province.upper(), frame)),
        ("Kab/Kota", _same(office.places.district_name.upper().replace("KABUPATEN ", ""), frame)),
        ("Kec", cells.words(frame["kecamatan"], style)),
        ("Pukesmas", cells.words(frame["centre"], style)),
        ("Desa/Kel", _villages(frame, office)),
        ("Posyandu", cells.words(frame["posyandu"], style)),
        ("RT", [f"{rt:03d}" for rt in frame["rt"]]),
        ("RW", [f"{rw:03d}" for rw in frame["rw"]]),
        ("Alamat", [f"Dusun {1 + rw % 4}" for rw in frame["rw"]]),
        ("Usia Saat Ukur", cells.age_text(frame["birth_date"], frame["date"])),
        ("Tanggal Pengukuran", cells.dates(frame["date"], style)),
        *_measured(frame, office, ("Berat", "Tinggi", "Cara Ukur", "LiLA")),
        *scores,
        ("Naik Berat Badan", [nt or "-" for nt in frame["nt"]]),
    ]  # fmt: skip
    if generation == "A":
        columns.append(("PMT Diterima (kg)", [0.0 if here else None for here in came]))
    columns.append(("Jml Vit A", _vitamin(frame)))
    columns.append(("KPSP", _yes(came, rng, 0.6)))
    columns.append(("KIA", _yes(came, rng, 0.93)))
    if generation == "B":
        columns.append(("Kelas Ibu Balita", _yes(came, rng, 0.3)))
        columns.append(("MBG", _yes(came, rng, 0.25)))
    columns.append(("Detail", [left or "-" for left in frame["left"]]))
    return columns


def enriched(frame: pl.DataFrame, office: Office) -> Columns:
    """An office's own enriched sheet, as seen in a kota of Kalimantan Timur in 2025-26."""
    style, rng = office.style, office.rng
    came = frame["came"].to_list()
    scores = dict(_scores(frame, office))
    parents = frame["father"] + " / " + frame["mother"]
    head = pl.Series(np.round(rng.normal(33.4, 1.2, frame.height), 1))
    return [
        ("Nama Anak", cells.words(frame["other_name"], style)),
        ("Jenis Kelamin", ["Perempuan" if girl else "Laki-laki" for girl in frame["girl"]]),
        ("Tanggal Lahir", cells.dates(frame["birth_date"], style)),
        ("NIK", frame["nik"].to_list()),
        ("Nomor KK", frame["kk"].to_list()),
        ("Anak Ke", [float(k) for k in frame["order"]]),
        ("Nama Orang Tua (Ibu/Ayah)", cells.words(parents, style)),
        ("NIK Orang Tua", frame["mother_nik"].to_list()),
        ("No HP Orang Tua", [f"0800-0000-{number:04d}" for number in frame["child"] % 10_000]),
        ("Alamat", [f"Dusun {1 + rw % 4}" for rw in frame["rw"]]),
        ("RT", [str(rt) for rt in frame["rt"]]),
        ("Kecamatan", cells.words(frame["kecamatan"], style)),
        ("Puskesmas", cells.words(frame["centre"], style)),
        ("Kelurahan", _villages(frame, office)),
        ("Posyandu", cells.words(frame["posyandu"], style)),
        ("Usia Kehamilan (minggu)", [float(w) for w in frame["weeks"]]),
        ("Berat Lahir - Sasaran (kg)", cells.numbers(frame["birth_weight"], style)),
        ("Panjang Lahir - Sasaran (cm)", cells.numbers(frame["birth_length"], style)),
        ("Lingkar Kepala Lahir (cm)", cells.numbers(head, style)),
        ("IMD", _yes(came, rng, 0.7)),
        ("Tanggal Pengukuran", cells.dates(frame["date"], style)),
        *_measured(frame, office, ("Berat (kg)", "Tinggi (cm)", "Cara Ukur", "LiLA (cm)")),
        *((name, scores[name]) for name in ("ZS BB/U", "ZS TB/U", "ZS BB/TB")),
        ("Naik Berat Badan", [nt or "" for nt in frame["nt"]]),
        ("Jml Vit A", _vitamin(frame)),
        ("Kelas Ibu Balita", _yes(came, rng, 0.3)),
        ("MBG", _yes(came, rng, 0.25)),
    ]  # fmt: skip


def _same(text: str, frame: pl.DataFrame) -> Cells:
    return [text] * frame.height


def _yes(came: list[bool], rng: np.random.Generator, share: float) -> Cells:
    """Ya for `share` of those who came, Tidak for all others."""
    lot = zip(came, rng.random(len(came)).tolist(), strict=True)
    return ["Ya" if here and x < share else "Tidak" for here, x in lot]


def _vitamin(frame: pl.DataFrame) -> Cells:
    due = frame["date"].dt.month().is_in([2, 8]) & frame["came"]
    due &= (frame["date"] - frame["birth_date"]).dt.total_days() > 183
    return [1.0 if yes else "-" for yes in due]


def _villages(frame: pl.DataFrame, office: Office) -> Cells:
    """Village names; some posts put DESA before them or leave a double space, and now
    and then a name is cut short."""
    listed = cells.words(frame["village"], office.style)
    posts = frame["post"].to_list()
    out: Cells = []
    slips = office.rng.random(frame.height) < 0.0004 * office.style.slips
    for name, post, slipped in zip(listed, posts, slips, strict=True):
        kind = (post * 2654435761) % 97
        text = str(name)
        if kind < 5:
            text = f"DESA {text}" if office.style.capitals else f"Desa {text}"
        elif kind < 8:
            text = f"{text} ".replace(" ", "  ", 1)
        out.append(text[:-2] if slipped else text)
    return out


def _measured(frame: pl.DataFrame, office: Office, heads: tuple[str, str, str, str]) -> Columns:
    style, rng = office.style, office.rng
    weight = cells.slip(
        rng, cells.numbers(frame["weight"], style), style,
        (("two-points", 0.0004), ("colon", 0.0002), ("grams", 0.0003), ("dash", 0.0003)),
    )  # fmt: skip
    length = cells.slip(
        rng, cells.numbers(frame["lenhei"], style), style,
        (("two-points", 0.0004), ("no-point", 0.0004), ("dash", 0.0003)),
    )  # fmt: skip
    lying = zip(frame["lying"], frame["lenhei"], strict=True)
    how: Cells = ["" if cm is None else "Terlentang" if flat else "Berdiri" for flat, cm in lying]
    arm = cells.numbers(frame["muac"], style)
    return list(zip(heads, (weight, length, how, arm), strict=True))


def _scores(frame: pl.DataFrame, office: Office) -> Columns:
    """The file's own scores and words: by days, or by completed months at some puskesmas."""
    style = office.style
    wrong = frame["centre"].is_in(list(office.wrong_scores)).to_numpy()

    def score(name: str) -> Floats:
        right = frame[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        other = frame[f"{name}_m"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        return np.where(wrong, other, right)

    out: Columns = []
    for index, name, edges, words in (
        ("BB/U", "zwei", cells.WEIGHT_EDGES, cells.WEIGHT_LABELS[style.labels]),
        ("TB/U", "zlen", cells.LENGTH_EDGES, cells.LENGTH_LABELS[style.labels]),
        ("BB/TB", "zwfl", cells.THIN_EDGES, cells.THIN_LABELS[style.labels]),
    ):
        z = score(name)
        shown = cells.numbers(pl.Series(z).fill_nan(None), style, 2)
        out.append((index, cells.label(z, edges, words)))
        out.append((f"ZS {index}", cells.slip(office.rng, shown, style, (("outlier", 0.0005),))))
    return out
