"""PMT histories: who got local extra food, as the HTML table that the agency names .xls."""

from __future__ import annotations

import html
from pathlib import Path

import numpy as np
import polars as pl

from rembuk.demo import cells
from rembuk.demo.sheets import Columns, Office


def history(frame: pl.DataFrame, office: Office) -> Columns:
    """Episodes of children who were thin or did not gain; the first and the last measurement."""
    rng, style = office.rng, office.style
    seen = frame.filter(
        pl.col("came") & pl.col("weight").is_not_null() & pl.col("lenhei").is_not_null()
    ).sort("child", "date")
    later = seen.with_columns(
        pl.col(c).shift(-1).over("child").alias(f"{c}_end")
        for c in ("weight", "lenhei", "zwfl", "date")
    ).filter(pl.col("date_end").is_not_null())
    why = (
        pl.when(pl.col("zwfl") < -2).then(pl.lit("Gizi Kurang"))
        .when(pl.col("zwei") < -2).then(pl.lit("BB Kurang"))
        .when(pl.col("nt") == "T").then(pl.lit("T"))
    )  # fmt: skip
    needy = later.with_columns(why.alias("why")).filter(pl.col("why").is_not_null())
    share = np.where(needy["why"] == "T", 0.012, 0.28)
    given = needy.filter(pl.Series(rng.random(needy.height) < share))
    given = given.unique("child", keep="first", maintain_order=True)
    n = given.height
    better = (given["zwfl_end"] > given["zwfl"]).to_list()
    return [
        ("No", [float(i) for i in range(1, n + 1)]),
        ("NIK", given["nik"].to_list()),
        ("Nama", cells.words(given["name"], style)),
        ("JK", ["P" if girl else "L" for girl in given["girl"]]),
        ("Tgl Lahir", cells.dates(given["birth_date"], style)),
        ("Nama Ortu", cells.words(given["mother"], style)),
        ("Prov", [office.places.province.upper()] * n),
        ("Kab/Kota", [office.places.district_name.upper().replace("KABUPATEN ", "")] * n),
        ("Kec", cells.words(given["kecamatan"], style)),
        ("Puskesmas", cells.words(given["centre"], style)),
        ("Desa/Kel", cells.words(given["village"], style)),
        ("Posyandu", cells.words(given["posyandu"], style)),
        ("Tanggal Pengukuran Awal", cells.dates(given["date"], style)),
        ("BB Awal", cells.numbers(given["weight"], style)),
        ("TB Awal", cells.numbers(given["lenhei"], style)),
        ("ZS BB/TB Awal", cells.numbers(given["zwfl"], style, 2)),
        ("BB Akhir", cells.numbers(given["weight_end"], style)),
        ("TB Akhir", cells.numbers(given["lenhei_end"], style)),
        ("ZS BB/TB Akhir", cells.numbers(given["zwfl_end"], style, 2)),
        ("Status Pertumbuhan", given["why"].to_list()),
        ("Status Kenaikan BB", ["Naik" if yes else "Tidak Naik" for yes in better]),
        ("Sumber Anggaran", ["BOK Puskesmas" if x < 0.7 else "Dana Desa" for x in rng.random(n)]),
        ("Mitra", ["-"] * n),
        ("Siklus PMT", [float(x) for x in rng.integers(1, 3, n)]),
        ("Jumlah Pemantauan", [float(x) for x in rng.integers(2, 9, n)]),
    ]


def write_html(path: Path, title: str, columns: Columns) -> int:
    """Write an HTML table under a name that says .xls; returns the number of rows."""
    heads = "".join(f"<th>{html.escape(head)}</th>" for head, _ in columns)
    rows = []
    for row in zip(*(values for _, values in columns), strict=True):
        shown = (
            "" if cell is None else f"{cell:g}" if isinstance(cell, float) else cell for cell in row
        )
        rows.append("<tr>" + "".join(f"<td>{html.escape(str(x))}</td>" for x in shown) + "</tr>")
    text = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f"<title>{html.escape(title)}</title></head><body><h3>{html.escape(title)}</h3>\n"
        f'<table border="1">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + "\n</tbody></table></body></html>\n"
    )
    path.write_text(text, encoding="utf-8")
    return len(rows)
