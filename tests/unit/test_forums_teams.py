"""Teams: formed by a decree, followed by another, members and substitutes, formation."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.factories import KABUPATEN
from tests.forum_rows import KECAMATAN, VILLAGE, again, people
from tests.kept_files import pdf, upload

from rembuk.office.access.models import Account
from rembuk.office.accompaniment.models import Team as Companions
from rembuk.office.forums.errors import ForumError, NotYoursError, StaleError
from rembuk.office.forums.models import Member, Part, Team
from rembuk.office.forums.teams import acts as teams
from rembuk.office.forums.teams import formation
from rembuk.office.forums.teams.acts import MemberDraft, TeamDraft
from rembuk.office.places.models import Area

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = TODAY - dt.timedelta(days=400)


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    people()


@pytest.fixture
def who(_built: None) -> dict[str, Account]:
    return again()


def formed(by: Account, place: str = KECAMATAN, number: str = "SK 1/2025", **more: object) -> Team:
    draft = TeamDraft(place, number, LONG_AGO, LONG_AGO)
    return teams.form(TeamDraft(**{**draft.__dict__, **more}), by)


def test_the_same_decree_is_the_same_team(who: dict[str, Account]) -> None:
    assert formed(who["camat"]).pk == formed(who["camat"]).pk
    assert Team.objects.get().level == "kecamatan"


def test_a_new_decree_ends_the_team_before_and_its_terms(who: dict[str, Account]) -> None:
    old = formed(who["camat"])
    member = teams.add_member(old, MemberDraft("Contoh Satu"), who["camat"])
    new = formed(who["camat"], number="SK 2/2026", valid_from=TODAY)
    old.refresh_from_db()
    member.refresh_from_db()
    assert (old.valid_to, member.term_to) == (TODAY, TODAY)
    assert not old.stands(TODAY)
    assert new.stands(TODAY)
    assert "akhiri" in old.events.values_list("act", flat=True)


def test_a_decree_cannot_slip_in_before_a_later_team(who: dict[str, Account]) -> None:
    formed(who["camat"], valid_from=TODAY)
    with pytest.raises(ForumError, match="sudah punya tim"):
        formed(who["camat"], number="SK lama", valid_from=TODAY - dt.timedelta(days=9))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": ""}, "nomor"),
        ({"decree_on": TODAY + dt.timedelta(days=1)}, "tanggal"),
        ({"valid_to": LONG_AGO}, "masa"),
    ],
)
def test_what_a_decree_must_say(
    who: dict[str, Account], change: dict[str, object], code: str
) -> None:
    with pytest.raises(ForumError) as told:
        formed(who["camat"], **change)
    assert told.value.code == code
    assert not Team.objects.exists()


def test_a_neighbour_forms_no_team_here(who: dict[str, Account]) -> None:
    with pytest.raises(NotYoursError):
        formed(who["camat2"])


def test_one_head_at_a_time_and_a_coordinator_has_a_field(who: dict[str, Account]) -> None:
    team = formed(who["tpps"], KABUPATEN)
    teams.add_member(team, MemberDraft("Contoh Satu", Part.HEAD), who["tpps"])
    with pytest.raises(ForumError, match="sudah punya ketua"):
        teams.add_member(team, MemberDraft("Contoh Dua", Part.HEAD), who["tpps"])
    with pytest.raises(ForumError, match="bidangnya"):
        teams.add_member(team, MemberDraft("Contoh Dua", Part.COORDINATOR), who["tpps"])
    one = teams.add_member(
        team, MemberDraft("Contoh Dua", Part.COORDINATOR, "bidang.data"), who["tpps"]
    )
    assert one.field == "bidang.data"


def test_a_field_of_another_level_is_refused(who: dict[str, Account]) -> None:
    with pytest.raises(ForumError, match="bidang dari daftar"):
        teams.add_member(
            formed(who["camat"]), MemberDraft("Contoh", field="bidang.data"), who["camat"]
        )


def test_a_substitute_ends_the_term_of_whom_they_replace(who: dict[str, Account]) -> None:
    team = formed(who["camat"])
    head = teams.add_member(team, MemberDraft("Contoh Satu", Part.HEAD), who["camat"])
    new = teams.add_member(
        team, MemberDraft("Contoh Dua", Part.HEAD, term_from=TODAY), who["camat"], head
    )
    head.refresh_from_db()
    assert head.term_to == TODAY
    assert new.substitute_of_id == head.pk
    assert list(Member.objects.on(TODAY).filter(team=team, part=Part.HEAD)) == [new]


def test_a_term_that_ran_out_without_a_substitute_is_told(who: dict[str, Account]) -> None:
    team = formed(who["camat"])
    gone = teams.add_member(
        team, MemberDraft("Contoh Satu", term_to=TODAY - dt.timedelta(days=3)), who["camat"]
    )
    teams.add_member(team, MemberDraft("Contoh Dua"), who["camat"])
    assert formation.ended_terms(team, TODAY) == [gone]


def test_a_stale_form_changes_nothing(who: dict[str, Account]) -> None:
    team = formed(who["camat"])
    teams.keep_scan(team, upload(pdf()), who["camat"], team.version)
    with pytest.raises(StaleError):
        teams.end(team, TODAY, who["camat"], "Diganti semua", team.version)
    assert Team.objects.get().stands(TODAY)


def test_formation_counts_each_level_and_reads_companions_where_they_are(
    who: dict[str, Account],
) -> None:
    formed(who["camat"], valid_to=TODAY + dt.timedelta(days=30))
    formed(who["desa"], VILLAGE, valid_to=TODAY - dt.timedelta(days=1))
    Companions.objects.create(public_id="T1", name="TPK 1", place_code=f"{VILLAGE}.P01")
    Companions.objects.create(public_id="T2", name="TPK 2", place_code="16.06.02.2001",
                              ended_on=TODAY)  # fmt: skip
    found = formation.formation(Area.objects.get(code=KABUPATEN), TODAY)
    assert found.own.standing == "belum"
    assert (found.kecamatan_formed, len(found.kecamatan)) == (1, 2)
    first = found.kecamatan[0]
    assert (first.own.standing, first.villages, first.formed, first.ended) == ("hampir", 2, 0, 1)
    assert found.with_companions == 1
    below = formation.formation(Area.objects.get(code=KECAMATAN), TODAY)
    assert [one.standing for one in below.villages] == ["berakhir", "belum"]
