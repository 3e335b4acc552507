"""Meetings from their template: agenda, invitations, attendance in four ways, materials."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.factories import KABUPATEN
from tests.forum_rows import (
    KECAMATAN,
    VILLAGE,
    again,
    held,
    people,
    planned,
    running,
)
from tests.kept_files import jpg, page_of, pdf, photo, upload

from rembuk.office.access.models import Account
from rembuk.office.documents import files
from rembuk.office.documents.scans.proof import UnsureError
from rembuk.office.forums import queries
from rembuk.office.forums.errors import (
    AskedError,
    ClosedError,
    ForumError,
    NotYoursError,
    StaleError,
)
from rembuk.office.forums.meeting import attending, convening, inviting, materials
from rembuk.office.forums.meeting.attending import Came
from rembuk.office.forums.meeting.convening import Point
from rembuk.office.forums.meeting.inviting import Asked
from rembuk.office.forums.models import How, Meeting, MeetingState

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    people()


@pytest.fixture
def who(_built: None) -> dict[str, Account]:
    return again()


@pytest.fixture
def meeting(who: dict[str, Account]) -> Meeting:
    return planned(who["desa"], "rembuk-desa", VILLAGE)


def test_a_meeting_takes_agenda_and_parties_from_its_template(meeting: Meeting) -> None:
    assert [item.code for item in meeting.agenda.all()][1] == "hasil-lalu"
    parties = {one.code: one.office for one in meeting.invitees.all()}
    assert parties["kades"] is not None
    assert parties["kades"].code == "desa-01"
    assert parties["puskesmas"] is not None
    assert parties["bpd"] is None
    assert meeting.host is not None
    assert meeting.host.code == "desa-01"
    assert meeting.plan_year == meeting.year + 1


def test_a_party_for_each_village_is_asked_by_its_own_office(who: dict[str, Account]) -> None:
    made = planned(who["camat"], "rembuk-kecamatan", KECAMATAN)
    asked = {one.office.code for one in made.invitees.filter(code="desa") if one.office}
    assert asked == {"desa-01", "desa-02"}


@pytest.mark.parametrize(
    ("name", "kind", "place", "error"),
    [
        ("desa", "rembuk-kabupaten", VILLAGE, ForumError),
        ("desa", "rapat-entah", VILLAGE, ForumError),
        ("desa", "rembuk-kecamatan", KECAMATAN, NotYoursError),
        ("camat2", "rembuk-desa", VILLAGE, NotYoursError),
    ],
)
def test_a_meeting_fits_its_level_and_its_keeper(
    who: dict[str, Account], name: str, kind: str, place: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        planned(who[name], kind, place)
    assert not Meeting.objects.exists()


def test_it_opens_with_the_last_one_held_in_the_place(who: dict[str, Account]) -> None:
    first = held(planned(who["desa"], "rembuk-desa", VILLAGE, -30))
    planned(who["desa"], "triwulan-desa", VILLAGE, -10)
    assert planned(who["desa"], "rembuk-desa", VILLAGE).previous == first
    assert queries.last(VILLAGE, "rembuk-desa") == first


def test_agenda_is_written_in_order_and_keeps_its_history(
    meeting: Meeting, who: dict[str, Account]
) -> None:
    points = [Point("Doa", 5), Point(""), Point("Membahas air", 30, "usulan")]
    convening.write_agenda(meeting, points, who["desa"], meeting.version)
    assert list(meeting.agenda.values_list("title", flat=True)) == ["Doa", "Membahas air"]
    assert meeting.events.filter(act="acara").exists()
    with pytest.raises(StaleError):
        convening.write_agenda(meeting, points, who["desa"], meeting.version)


def test_a_link_must_be_whole_and_a_meeting_has_a_place(who: dict[str, Account]) -> None:
    starts = timezone.now() + dt.timedelta(days=2)
    for venue, link in (("", ""), ("", "zoom saja"), ("Balai", "http://contoh.id/x")):
        with pytest.raises(ForumError):
            convening.plan(
                convening.Draft("rembuk-desa", VILLAGE, starts, venue=venue, link=link),
                who["desa"],
            )
    made = convening.plan(
        convening.Draft("rembuk-desa", VILLAGE, starts, link="https://contoh.id/rapat"), who["desa"]
    )
    assert made.link.startswith("https://")


def test_invitations_leave_once_as_one_numbered_letter(
    meeting: Meeting, who: dict[str, Account]
) -> None:
    made = inviting.send(meeting, who["desa"], number="005/12/2026")
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.INVITED
    assert made.number == "005/12/2026"
    assert not meeting.invitees.filter(document=None).exists()
    with pytest.raises(ForumError, match="sudah punya surat"):
        inviting.send(meeting, who["desa"], number="005/13/2026")
    later = inviting.add(meeting, Asked("Tokoh adat"), who["desa"])
    assert later.document is None
    second = inviting.send(meeting, who["desa"], number="005/13/2026")
    later.refresh_from_db()
    assert later.document == second
    with pytest.raises(ForumError, match="tetap tercatat"):
        inviting.remove(later, who["desa"])


def test_the_message_names_day_place_and_number(meeting: Meeting, who: dict[str, Account]) -> None:
    inviting.send(meeting, who["desa"], number="005/12/2026")
    text = inviting.message(Meeting.objects.get(pk=meeting.pk))
    assert "Balai desa" in text
    assert "005/12/2026" in text
    assert "09.00" in text


@pytest.mark.parametrize(
    ("typed", "link"),
    [("0812-3456-7890", "https://wa.me/6281234567890"), ("+62 812 3456 7890",
     "https://wa.me/6281234567890"), ("", "")],
)  # fmt: skip
def test_a_phone_as_people_type_it_opens_a_chat(
    meeting: Meeting, who: dict[str, Account], typed: str, link: str
) -> None:
    row = inviting.reach(meeting.invitees.all()[0], Asked("", phone=typed), who["desa"])
    assert inviting.chat_link(row, "halo").partition("?")[0] == link


def test_a_phone_that_is_none_is_refused(meeting: Meeting, who: dict[str, Account]) -> None:
    with pytest.raises(ForumError, match="Nomor HP"):
        inviting.reach(meeting.invitees.all()[0], Asked("", phone="telepon rumah"), who["desa"])


def test_an_answer_can_be_taken_back(meeting: Meeting, who: dict[str, Account]) -> None:
    row = inviting.answer(meeting.invitees.all()[0], "hadir", "", who["desa"])
    assert row.answered_at is not None
    assert inviting.counted(list(meeting.invitees.all()))["hadir"] == 1
    assert inviting.answer(row, "", "", who["desa"]).answered_at is None


def test_nobody_is_written_down_before_it_begins(meeting: Meeting, who: dict[str, Account]) -> None:
    with pytest.raises(ClosedError):
        attending.mark(meeting, Came("Contoh Satu"), who["desa"])
    with pytest.raises(ForumError, match="belum tiba"):
        convening.start(meeting, who["desa"])


def test_the_same_person_is_one_however_they_came(who: dict[str, Account]) -> None:
    one = running(planned(who["desa"], "rembuk-desa", VILLAGE, 0), who["desa"])
    party = one.invitees.get(code="bpd").party
    attending.sign_in(one.token, "Contoh  Satu", party)
    again_ = attending.mark(one, Came("contoh satu", party), who["desa"])
    assert attending.present(one).count() == 1
    assert again_.how == How.QR
    assert again_.invitee is not None
    assert again_.invitee.code == "bpd"
    attending.mark(one, Came("Contoh Dua", "Tamu", How.ONLINE), who["desa"])
    figures = attending.tally(one)
    assert (figures.named, figures.afar, figures.invited_came) == (2, 1, 1)


def test_a_wrong_line_is_struck_and_stays(who: dict[str, Account]) -> None:
    one = running(planned(who["desa"], "rembuk-desa", VILLAGE, 0), who["desa"])
    line = attending.mark(one, Came("Contoh Satu"), who["desa"])
    attending.withdraw(line, who["desa"], "Salah rapat")
    assert attending.present(one).count() == 0
    assert one.attendances.count() == 1


@pytest.mark.parametrize("state", ["diundang", "selesai", "disahkan", "batal"])
def test_the_code_on_the_wall_works_only_while_it_runs(who: dict[str, Account], state: str) -> None:
    one = planned(who["desa"], "rembuk-desa", VILLAGE, 0)
    Meeting.objects.update(state=state)
    with pytest.raises(ClosedError):
        attending.sign_in(one.token, "Contoh", "Warga")
    assert not one.attendances.exists()


def test_a_flood_of_names_is_stopped(
    who: dict[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attending, "IN_WINDOW", 3)
    one = running(planned(who["desa"], "rembuk-desa", VILLAGE, 0), who["desa"])
    for number in range(3):
        attending.sign_in(one.token, f"Contoh {number} a", "Warga")
    with pytest.raises(ForumError, match="Terlalu banyak"):
        attending.sign_in(one.token, "Contoh b", "Warga")


def test_the_signed_paper_is_bound_to_what_was_printed(who: dict[str, Account]) -> None:
    one = running(planned(who["desa"], "rembuk-desa", VILLAGE, 0), who["desa"])
    sheet = attending.print_sheet(one, who["desa"])
    paper = jpg(page_of(files.opened(sheet.document.file)))
    back = attending.bring_back(sheet, upload(paper), 17, who["desa"])
    assert back.scan.proof == "kode"
    assert back.scan is not None
    assert back.scan.document_sha256 == sheet.document.sha256
    assert attending.tally(one).counted == 17
    assert attending.tally(one).named == 0


def test_fewer_pages_than_printed_are_asked(
    who: dict[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = running(planned(who["desa"], "rembuk-desa", VILLAGE, 0), who["desa"])
    sheet = attending.print_sheet(one, who["desa"])
    type(sheet.document).objects.filter(pk=sheet.document.pk).update(pages=3)
    with pytest.raises(AskedError, match="1 halaman, lembar yang dicetak 3"):
        attending.bring_back(sheet, upload(pdf(1)), 4, who["desa"], why="kode terpotong")
    with pytest.raises(UnsureError):
        attending.bring_back(sheet, upload(pdf(1)), 4, who["desa"], sure=True)
    more = {"sure": True, "why": "kode terpotong"}
    assert attending.bring_back(sheet, upload(pdf(1)), 4, who["desa"], **more).counted == 4


def test_the_unsigned_print_is_no_scan(who: dict[str, Account]) -> None:
    one = running(planned(who["desa"], "rembuk-desa", VILLAGE, 0), who["desa"])
    sheet = attending.print_sheet(one, who["desa"])
    with pytest.raises(Exception, match="belum ditandatangani"):
        attending.bring_back(sheet, upload(files.opened(sheet.document.file)), 4, who["desa"])


def test_a_material_is_known_by_its_content(meeting: Meeting, who: dict[str, Account]) -> None:
    first = materials.bring(meeting, upload(photo(), "peta.jpg"), "Peta sosial", who["desa"],
                            code=materials.SOCIAL_MAP)  # fmt: skip
    assert materials.bring(
        meeting, upload(photo(), "lain.jpg"), "Peta lagi", who["desa"], code=materials.SOCIAL_MAP
    ).pk == first.pk  # fmt: skip
    materials.withdraw(first, who["desa"], "Peta tahun lalu")
    assert not materials.standing(meeting).exists()


def test_a_meeting_is_called_off_with_a_reason(meeting: Meeting, who: dict[str, Account]) -> None:
    with pytest.raises(ForumError, match="mengapa"):
        convening.cancel(meeting, who["desa"], "")
    convening.cancel(meeting, who["desa"], "Banjir di dua dusun")
    with pytest.raises(ClosedError):
        inviting.send(meeting, who["desa"], number="1")


def test_an_invited_office_reads_the_meeting_above(who: dict[str, Account]) -> None:
    from rembuk.office.access.policies import rights_of
    from rembuk.office.forums import guard

    one = planned(who["camat"], "rembuk-kecamatan", KECAMATAN)
    today = timezone.localdate()
    assert guard.reads(rights_of(who["desa"], today), who["desa"], one, today)
    assert not guard.reads(rights_of(who["camat2"], today), who["camat2"], one, today)
    seen = queries.readable(rights_of(who["desa"], today), who["desa"])
    assert list(seen) == [one]
    planned(who["tpps"], "rakor", KABUPATEN)
    assert list(queries.readable(rights_of(who["desa"], today), who["desa"])) == [one]


def told(account: Account) -> list[tuple[str, str]]:
    """What the home says of the room: kind and words."""
    from rembuk.office.access.policies import rights_of
    from rembuk.office.forums import waits

    today = timezone.localdate()
    return [(one.kind, one.what) for one in waits.waits(account, rights_of(account, today), today)]


def test_the_home_tells_the_nearest_meeting_and_unsigned_minutes(who: dict[str, Account]) -> None:
    assert told(who["desa"]) == []
    far = planned(who["desa"], "rembuk-desa", VILLAGE, 40)
    assert told(who["desa"]) == []
    near = planned(who["desa"], "triwulan-desa", VILLAGE, 5)
    assert [kind for kind, _what in told(who["desa"])] == ["soon"]
    assert told(who["desa"])[0][1].startswith(near.title)
    assert told(who["desa2"]) == []
    Meeting.objects.filter(pk=far.pk).update(
        state="selesai", starts_at=timezone.now() - dt.timedelta(days=9)
    )
    assert told(who["desa"])[1] == ("act", "1 rapat belum disahkan")
