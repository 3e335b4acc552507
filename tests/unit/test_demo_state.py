"""A half-made or foreign `var/` is met with a message that says what to do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rembuk.demo.plan import make_plan
from rembuk.demo.state import (
    READY,
    DemoError,
    DemoState,
    check,
    clean,
    described,
    environment,
    only_one,
    path,
    read,
    save,
    until_for,
    var_for,
)

PLAN = make_plan(scale="small")


def test_an_empty_folder_is_a_fresh_start(tmp_path: Path) -> None:
    assert check(tmp_path, PLAN) is None


def test_a_half_made_demo_is_continued_where_it_stopped(tmp_path: Path) -> None:
    save(tmp_path, DemoState(described(PLAN), imported=["one.xlsx"]))
    state = check(tmp_path, PLAN)
    assert state is not None
    assert not state.ready
    assert state.imported == ["one.xlsx"]


def test_a_finished_demo_is_recognised(tmp_path: Path) -> None:
    save(tmp_path, DemoState(described(PLAN), step=READY))
    state = check(tmp_path, PLAN)
    assert state is not None
    assert state.ready


def test_a_database_that_is_not_the_demo_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "rembuk.sqlite3").write_bytes(b"real work")
    with pytest.raises(DemoError, match=r"tidak disentuh.*REMBUK_VAR"):
        check(tmp_path, PLAN)
    with pytest.raises(DemoError, match="tidak ada yang dihapus"):
        clean(tmp_path)
    assert (tmp_path / "rembuk.sqlite3").read_bytes() == b"real work"


def test_another_demo_in_the_folder_names_the_way_out(tmp_path: Path) -> None:
    save(tmp_path, DemoState(described(make_plan(scale="full")), step=READY))
    with pytest.raises(DemoError, match="make demo-clean"):
        check(tmp_path, PLAN)


@pytest.mark.parametrize(
    "text", ["", "{", '{"plan": {}, "unknown": 1}', '{"plan": {}, "format": 0}']
)
def test_a_broken_state_file_names_the_way_out(tmp_path: Path, text: str) -> None:
    path(tmp_path).parent.mkdir(parents=True)
    path(tmp_path).write_text(text)
    with pytest.raises(DemoError, match="make demo-clean"):
        read(tmp_path)


def test_clean_removes_the_demo_and_nothing_else(tmp_path: Path) -> None:
    save(tmp_path, DemoState(described(PLAN)))
    for name in ("rembuk.sqlite3", "rembuk.sqlite3-wal", "notes.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "raw").mkdir()
    clean(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
    assert check(tmp_path, PLAN) is None


def test_two_builders_do_not_build_at_once(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(DemoError, match="sedang dibuat"), only_one(tmp_path):
        pass


def test_each_area_has_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REMBUK_VAR", raising=False)
    assert var_for("16.06") == Path("var").resolve()
    assert var_for("17.71") == Path("var/17.71").resolve()
    assert var_for("17.71", "/srv/rembuk") == Path("/srv/rembuk")


@pytest.mark.parametrize(
    ("today", "month"),
    [("2026-11-22", "2026-10"), ("2028-03-01", "2026-10"), ("2026-10-31", "2026-09"),
     ("2026-01-05", "2025-12")],
)  # fmt: skip
def test_no_child_is_weighed_in_the_future(tmp_path: Path, today: str, month: str) -> None:
    assert until_for(tmp_path, dt.date.fromisoformat(today)) == month


def test_a_standing_demo_keeps_its_last_month(tmp_path: Path) -> None:
    save(tmp_path, DemoState(described(make_plan(until="2026-04"))))
    assert until_for(tmp_path, dt.date(2026, 11, 22)) == "2026-04"


def test_a_command_beside_a_demo_works_on_the_demo(tmp_path: Path) -> None:
    save(tmp_path, DemoState(described(make_plan(area="17.71", scale="small"))))
    found = environment({"REMBUK_VAR": str(tmp_path)})
    assert found == {"REMBUK_DEMO": "1", "REMBUK_VAR": str(tmp_path), "REMBUK_AREA": "17.71"}


@pytest.mark.parametrize("name", ["REMBUK_SECRET_KEY", "DATABASE_URL", "REMBUK_DEMO"])
def test_a_real_installation_never_becomes_a_demo(tmp_path: Path, name: str) -> None:
    save(tmp_path, DemoState(described(PLAN)))
    assert environment({"REMBUK_VAR": str(tmp_path), name: "set"}) == {}


def test_without_a_demo_nothing_is_set(tmp_path: Path) -> None:
    assert environment({"REMBUK_VAR": str(tmp_path)}) == {}
