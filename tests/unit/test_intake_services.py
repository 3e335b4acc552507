"""The acts of intake with a fake receiver: receive, recognise, check, commit, undo."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from tests.intake_sheets import Shelf, child, shelf_registered, table, xlsx

from rembuk.office.intake import committing, services, staging
from rembuk.office.intake.models import Import, ImportState, SourceFile
from rembuk.office.jobs.progress import Cancelled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings: object, tmp_path: Path) -> None:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    settings.REMBUK_STAGING = tmp_path / "staging"


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with shelf_registered() as shelf:
        yield shelf


def brought(path: Path) -> Import:
    (imported,) = services.recognise(services.receive(path))
    return services.check(imported)


def test_a_file_is_checked_then_saved(tmp_path: Path, shelf: Shelf) -> None:
    path = xlsx(tmp_path / "a.xlsx", table([child(n) for n in range(1, 8)]), top=3)
    imported = brought(path)
    assert (imported.layout, imported.state) == ("eppgbm-a", ImportState.PREVIEW)
    assert imported.counts["baru"] == 7
    assert str(imported.as_of) == "2026-10-09"
    assert imported.place_code == "16.06.01.2003"
    assert shelf.kept() == {}
    services.commit(imported)
    assert imported.state == ImportState.DONE
    assert len(shelf.kept()) == 7
    assert imported.report["result"] == {"kept": 7}


def test_the_raw_file_stays_and_the_staged_rows_go(tmp_path: Path, shelf: Shelf) -> None:
    path = xlsx(tmp_path / "a.xlsx", table([child()]))
    imported = brought(path)
    assert staging.read(imported, "rows") is not None
    services.commit(imported)
    assert staging.read(imported, "rows") is None
    from rembuk.office.intake import raw

    assert raw.path_of(imported.file).read_bytes() == path.read_bytes()


def test_the_same_file_again_is_nothing_new(tmp_path: Path, shelf: Shelf) -> None:
    path = xlsx(tmp_path / "a.xlsx", table([child(n) for n in range(1, 4)]))
    first = services.commit(brought(path))
    again = services.receive(path)
    assert again.seen
    assert services.recognise(again) == [first]
    assert SourceFile.objects.count() == 1


def test_the_same_rows_in_another_file_change_nothing(tmp_path: Path, shelf: Shelf) -> None:
    rows = [child(n) for n in range(1, 4)]
    services.commit(brought(xlsx(tmp_path / "a.xlsx", table(rows))))
    before = shelf.kept()
    second = brought(xlsx(tmp_path / "b.xlsx", table(rows), top=2))
    assert second.state == ImportState.DONE
    assert second.counts["sama"] == 3
    assert second.message.startswith("Tidak ada yang baru")
    assert shelf.kept() == before


def test_two_files_of_one_month_are_told(tmp_path: Path, shelf: Shelf) -> None:
    services.commit(brought(xlsx(tmp_path / "a.xlsx", table([child(1)]))))
    second = brought(xlsx(tmp_path / "b.xlsx", table([child(2)])))
    assert second.report["overlap"] == [
        {"import": second.pk - 1, "file": "a.xlsx", "months": ["2026-10"]}
    ]


def test_a_changed_value_is_shown_before_it_is_saved(tmp_path: Path, shelf: Shelf) -> None:
    services.commit(brought(xlsx(tmp_path / "a.xlsx", table([child(1), child(2)]))))
    second = brought(xlsx(tmp_path / "b.xlsx", table([child(1, Berat="9,9"), child(2)])))
    assert (second.counts["berubah"], second.counts["sama"]) == (1, 1)
    changes = staging.read(second, "changes")
    assert changes is not None
    assert changes["row_no"].to_list() == [2]


def test_only_rows_without_error_are_saved_and_doubts_wait(tmp_path: Path, shelf: Shelf) -> None:
    rows = [child(1), child(2, Tinggi="875"), child(3, NIK="1,60601E+15")]
    imported = brought(xlsx(tmp_path / "a.xlsx", table(rows)))
    assert imported.counts["galat"] == 1
    assert imported.counts["ragu"] == 1
    services.commit(imported)
    assert list(shelf.kept()) == ["Anak 1|2026-10-09"]


def test_doubts_are_saved_when_accepted(tmp_path: Path, shelf: Shelf) -> None:
    rows = [child(1), child(2, Tinggi="875"), child(3, NIK="1,60601E+15")]
    imported = brought(xlsx(tmp_path / "a.xlsx", table(rows)))
    services.commit(imported, accept_doubtful=True)
    assert list(shelf.kept()) == ["Anak 1|2026-10-09", "Anak 3|2026-10-09"]


def test_undo_takes_everything_back_and_the_file_may_come_again(
    tmp_path: Path, shelf: Shelf
) -> None:
    path = xlsx(tmp_path / "a.xlsx", table([child(n) for n in range(1, 4)]))
    imported = services.commit(brought(path))
    services.undo(imported)
    assert imported.state == ImportState.UNDONE
    assert shelf.kept() == {}
    assert brought(path).pk != imported.pk


def test_stopping_takes_back_what_was_written(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "CHUNK", 2)
    imported = brought(xlsx(tmp_path / "a.xlsx", table([child(n) for n in range(1, 8)])))

    def stop(stage: str, done: int, total: int) -> None:
        if done >= 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        services.commit(imported, stop)
    assert imported.state == ImportState.CANCELLED
    assert shelf.kept() == {}


def test_a_failure_takes_back_what_was_written_and_can_be_tried_again(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "CHUNK", 2)
    imported = brought(xlsx(tmp_path / "a.xlsx", table([child(n) for n in range(1, 8)])))
    monkeypatch.setattr(Shelf, "finish", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.commit(imported)
    assert imported.state == ImportState.PREVIEW
    assert shelf.kept() == {}
    monkeypatch.undo()
    services.commit(imported)
    assert len(shelf.kept()) == 7


def test_held_rows_come_back_as_a_sheet_with_reasons(tmp_path: Path, shelf: Shelf) -> None:
    rows = [child(1), child(2, Tinggi="875"), child(3, Posyandu="")]
    imported = brought(xlsx(tmp_path / "a.xlsx", table(rows), top=2))
    sheet = openpyxl.load_workbook(io.BytesIO(services.error_sheet(imported))).active
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0][:5] == ("Baris", "Keadaan", "Alasan", "No", "NIK")
    assert [line[0] for line in lines[1:]] == [5, 6]
    assert "875" in lines[1][2]
    assert "87,5" in lines[1][2]
    assert "Posyandu kosong" in lines[2][2]


def test_a_mended_error_sheet_is_recognised(tmp_path: Path, shelf: Shelf) -> None:
    rows = [child(1), child(2, Tinggi="875")]
    imported = services.commit(brought(xlsx(tmp_path / "a.xlsx", table(rows))))
    book = openpyxl.load_workbook(io.BytesIO(services.error_sheet(imported)))
    sheet = book.active
    column = [cell.value for cell in sheet[1]].index("Tinggi") + 1
    sheet.cell(2, column).value = "87,5"
    book.save(tmp_path / "b.xlsx")
    services.commit(brought(tmp_path / "b.xlsx"))
    assert len(shelf.kept()) == 2


def test_an_unknown_sheet_waits_for_a_mapping_that_can_be_saved(
    tmp_path: Path, shelf: Shelf
) -> None:
    lines = [
        ["Daftar"],
        ["Panggilan", "Kelamin", "Lahir", "Pos", "Kampung", "Hari timbang", "Kilo"],
        ["Anak 1", "L", "15/01/2025", "Melati 1", "Bailangu", "09/10/2026", "9,7"],
    ]
    (imported,) = services.recognise(services.receive(xlsx(tmp_path / "a.xlsx", lines)))
    assert imported.state == ImportState.MAPPING
    columns = {
        "name": "c0",
        "sex": "c1",
        "birth_date": "c2",
        "posyandu": "c3",
        "village": "c4",
        "date": "c5",
        "weight": "c6",
    }
    with pytest.raises(ValueError, match="Posyandu"):
        services.map_columns(imported, "pengukuran", {**columns, "posyandu": ""})
    services.map_columns(imported, "pengukuran", columns)
    services.save_layout(imported, "Buku pos Bailangu")
    services.commit(services.check(imported))
    assert shelf.kept() == {"Anak 1|2026-10-09": "[9.7, null]"}
    lines[2][5] = "09/11/2026"
    (second,) = services.recognise(services.receive(xlsx(tmp_path / "b.xlsx", lines)))
    assert second.layout == "sendiri-buku-pos-bailangu"


def test_no_staged_file_is_readable_by_others(tmp_path: Path, shelf: Shelf) -> None:
    imported = brought(xlsx(tmp_path / "a.xlsx", table([child()])))
    assert staging.folder(imported).stat().st_mode & 0o077 == 0
