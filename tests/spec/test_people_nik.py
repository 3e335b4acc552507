"""What a NIK says about a child, and what does not fit. The numbers are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from rembuk.office.people.nik import check

BORN = dt.date(2024, 4, 8)

CASES = """
NIK              | KK               | NIK ibu          | L/P | findings
1606010804240001 |                  |                  | L   |
1606014804240001 |                  |                  | P   |
                 |                  |                  | L   |
3171010804240001 |                  |                  | L   |
160601080424     |                  |                  | L   | panjang
1606O10804240001 |                  |                  | L   | panjang
0000000000000000 |                  |                  | L   | tiruan
1111111111111111 |                  |                  | L   | tiruan
1234567890123456 |                  |                  | L   | tiruan
1606010804240000 |                  |                  | L   | tiruan
1606013202240001 |                  |                  | L   | tanggal
1606013002240001 |                  |                  | L   | tanggal
1606010813240001 |                  |                  | L   | tanggal
1606014804240001 |                  |                  | L   | kelamin
1606010904240001 |                  |                  | L   | lahir
1606010408240001 |                  |                  | L   | tukar
1606016505950003 |                  |                  | L   | ibu
1606010804240001 |                  | 1606010804240001 | L   | ibu
1606010804240001 | 1606010804240001 |                  | L   | kk
1606010101150002 | 1606010804240001 |                  | L   | kk
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()[1:]]


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_a_nik_is_explained(number: int) -> None:
    nik, kk, mother, sex, expected = ROWS[number]
    found = check(nik, BORN, sex, mother_nik=mother or None, no_kk=kk or None)
    assert " ".join(finding.code for finding in found) == expected


def test_a_message_tells_the_remedy_and_not_the_number() -> None:
    (finding,) = check("160601080424", BORN, "L")
    assert "kartu keluarga" in finding.message
    assert "1606" not in finding.message


def test_a_mother_born_in_the_last_century_is_not_a_child_of_the_next() -> None:
    assert [f.code for f in check("1606016505250003", dt.date(1925, 5, 25), "P")] == []


def test_a_number_in_scientific_shape_is_too_short_and_said_so() -> None:
    assert [f.code for f in check("1.60601E+15", BORN, "L")] == ["panjang"]
