"""Facts of a family with their sources, meanings of codes, classes of rows, comparisons."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.factories import district
from tests.lists_rows import edition, listed

from rembuk.office.lists import overview, queries
from rembuk.office.lists.comparing import compare
from rembuk.office.lists.correcting import CorrectionError, Wanted, ask, opened, step
from rembuk.office.lists.meaning import known, meaning, said, stored
from rembuk.office.people import crypto, public_ids
from rembuk.office.people.identifiers import reencrypt_all
from rembuk.office.people.models import Family, Person
from rembuk.reference.lists import ListCode

HERE = "16.06.01.2001"


def family() -> Family:
    return Family.objects.create(public_id=public_ids.new(), place_code=HERE)


def person() -> Person:
    return Person.objects.create(
        public_id=public_ids.new(), name="Contoh", name_key="CONTOH", place_code=HERE
    )


@pytest.mark.django_db
def test_facts_come_with_every_source_the_newest_edition_of_each() -> None:
    mine = family()
    for label, source, facts in (
        ("2026-T1", "dtsen", {"decile": 2, "pkh": True}),
        ("2026-T2", "dtsen", {"decile": 4}),
        ("2025-S1", "krs", {"water_proper": "?1", "decile": 1}),
    ):
        one = listed(HERE, label, source=source, facts=facts)
        one.row.family = mine
        one.row.save()
    told = queries.facts_of_family(mine)
    assert [(t.value, t.source, t.edition) for t in told["decile"]] == [
        (4, "dtsen", "2026-T2"),
        (1, "krs", "2025-S1"),
    ]
    assert [(t.value, t.edition) for t in told["pkh"]] == [(True, "2026-T1")]
    (water,) = told["water_proper"]
    assert (water.value, water.code, water.likely) == (None, "1", "tidak")


@pytest.mark.django_db
def test_a_replaced_row_tells_nothing_more() -> None:
    mine = family()
    old, new = listed(HERE, facts={"decile": 1}), listed(HERE, facts={"decile": 3})
    for one in (old, new):
        one.row.family = mine
        one.row.save()
    old.row.superseded_by = new.row
    old.row.save()
    assert [told.value for told in queries.facts_of_family(mine)["decile"]] == [3]
    assert list(queries.rows_of(mine)) == [new.row]


@pytest.mark.django_db
def test_the_latest_edition_is_by_date_and_place() -> None:
    listed(HERE, "2026-T1")
    listed("16.06.02.2001", "2026-T2")
    assert str(queries.latest_edition("dtsen")) == "dtsen 2026-T2"
    assert str(queries.latest_edition("dtsen", HERE)) == "dtsen 2026-T1"
    assert queries.latest_edition("p3ke") is None


def test_a_district_may_set_the_meaning_of_a_code() -> None:
    facts, codes = known()
    water = facts["water_proper"]
    kept = stored("1", water, "krs", codes)
    assert kept == "?1"
    assert said(meaning(kept, water, "krs", codes), water) == "kode 1 (? tidak)"
    own = tuple(
        one.model_copy(update={"means": one.likely}) if one.code == "krs.jawab-1" else one
        for one in codes
    )
    # the column asks "not proper": yes there is no here
    assert meaning(kept, water, "krs", own).value is False
    assert meaning("?1", facts["pus"], "krs", own).value is True


def test_words_are_read_as_written_or_kept() -> None:
    facts, codes = known()
    floor = facts["floor"]
    assert stored("Kayu/Papan", floor, "p3ke", codes) == "kayu"
    assert stored("3. Tanah", floor, "regsosek", codes) == "tanah"
    assert stored("Batu Alam", floor, "p3ke", codes) == "Batu Alam"
    assert stored("5", floor, "regsosek", codes) == "?5"
    assert stored("1", facts["tenure"], "regsosek", codes) == "milik-sendiri"
    assert stored("> 4", facts["welfare_rank"], "krs", codes) == "lebih-4"


def test_a_sure_code_is_read_at_once() -> None:
    facts, codes = known()
    assert stored("1", facts["pkh"], "dtsen", codes) is True
    assert stored("0", facts["pkh"], "dtsen", codes) is False
    assert any(isinstance(one, ListCode) and one.means == "" for one in codes)


@pytest.mark.django_db
def test_a_row_is_classed_by_its_least_settled_person() -> None:
    one = listed(HERE, how="terhubung")
    extra = listed(HERE, how="ragu")
    extra.row.persons.update(row=one.row, part=1)
    extra.row.delete()
    listed(HERE, how="baru")
    listed(HERE)
    line = overview.line_of(edition(), "16.06")
    assert line is not None
    classes = line.classes
    assert (classes.linked, classes.new, classes.waiting, classes.doubt) == (0, 1, 1, 1)
    assert classes.rows == 3


@pytest.mark.django_db
def test_a_row_whose_number_was_mended_is_found_by_its_person() -> None:
    district()
    who = person()
    listed(HERE, "2026-T1", key="a" * 32, person=who)
    listed(HERE, "2026-T2", key="b" * 32, person=who)
    total = compare(edition("2026-T1"), edition("2026-T2"), "16.06").total
    assert (total.entered, total.left, total.same) == (0, 0, 1)


@pytest.mark.django_db
def test_a_number_in_a_request_is_masked_and_opens_only_from_its_cipher() -> None:
    one = listed(HERE)
    made = ask(one.row, one, Wanted("nik", "1606 0117 0588 0042", "Kartu keluarga"), None)
    assert made.should == "1606**********42"
    assert opened(made.should_cipher, "nik") == "1606011705880042"
    with pytest.raises(CorrectionError):
        ask(one.row, one, Wanted("nik", "123", "Kartu keluarga"), None)


@pytest.mark.django_db
def test_a_request_takes_only_the_steps_that_may_follow() -> None:
    one = listed(HERE)
    made = ask(one.row, one, Wanted("decile", "5", "Musdes 3/2026"), None)
    with pytest.raises(CorrectionError):
        step(made, "selesai", "", None)
    for state, note in (("dikirim", ""), ("diterima", ""), ("selesai", "")):
        step(made, state, note, None)
    assert [one.state for one in made.steps.all()] == [
        "diajukan", "dikirim", "diterima", "selesai",
    ]  # fmt: skip
    with pytest.raises(CorrectionError):
        step(made, "dikirim", "", None)


@pytest.mark.django_db
def test_a_request_outlives_its_row() -> None:
    one = listed(HERE)
    made = ask(one.row, one, Wanted("decile", "5", "Musdes 3/2026"), None)
    one.row.delete()
    made.refresh_from_db()
    assert (made.row, made.listed, made.record_key) == (None, None, one.record_key)
    assert made.created_at.date() >= dt.date(2026, 1, 1)


@pytest.mark.django_db
def test_a_change_of_keys_reaches_the_numbers_of_lists(settings: Any) -> None:
    one = listed(HERE)
    one.nik_cipher = crypto.encrypt("1606011705880001", "nik")
    one.save()
    made = ask(one.row, one, Wanted("nik", "1606011705880042", "Kartu keluarga"), None)
    old = dict(settings.REMBUK_FIELD_KEYS)
    settings.REMBUK_FIELD_KEYS = {"baru": bytes(range(32)), **old}
    assert reencrypt_all() == 3  # the number in the row, and both of the request
    settings.REMBUK_FIELD_KEYS = {"baru": bytes(range(32))}
    one.refresh_from_db()
    made.refresh_from_db()
    assert crypto.decrypt(bytes(one.nik_cipher), "nik") == "1606011705880001"
    assert opened(made.should_cipher, "nik") == "1606011705880042"
    assert reencrypt_all() == 0
