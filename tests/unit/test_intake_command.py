"""`rembuk import FILES`: what it says and its exit code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.intake_sheets import Shelf, child, shelf_registered, table, xlsx
from typer.testing import CliRunner, Result

from rembuk.cli.import_ import app
from rembuk.office.intake.models import Import, ImportState
from rembuk.office.intake.receivers import Context, Progress

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings: object, tmp_path: Path) -> Iterator[Shelf]:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    settings.REMBUK_STAGING = tmp_path / "staging"
    with shelf_registered() as shelf:
        yield shelf


def run(*args: object, answer: str = "") -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=answer)


def test_saved_then_nothing_new(tmp_path: Path, shelf: Shelf) -> None:
    path = xlsx(tmp_path / "a.xlsx", table([child(1), child(2)]))
    first = run(path, "--yes")
    assert (first.exit_code, len(shelf.kept())) == (0, 2)
    assert "2 baru" in first.output
    again = run(path, "--yes")
    assert again.exit_code == 0
    assert "tidak ada yang baru" in again.output


def test_it_asks_before_it_saves(tmp_path: Path, shelf: Shelf) -> None:
    path = xlsx(tmp_path / "a.xlsx", table([child(1)]))
    assert run(path, answer="n\n").exit_code == 1
    assert shelf.kept() == {}
    assert run(path, answer="y\n").exit_code == 0
    assert len(shelf.kept()) == 1


def test_held_rows_are_named(tmp_path: Path) -> None:
    told = run(xlsx(tmp_path / "a.xlsx", table([child(1), child(2, Tinggi="875")])), "--yes")
    assert told.exit_code == 1
    assert "baris 3, Tinggi:" in told.output
    assert "Mungkin 87,5" in told.output


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path, shelf: Shelf) -> None:
    bad = tmp_path / "rusak.xlsx"
    bad.write_bytes(b"PK\x03\x04")
    told = run(bad, tmp_path / "tiada.xlsx", xlsx(tmp_path / "a.xlsx", table([child(1)])), "--yes")
    assert told.exit_code == 1
    assert "terpotong" in told.output
    assert "Berkas tidak ada" in told.output
    assert len(shelf.kept()) == 1


def test_what_follows_from_many_files_is_derived_once(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish, together = Shelf.finish, []

    def noted(
        self: Shelf, contexts: Sequence[Context], progress: Progress
    ) -> list[dict[str, object]]:
        together.append(len(contexts))
        return finish(self, contexts, progress)

    monkeypatch.setattr(Shelf, "finish", noted)
    one = xlsx(tmp_path / "a.xlsx", table([child(1)]))
    two = xlsx(tmp_path / "b.xlsx", table([child(2)]))
    told = run(one, two, one, "--yes")
    assert (told.exit_code, len(shelf.kept()), together) == (0, 2, [2])
    assert "2 berkas" in told.output
    assert set(Import.objects.values_list("state", flat=True)) == {ImportState.DONE}


def test_files_that_fail_together_are_taken_back_together(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [xlsx(tmp_path / f"{n}.xlsx", table([child(n)])) for n in (1, 2)]
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "finish", lambda *given: [][1])
        assert run(*files, "--yes").exit_code == 1
    assert shelf.kept() == {}
    assert set(Import.objects.values_list("state", flat=True)) == {ImportState.PREVIEW}
    assert run(*files, "--yes").exit_code == 0
    assert len(shelf.kept()) == 2
