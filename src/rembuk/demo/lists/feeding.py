"""Extra food for pregnant women: the history the agency hands out as an HTML table named .xls."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from rembuk.demo import workbooks
from rembuk.demo.cells import Cells
from rembuk.demo.lists.noise import MIDWIFE
from rembuk.demo.lists.sheet import Sheet, days, numbered, texts
from rembuk.demo.lists.town import Town
from rembuk.demo.sheets import Columns


def sheet(town: Town, number: int) -> Sheet:
    """Women with a thin arm, or at risk of it, in the last months of the plan."""
    hand = town.hand(number, MIDWIFE)
    frame = town.homes.filter(pl.col("pregnant") & (pl.col("ga_week") >= 14))
    thin = hand.chance(frame.height, 0.24) | ((frame["w"] < -1) & hand.chance(frame.height, 0.4))
    frame = hand.again(frame.filter(thin))
    n = frame.height
    wife, place = hand.persons(frame["wife"]), hand.places(frame)
    first = [
        town.plan.last_day - dt.timedelta(days=int(week * 4 + lot))
        for week, lot in zip(frame["ga_week"], hand.rng.integers(-40, 10, n), strict=True)
    ]
    first = [min(day, town.plan.last_day - dt.timedelta(days=5)) for day in first]
    ended = [day + dt.timedelta(days=120) for day in first]
    done = [day <= town.plan.last_day for day in ended]
    before = np.round(hand.rng.normal(45.5, 4.2, n), 1)
    after = np.round(before + np.clip(hand.rng.normal(3.4, 1.8, n), -0.5, 9), 1)
    gained = (after - before) >= 3
    posts = {int(v): i for i, v in reversed(list(enumerate(town.places.post_village)))}
    columns: Columns = [
        ("No", numbered(n)),
        ("NIK", texts(wife["nik"])),
        ("Nama Ibu Hamil", texts(wife["name"])),
        ("Tgl Lahir", days(wife["birth"])),
        ("Prov", [town.places.province.upper()] * n),
        ("Kab/Kota", [town.places.district_name.upper().replace("KABUPATEN ", "")] * n),
        ("Kec", texts(place["kecamatan"])),
        ("Puskesmas", [town.places.centre[v].upper() for v in frame["village"]]),
        ("Desa/Kel", texts(place["village"])),
        ("Posyandu", [town.places.post_name[posts[v]].upper() for v in frame["village"]]),
        ("Tanggal Pemberian Pertama", [f"{day:%Y-%m-%d}" for day in first]),
        ("Tanggal Selesai", _if(done, [f"{day:%Y-%m-%d}" for day in ended])),
        ("Alasan Diberi", ["KEK" if x else "Risiko KEK" for x in hand.chance(n, 0.7)]),
        ("Berat Awal", [float(x) for x in before]),
        ("Berat Akhir", [float(x) if over else None for x, over in zip(after, done, strict=True)]),
        ("Hasil Pemberian MT", _if(done, ["Naik" if up else "Tidak Naik" for up in gained])),
        ("Status PMT", ["Selesai" if over else "Berjalan" for over in done]),
        ("Siklus", [1.0] * n),
        ("Jumlah Pemantauan", [float(x) for x in hand.rng.integers(1, 9, n)]),
    ]
    return Sheet(
        f"Daftar-Riwayat-PMT-Bumil-{town.plan.until:%Y-%m}.xls", "pmt-bumil",
        f"{workbooks.NOTICE}. Daftar Riwayat PMT Ibu Hamil", columns, (frame["wife"],),
        town.plan.last_day + dt.timedelta(days=8),
    )  # fmt: skip


def _if(flags: list[bool], values: list[str]) -> Cells:
    return [value if yes else None for value, yes in zip(values, flags, strict=True)]
