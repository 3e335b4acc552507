"""Workbooks of Excel 95 to 2003 (.xls, BIFF5 and BIFF8) come in like any other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.biff import workbook
from tests.intake_sheets import child, shelf_registered, table

from rembuk.office.intake import services
from rembuk.office.intake.reading import grid, sniff


@pytest.mark.parametrize("version", [5, 8])
@pytest.mark.parametrize("name", ["lama.xls", "lama.xlsx"])
def test_it_is_known_by_its_content(tmp_path: Path, version: int, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(workbook(table([child(1)]), version))
    assert sniff.sniff(path).format == "xls"
    assert grid.sheets(path) == ["Data"]


@pytest.mark.django_db
@pytest.mark.parametrize(("version", "codes"), [(5, 1252), (8, 1200), (8, 1252)])
def test_its_rows_are_read_and_saved(tmp_path: Path, version: int, codes: int) -> None:
    rows = [
        child(1, **{"Tgl Lahir": dt.date(2025, 1, 15), "Berat": 9.7, "NIK": 1606011501250000.0}),
        child(2, **{"Tgl Lahir": "15/01/2025", "Berat": "9,8", "Desa/Kel": "TAK ADA"}),
    ]
    path = tmp_path / "lama.xls"
    path.write_bytes(workbook(table(rows), version, codes))
    with shelf_registered() as shelf:
        (imported,) = services.recognise(services.receive(path))
        services.check(imported)
        assert imported.layout == "eppgbm-a"
        assert (imported.counts["baru"], imported.counts["galat"]) == (1, 1)
        assert set(imported.issues.values_list("row_no", "code")) == {
            (2, "nik-angka"),
            (3, "desa-tak-dikenal"),
        }
        services.commit(imported)
        assert shelf.kept() == {"Anak 1|2026-10-09": "[9.7, 78.4]"}
