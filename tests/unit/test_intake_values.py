"""How officers write values, and what is read."""

from __future__ import annotations

import datetime as dt

import pytest

from rembuk.office.intake.reading.layouts import key
from rembuk.office.intake.reading.values import date, decimal, integer, word


@pytest.mark.parametrize(
    ("written", "read", "code"),
    [
        ("9.7", 9.7, ""),
        ("9,7", 9.7, ""),
        ("9:7", 9.7, "angka-dibetulkan"),
        ("83..9", 83.9, "angka-dibetulkan"),
        ("10.7 it", 10.7, "angka-dibetulkan"),
        ("8,2 kg", 8.2, ""),
        ("78,4cm", 78.4, ""),
        ("1.234,5", 1234.5, ""),
        ("'9,7", 9.7, ""),
        ("−2,21", -2.21, ""),
        ("1,5E+1", 15.0, ""),
        ("sembilan", None, "bukan-angka"),
        ("9,7/78", None, "bukan-angka"),
        ("999.99", None, "kode-kosong"),
        ("-999.99", None, "kode-kosong"),
        ("2026-07-09", None, "angka-jadi-tanggal"),
    ],
)
def test_numbers(written: str, read: float | None, code: str) -> None:
    got = decimal(written)
    assert (got.value, got.code) == (read, code)


@pytest.mark.parametrize(
    ("written", "code", "hint"),
    [
        ("10945", "di-luar-batas", "10,945"),
        ("94", "di-luar-batas", "9,4"),
        ("-9,7", "negatif", "9,7"),
        ("0", "nol", ""),
        ("1e300", "di-luar-batas", ""),
    ],
)
def test_impossible_weights_say_what_may_have_been_meant(
    written: str, code: str, hint: str
) -> None:
    got = decimal(written, 0.5, 60)
    assert (got.value, got.code, got.hint) == (None, code, hint)


def test_a_whole_number_is_whole() -> None:
    assert integer("3.0").value == 3
    assert integer("3,5").code == "bukan-bulat"


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-09",
        "2026-10-09 00:00:00",
        "2026-10-09T08:30:00",
        "09/10/2026",
        "9-10-2026",
        "9.10.26",
        "9 Oktober 2026",
        "09 Okt 2026",
        "9-Okt-26",
        "Jumat, 9 Oktober 2026",
        "46304",
        "46304.0",
        "2026/10/9",
    ],
)
def test_the_ninth_of_october(written: str) -> None:
    assert date(written).value == dt.date(2026, 10, 9)


def test_month_first_is_read_and_told() -> None:
    got = date("10/25/2026")
    assert (got.value, got.code) == (dt.date(2026, 10, 25), "bulan-hari")


@pytest.mark.parametrize("written", ["31/02/2026", "besok", "12", "0000-00-00", "9 Oktobro 2026"])
def test_no_date(written: str) -> None:
    assert date(written).code == "bukan-tanggal"


@pytest.mark.parametrize(
    ("written", "kind", "read"),
    [
        ("Laki-laki", "sex", "L"),
        ("LAKI LAKI", "sex", "L"),
        ("1", "sex", "L"),
        ("2.0", "sex", "P"),
        ("perempuan", "sex", "P"),
        ("Terlentang", "position", "L"),
        ("Berdiri", "position", "H"),
        ("T", "nt", "T"),
        ("Tidak Naik", "nt", "T"),
        ("Risiko Lebih", "bbu", "risiko-lebih"),
        ("Sangat Pendek", "tbu", "sangat-pendek"),
        ("Normal", "bbtb", "gizi-baik"),
        ("Risiko Gizi Lebih", "bbtb", "berisiko-lebih"),
        ("Outlier", "tbu", "outlier"),
        ("✓", "yesno", "ya"),
    ],
)
def test_words(written: str, kind: str, read: str) -> None:
    assert word(written, kind).value == read


def test_an_unknown_word_is_told() -> None:
    assert word("X9", "sex").code == "bukan-sex"


def test_headings_are_compared_without_marks_and_line_breaks() -> None:
    assert key("Tgl\nLahir ") == key("tgl  lahir") == "tgl lahir"
    assert key("BB/TB") != key("BB/U")
