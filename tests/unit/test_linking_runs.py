"""A run: who is one person afterwards, which ids stay, that every row is counted once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.factories import district
from tests.linking_rows import doubt, edition, listed, ref, row, run, scripted, weighed_child

from rembuk.office.jobs.progress import Cancelled
from rembuk.office.linking import counting, refs, services
from rembuk.office.linking.models import (
    Change,
    Decision,
    Doubt,
    DoubtState,
    LinkRun,
    RunState,
)
from rembuk.office.linking.running import STAGES
from rembuk.office.lists.models import Edition, ListedPerson, ListRow
from rembuk.office.people.models import (
    Family,
    Identifier,
    Membership,
    Person,
    SourceRecord,
)

pytestmark = pytest.mark.django_db

JANUARY, JUNE = dt.date(2026, 1, 31), dt.date(2026, 6, 30)
BORN = dt.date(1990, 5, 4)
CARD, OTHER_CARD = "1606011201150001", "1606011201150002"
NIK = "1606014405900001"


@pytest.fixture(autouse=True)
def _places() -> None:
    district()


def lists() -> tuple[Edition, Edition]:
    return edition("dukcapil", JANUARY), edition("krs", JUNE)


def test_two_lists_name_one_person() -> None:
    dukcapil, krs = lists()
    a = listed(dukcapil, "Siti Tiruan", BORN, nik=NIK, card=CARD)
    b = listed(krs, "Siti Tirwan", BORN, card=OTHER_CARD)
    run(clusters=[[ref(a), ref(b)]])
    (person,) = Person.objects.all()
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.person, a.how) == (person, "baru")
    assert (b.person, b.how) == (person, "terhubung")
    assert person.name == "Siti Tiruan"  # the civil registry wins though the other is newer
    assert {r.source for r in SourceRecord.objects.filter(person=person)} == {"dukcapil", "krs"}
    assert Identifier.objects.get().masked == "1606**********01"


def test_the_card_of_the_civil_registry_stands_and_the_other_is_kept() -> None:
    dukcapil, krs = lists()
    a = listed(dukcapil, "Siti Tiruan", BORN, card=CARD)
    b = listed(krs, "Siti Tiruan", BORN, card=OTHER_CARD)
    run(clusters=[[ref(a), ref(b)]])
    standing = Membership.objects.get(until__isnull=True)
    assert standing.family.kk_masked.endswith("01")
    assert Membership.objects.get(until__isnull=False).family.kk_masked.endswith("02")
    assert ListRow.objects.filter(family__isnull=True).count() == 0


def test_a_child_of_the_posyandu_keeps_its_code_its_post_and_its_curve() -> None:
    anak = weighed_child("16.06.01.2001.P01", dt.date(2025, 4, 8), "P", "Anak Tiruan")
    weighed = anak.measurements.get()
    dukcapil, _ = lists()
    a = listed(dukcapil, "Anak Tiruan", dt.date(2025, 4, 8), card=CARD, role="anak")
    run(clusters=[[ref(a), refs.person(anak.public_id)]])
    a.refresh_from_db()
    weighed.refresh_from_db()
    assert (a.person, a.how) == (anak, "terhubung")
    assert weighed.child == anak
    anak.refresh_from_db()
    assert anak.place_code == "16.06.01.2001.P01"
    assert Person.objects.count() == 1


def test_a_second_run_changes_nothing() -> None:
    dukcapil, krs = lists()
    a = listed(dukcapil, "Siti Tiruan", BORN, nik=NIK, card=CARD)
    b = listed(krs, "Siti Tiruan", BORN, card=CARD)
    c = listed(krs, "Budi Tiruan", BORN, "L", card=CARD)
    script: dict[str, Any] = {"clusters": [[ref(a), ref(b)]]}
    run(**script)
    before = tables()
    run(**script)
    assert tables() == before
    run(mode="baru", **script)
    assert tables() == before
    assert c.record_key


def test_a_new_edition_is_the_same_person_without_comparing_again() -> None:
    dukcapil, krs = lists()
    a = listed(dukcapil, "Siti Tiruan", BORN, nik=NIK, card=CARD)
    b = listed(krs, "Siti Tiruan", BORN, card=CARD)
    run(clusters=[[ref(a), ref(b)]])
    later = edition("krs", dt.date(2026, 7, 31))
    again = listed(later, "Siti Tiruan", BORN, card=CARD, key=b.record_key)
    stranger = listed(later, "Orang Baru", BORN, card=OTHER_CARD)
    made = run(mode="baru")
    again.refresh_from_db()
    stranger.refresh_from_db()
    assert again.person_id == Person.objects.get(name="Siti Tiruan").pk
    assert (again.how, stranger.how) == ("terhubung", "baru")
    assert made.mode == "baru"


def test_two_children_are_never_joined_unasked() -> None:
    one = weighed_child("16.06.01.2001.P01", dt.date(2025, 4, 8), "P", "Anak Tiruan")
    two = weighed_child("16.06.01.2001.P02", dt.date(2025, 4, 8), "P", "Anak Tirwan")
    pair = refs.person(one.public_id), refs.person(two.public_id)
    run(clusters=[list(pair)], pairs=[(*pair, 20.0)])
    assert Person.objects.count() == 2
    asked = doubt(*pair)
    assert (asked.kind, asked.needs_second) == ("anak", True)
    assert "biaya.dua-anak" in asked.reasons


def test_where_the_district_says_so_they_are_joined_above_the_threshold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rembuk.reference import Reference

    plain = Reference.value
    monkeypatch.setattr(
        Reference, "value",
        lambda self, code, on: True if code == "link.merge_children" else plain(self, code, on),
    )  # fmt: skip
    one = weighed_child("16.06.01.2001.P01", dt.date(2025, 4, 8), "P", "Anak Tiruan")
    two = weighed_child("16.06.01.2001.P02", dt.date(2025, 4, 8), "P", "Anak Tirwan")
    pair = refs.person(one.public_id), refs.person(two.public_id)
    run(clusters=[list(pair)], pairs=[(*pair, 20.0)])
    assert Person.objects.count() == 1
    assert Change.objects.get().kind == "gabung"


def test_a_record_alone_in_doubt_belongs_to_nobody_and_is_asked_about() -> None:
    dukcapil, krs = lists()
    a = listed(dukcapil, "Siti Tiruan", BORN, card=CARD)
    b = listed(krs, "Siti T", BORN, card=OTHER_CARD)
    run(pairs=[(ref(a), ref(b), 4.0)])
    b.refresh_from_db()
    assert (b.person, b.how) == (None, "ragu")
    assert doubt(ref(a), ref(b)).kind == "catatan"


def test_two_members_of_one_card_of_one_list_are_not_even_asked_about() -> None:
    _, krs = lists()
    family = row(krs, CARD)
    a = listed(krs, "Rafa Tiruan", BORN, in_row=family)
    b = listed(krs, "Rafi Tiruan", BORN, in_row=family)
    run(pairs=[(ref(a), ref(b), 6.0)])
    assert not Doubt.objects.exists()
    assert Person.objects.count() == 2


def test_every_row_ends_once() -> None:
    anak = weighed_child("16.06.01.2001.P01", dt.date(2025, 4, 8), "P", "Anak Tiruan")
    dukcapil, krs = lists()
    a = listed(dukcapil, "Siti Tiruan", BORN, card=CARD)
    b = listed(krs, "Siti Tiruan", BORN, card=CARD)
    c = listed(krs, "Siti T", BORN, card=OTHER_CARD)
    listed(krs, "Budi Tiruan", BORN, "L", card=OTHER_CARD)
    d = listed(dukcapil, "Anak Tiruan", dt.date(2025, 4, 8), card=CARD)
    row(krs, CARD)  # a family row that names nobody
    made = run(
        clusters=[[ref(a), ref(b)], [ref(d), refs.person(anak.public_id)]],
        pairs=[(ref(a), ref(c), 4.0)],
    )
    counts = counting.by_source()
    assert all(one.whole and one.waiting == 0 for one in counts)
    whole = counting.total(counts)
    assert whole.rows == whole.linked + whole.new + whole.doubt + whole.error == 7
    assert (whole.linked, whole.new, whole.doubt) == (4, 2, 1)
    assert made.counts["rows"] == 7


def tables() -> dict[str, list[Any]]:
    """Rows of every table a run writes, but for the run itself."""
    found = {}
    for model in (Person, SourceRecord, Identifier, Family, Membership, ListRow, ListedPerson,
                  Doubt, Decision, Change):  # fmt: skip
        skip = {"run_id", "rule_version"} if model is Doubt else set()
        names = [f.attname for f in model._meta.concrete_fields if f.attname not in skip]
        rows = model._default_manager.order_by("pk").values_list(*names)
        found[model.__name__] = [
            tuple(bytes(v) if isinstance(v, memoryview) else v for v in one) for one in rows
        ]
    return found


class CrashError(RuntimeError):
    pass


PLACES = [
    *(f"stage:{n}" for n in range(len(STAGES) + 1)),
    "rembuk.office.linking.writing.make_persons",
    "rembuk.office.linking.writing.tell",
    "rembuk.office.linking.writing.settle",
    "rembuk.office.linking.writing._write_doubts",
    "rembuk.office.linking.counting.of_run",
]


@pytest.mark.parametrize("place", PLACES)
def test_a_crash_leaves_the_last_good_state(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dukcapil, krs = lists()
    a = listed(dukcapil, "Siti Tiruan", BORN, nik=NIK, card=CARD)
    b = listed(krs, "Siti Tiruan", BORN, card=CARD)
    run(clusters=[[ref(a), ref(b)]])
    listed(krs, "Orang Baru", BORN, card=OTHER_CARD)
    before = tables()

    def broken(*args: Any, **more: Any) -> None:
        raise CrashError

    def progress(stage: str, done: int, total: int) -> None:
        if place == f"stage:{done}":
            raise CrashError

    if not place.startswith("stage"):
        monkeypatch.setattr(place, broken)
    with scripted(clusters=[[ref(a), ref(b)]]), pytest.raises(CrashError):
        services.run("16.06", progress=progress, mode="penuh")
    assert tables() == before
    failed = LinkRun.objects.first()
    assert failed is not None
    assert failed.state == RunState.FAILED
    monkeypatch.undo()
    run(clusters=[[ref(a), ref(b)]])
    assert ListedPerson.objects.filter(how="").count() == 0


def test_a_stopped_run_says_so() -> None:
    dukcapil, _ = lists()
    listed(dukcapil, "Siti Tiruan", BORN)

    def stop(stage: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        services.run("16.06", progress=stop)
    assert LinkRun.objects.get().state == RunState.STOPPED


def test_a_doubt_that_does_not_come_up_again_falls() -> None:
    dukcapil, krs = lists()
    a = listed(dukcapil, "Siti Tiruan", BORN, card=CARD)
    b = listed(krs, "Siti T", BORN, card=OTHER_CARD)
    run(pairs=[(ref(a), ref(b), 4.0)])
    run(clusters=[[ref(a), ref(b)]])
    assert doubt(ref(a), ref(b)).state == DoubtState.GONE
    b.refresh_from_db()
    assert b.how == "terhubung"


def test_a_run_over_new_rows_leaves_the_doubts_it_does_not_look_at() -> None:
    one = weighed_child("16.06.01.2001.P01", dt.date(2025, 4, 8), "P", "Anak Tiruan")
    two = weighed_child("16.06.01.2001.P02", dt.date(2025, 4, 8), "P", "Anak Tirwan")
    pair = refs.person(one.public_id), refs.person(two.public_id)
    run(pairs=[(*pair, 4.0)])
    listed(edition("krs", JUNE), "Budi Tiruan", BORN, "L", card=CARD)
    run(mode="baru")
    assert doubt(*pair).state == DoubtState.OPEN
    run(mode="penuh")
    assert doubt(*pair).state == DoubtState.GONE


def test_a_list_taken_back_leaves_no_word_and_no_person() -> None:
    dukcapil, krs = lists()
    a = listed(dukcapil, "Siti Tiruan", BORN, nik=NIK, card=CARD)
    listed(krs, "Budi Tiruan", BORN, "L", card=OTHER_CARD)
    run()
    ListRow.objects.filter(edition=krs).delete()
    services.tidy()
    (person,) = Person.objects.all()
    a.refresh_from_db()
    assert a.person == person
    assert {r.source for r in SourceRecord.objects.all()} == {"dukcapil"}


def test_nothing_to_link_is_said_in_words() -> None:
    from rembuk.office.linking.running import NothingToLinkError

    with pytest.raises(NothingToLinkError, match="Belum ada daftar"):
        services.run("16.06")
