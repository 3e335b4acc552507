"""A signed rembuk proves its step among the convergence actions; an unsigned one proves nothing."""

from __future__ import annotations

import pytest
from tests.forum_live_rows import Room, running
from tests.forum_way_rows import agreed, signed
from tests.kept_files import photo, upload

from rembuk.office.convergence import years
from rembuk.office.convergence.models import Evidence, StepDone
from rembuk.office.forums.errors import ClosedError, ForumError
from rembuk.office.forums.meeting import materials
from rembuk.office.forums.minutes import evidence
from rembuk.office.forums.models import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(kept: None) -> Room:
    return running(Kind.DISTRICT, "16.06")


@pytest.fixture
def room(built: Room) -> Room:
    built.meeting.refresh_from_db()
    return built


def _said(room: Room) -> None:
    agreed(room, "r1", "tpps", place="16.06", owner="dinkes", cost="", money="DANA-TANPA")


@pytest.mark.parametrize(
    ("scheme", "step"), [("8-aksi", "3.1"), ("aksi-2025", "U2.3")], ids=["2019", "2025"]
)
def test_the_signed_set_proves_the_step_once(room: Room, scheme: str, step: str) -> None:
    years.adopt("16.06", room.meeting.year, scheme, None)
    _said(room)
    materials.bring(
        room.meeting, upload(photo(), "rapat.jpg"), "Foto rapat", room.who("tpps"), code="foto"
    )
    with pytest.raises(ClosedError):
        evidence.tick(room.meeting, room.who("tpps"))
    assert not Evidence.objects.exists()

    signed(room, "tpps")
    [owed] = evidence.steps(room.meeting)
    assert owed.step.code == step
    assert {"berita-acara", "komitmen"} <= {one.code for one in owed.lacks}
    first = evidence.tick(room.meeting, room.who("tpps"))
    assert evidence.tick(room.meeting, room.who("tpps")) == first
    [owed] = evidence.steps(room.meeting)
    assert (owed.lacks, owed.done is not None) == ((), True)
    assert {one.requirement for one in first} >= {"berita-acara", "komitmen"}
    assert StepDone.objects.get().step == step


def test_a_district_that_opened_no_year_is_told_so(room: Room) -> None:
    _said(room)
    signed(room, "tpps")
    with pytest.raises(ForumError, match="belum dibuka"):
        evidence.tick(room.meeting, room.who("tpps"))
