"""What is odd in the rows of one file, in the user's words: row, column, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import polars as pl

from rembuk.office.intake.receivers import Issue
from rembuk.office.intake.sentences import Word, noop
from rembuk.office.lists.shapes import CARD, LABELS, Shape
from rembuk.science.linkage.names import name_key
from rembuk.science.linkage.nik import UNUSABLE

Verdict = Literal["galat", "ragu", "catatan"]

SAID: Final = {
    "tanpa-nama": noop("Baris ini tidak menyebut seorang pun. Isi nama atau NIK di berkas asal."),
    "tanpa-kepala": noop("Kepala keluarga kosong. Isi namanya dari kartu keluarga."),
    "keluarga-tanpa-kepala": noop(
        "Kartu keluarga ini tidak punya kepala keluarga di berkas ({orang} orang). Periksa "
        "hubungan keluarganya, atau tambahkan barisnya."
    ),
    "dua-kartu": noop(
        "Orang ini juga ada di baris {baris} dengan kartu keluarga lain. Pilih kartu yang berlaku "
        "menurut Dukcapil, atau terima keduanya agar diputuskan saat penautan."
    ),
    "ganda-beda": noop(
        "Baris {baris} sudah menyebut yang sama dengan isi berbeda. Pilih salah satu; bila ini "
        "dua edisi yang tercampur, pisahkan berkasnya."
    ),
    "ganda-sama": noop("Baris ini sama persis dengan baris {baris}; disimpan sekali."),
    "dua-ibu": noop(
        "Anak ini juga ada di baris {baris} dengan nama ibu yang lain. Periksa akta lahir; kedua "
        "baris disimpan."
    ),
    "edisi-campur": noop(
        "Baris ini dari edisi {edisi}, sedangkan sebagian besar berkas dari edisi {utama}. "
        "Pisahkan per edisi; bila diterima, baris ini disimpan ke edisinya sendiri."
    ),
    "nik-kk-tertukar": noop(
        "Angka di kolom ini tampak seperti nomor kartu keluarga, dan sebaliknya. Tekan “Tukar NIK "
        "dan nomor KK” bila benar, atau betulkan di berkas asal."
    ),
    "nik-kk-ditukar": noop("NIK dan nomor KK baris ini ditukar saat dibaca, atas permintaan Anda."),
    "nik-tak-dipakai": noop(
        "{kolom} tidak dapat dipakai untuk mengenali orang ({temuan}). Nomornya tetap disimpan."
    ),
}
"""Code -> sentence; words in braces are filled in."""

UNUSABLE_WORDS: Final = {
    "panjang": noop("bukan 16 angka"),
    "tiruan": noop("angka pengisi"),
    "tanggal": noop("tanggal lahir di dalamnya tidak mungkin"),
    "ibu": noop("tampaknya milik orang lain"),
    "kk": noop("tampaknya nomor KK"),
}


def issues(rows: pl.DataFrame, shape: Shape) -> Iterator[Issue]:
    """Everything to say of prepared rows (see `preparing`), apart from swaps."""
    yield from _nobody(rows, shape)
    yield from _numbers(rows, shape)
    yield from _twice(rows, shape)
    yield from _mixed(rows)
    if shape.members:
        yield from _headless(rows)
    yield from _two_mothers(rows, shape)


def issue(
    row: int, column: str, verdict: Verdict, code: str, params: dict[str, Any] | None = None
) -> Issue:
    """One issue of this room."""
    return Issue(row, column, verdict, code, SAID[code], params or {})


def _nobody(rows: pl.DataFrame, shape: Shape) -> Iterator[Issue]:
    column = LABELS[shape.parts[0].column("name")]
    there = pl.any_horizontal(f"p{n}_there" for n in range(len(shape.parts)))
    for row in rows.filter(~there)["row_no"]:
        yield issue(row, column, "galat", "tanpa-nama")
    if shape.by_family:
        for row in rows.filter(there & ~pl.col("p0_there"))["row_no"]:
            yield issue(row, column, "catatan", "tanpa-kepala")


def _numbers(rows: pl.DataFrame, shape: Shape) -> Iterator[Issue]:
    for number, part in enumerate(shape.parts):
        label = LABELS[part.column("nik")]
        bad = rows.filter((pl.col(f"p{number}_nik") != "") & ~pl.col(f"p{number}_usable"))
        for row, findings in bad.select("row_no", f"p{number}_findings").iter_rows():
            code = next((one for one in findings.split() if one in UNUSABLE), "")
            words = UNUSABLE_WORDS.get(code, code)
            yield issue(
                row,
                label,
                "catatan",
                "nik-tak-dipakai",
                {"kolom": Word(label), "temuan": Word(words)},
            )


def _twice(rows: pl.DataFrame, shape: Shape) -> Iterator[Issue]:
    """The same family or person in a second row."""
    column = CARD.label if shape.by_family else LABELS[shape.parts[0].column("nik")]
    group = ("edition_label", "key")
    later = rows.with_columns(
        pl.col("row_no").first().over(group).alias("first"),
        pl.col("digest").is_first_distinct().over(group).alias("other"),
        pl.col("row_no").first().over((*group, "digest")).alias("same_as"),
        pl.col("kk_digest").first().over(group).alias("first_card"),
    ).filter(pl.col("row_no") != pl.col("first"))
    for row, first, other, same_as, card, first_card in later.select(
        "row_no", "first", "other", "same_as", "kk_digest", "first_card"
    ).iter_rows():
        if not other:
            yield issue(row, column, "catatan", "ganda-sama", {"baris": str(same_as)})
        elif not shape.by_family and card and first_card and card != first_card:
            yield issue(row, CARD.label, "ragu", "dua-kartu", {"baris": str(first)})
        else:
            yield issue(row, column, "ragu", "ganda-beda", {"baris": str(first)})


def _mixed(rows: pl.DataFrame) -> Iterator[Issue]:
    """Rows that say they are of another edition than the file."""
    if rows.is_empty() or "main_edition" not in rows.columns:
        return
    main = rows["main_edition"][0]
    strange = rows.filter(pl.col("edition_label") != main)
    for row, label in strange.select("row_no", "edition_label").iter_rows():
        yield issue(row, "Edisi", "ragu", "edisi-campur", {"edisi": label, "utama": main})


def _headless(rows: pl.DataFrame) -> Iterator[Issue]:
    """Cards of which no row is the head; said once, at the first row of the card."""
    cards = (
        rows.filter(pl.col("kk_digest") != "")
        .group_by("edition_label", "kk_digest", maintain_order=True)
        .agg(
            pl.col("row_no").first(),
            pl.len().alias("members"),
            (pl.col("p0_role") == "kepala").any().alias("headed"),
            (pl.col("p0_role") == "").any().alias("unsaid"),
        )
    )
    for row, members in (
        cards.filter(~pl.col("headed") & ~pl.col("unsaid")).select("row_no", "members").iter_rows()
    ):
        yield issue(row, LABELS["name"], "catatan", "keluarga-tanpa-kepala", {"orang": members})


def _two_mothers(rows: pl.DataFrame, shape: Shape) -> Iterator[Issue]:
    """One child under two mothers: told where rows name the mother, by the child's number or by
    name, birth date and sex."""
    for number, part in enumerate(shape.parts):
        if part.role not in {"", "anak"} or f"p{number}_mother" not in rows.columns:
            continue
        child = (
            pl.when(pl.col(f"p{number}_nik_digest") != "")
            .then(pl.col(f"p{number}_nik_digest"))
            .when(
                (pl.col(f"p{number}_name_key") != "") & pl.col(f"p{number}_birth").is_not_null()
            )
            .then(
                pl.concat_str(
                    f"p{number}_name_key", pl.col(f"p{number}_birth").cast(pl.String),
                    f"p{number}_sex", "place_code", separator="|",
                )
            )
        )  # fmt: skip
        named = rows.with_columns(
            child.alias("child"), pl.col(f"p{number}_mother").str.to_lowercase().alias("mother")
        ).filter(pl.col("child").is_not_null() & (pl.col("mother") != ""))
        group = ("edition_label", "child")
        first = named.with_columns(
            pl.col("mother").first().over(group).alias("first_mother"),
            pl.col("row_no").first().over(group).alias("first"),
        )
        other = first.filter(_unlike("mother", "first_mother"))
        for row, before in other.select("row_no", "first").iter_rows():
            yield issue(row, LABELS["mother_name"], "catatan", "dua-ibu", {"baris": str(before)})


def _unlike(one: str, other: str) -> pl.Expr:
    """Names that are not two spellings of one: their keys differ."""

    def key(column: str) -> pl.Expr:
        return pl.col(column).map_elements(name_key, return_dtype=pl.String)

    return key(one) != key(other)
