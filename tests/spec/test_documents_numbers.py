"""How letters write amounts, dates and their own numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from rembuk.office.documents import numbers

IN_WORDS = """
            0 | nol
            1 | satu
           10 | sepuluh
           11 | sebelas
           12 | dua belas
           19 | sembilan belas
           20 | dua puluh
           21 | dua puluh satu
          100 | seratus
          101 | seratus satu
          111 | seratus sebelas
          200 | dua ratus
          999 | sembilan ratus sembilan puluh sembilan
         1000 | seribu
         1001 | seribu satu
         1100 | seribu seratus
         2000 | dua ribu
        11000 | sebelas ribu
       101000 | seratus satu ribu
      1000000 | satu juta
      1001000 | satu juta seribu
      7800000 | tujuh juta delapan ratus ribu
   1000000000 | satu miliar
   1000001000 | satu miliar seribu
1000000000000 | satu triliun
999999999999999 | sembilan ratus sembilan puluh sembilan triliun sembilan ratus sembilan puluh sembilan miliar sembilan ratus sembilan puluh sembilan juta sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan
"""


@pytest.mark.parametrize(
    ("number", "words"),
    [(int(n), w.strip()) for n, w in (line.split("|") for line in IN_WORDS.strip().split("\n"))],
)
def test_a_number_in_words(number: int, words: str) -> None:
    assert numbers.in_words(number) == words
    assert numbers.rupiah_words(number) == f"{words} rupiah"


def test_below_zero_and_beyond_the_largest() -> None:
    assert numbers.in_words(-1_500) == "minus seribu lima ratus"
    for beyond in (10**15, -(10**15)):
        with pytest.raises(ValueError, match="999 trillion"):
            numbers.in_words(beyond)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "Rp0"),
        (950, "Rp950"),
        (7_800_000, "Rp7.800.000"),
        (-12_500, "−Rp12.500"),
        (999_999_999_999_999, "Rp999.999.999.999.999"),
    ],
)
def test_an_amount_in_figures(amount: int, written: str) -> None:
    assert numbers.rupiah(amount) == written


def test_an_amount_with_its_words_behind() -> None:
    assert numbers.rupiah_both(13_500) == "Rp13.500 (tiga belas ribu lima ratus rupiah)"


@pytest.mark.parametrize(
    ("day", "long", "words"),
    [
        (
            dt.date(2026, 11, 9),
            "9 November 2026",
            "Senin tanggal sembilan bulan November tahun dua ribu dua puluh enam",
        ),
        (
            dt.date(2024, 2, 29),
            "29 Februari 2024",
            "Kamis tanggal dua puluh sembilan bulan Februari tahun dua ribu dua puluh empat",
        ),
        (
            dt.date(2027, 1, 1),
            "1 Januari 2027",
            "Jumat tanggal satu bulan Januari tahun dua ribu dua puluh tujuh",
        ),
    ],
)
def test_a_date_as_letters_and_minutes_write_it(day: dt.date, long: str, words: str) -> None:
    assert numbers.long_date(day) == long
    assert numbers.date_words(day) == words


def test_twelve_roman_months() -> None:
    months = [numbers.roman_month(dt.date(2026, month, 1)) for month in range(1, 13)]
    assert months == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


PATTERNS = """
{klasifikasi}/{urut}/{kantor}/{bulan}/{tahun} | 400.7 | 400.7/12/DPPKB/XI/2026
{klasifikasi}/{urut}/{kantor}/{bulan}/{tahun} |       | 12/DPPKB/XI/2026
{urut:3}/SK/{tahun}                           |       | 012/SK/2026
B-{urut:5}/{bulan}                            |       | B-00012/XI
{nama}/{urut}/{0.__class__}                   |       | {nama}/12/{0.__class__}
"""


@pytest.mark.parametrize(
    ("pattern", "classification", "written"),
    [[part.strip() for part in line.split("|")] for line in PATTERNS.strip().split("\n")],
)
def test_a_letter_number_out_of_the_offices_pattern(
    pattern: str, classification: str, written: str
) -> None:
    day = dt.date(2026, 11, 9)
    assert numbers.letter_number(pattern, 12, day, "DPPKB", classification) == written
