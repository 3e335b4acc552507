"""The label "konvergensi": what counts is spending that reaches persons directly (SE Mendagri
400.5.7/1685/Bangda as told to districts, 17 April 2025), not the name of a sub-activity."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import district, office

from rembuk.office.programmes import tagging, words
from rembuk.office.programmes.models import Activity

ON = dt.date(2026, 11, 23)
GIVES = "INT-PMT-BALITA"


def activity(tag: str, share: int | None, intervention: str, amount: int | None = 100_000_000,
             **more: object) -> Activity:  # fmt: skip
    return Activity(
        tag=tag, persons_share=share, intervention=intervention, ceiling_amount=amount, **more
    )


def governing() -> str:
    """An entry of the catalogue that hands nothing to a person."""
    return next(code for code, one in words.interventions(ON).items() if one.kind == "tata-kelola")


CASES = [
    # label, percent that reaches persons, entry of the catalogue -> what is told
    ("konvergensi", 80, GIVES, ""),
    ("konvergensi", 0, GIVES, "tanpa-manfaat"),
    ("konvergensi", None, GIVES, "belum-dinilai"),
    ("konvergensi", 40, "tata-kelola", "periksa"),
    ("konvergensi", 40, "", ""),
    ("", None, GIVES, "tanpa-label"),
    ("", 30, "tata-kelola", "tanpa-label"),
    ("", 0, GIVES, ""),
    ("", None, "tata-kelola", ""),
    ("", None, "", ""),
]


@pytest.mark.parametrize(("tag", "share", "entry", "told"), CASES)
def test_a_label_is_judged_by_what_reaches_persons(
    tag: str, share: int | None, entry: str, told: str
) -> None:
    code = governing() if entry == "tata-kelola" else entry
    catalogue = words.interventions(ON)
    assert tagging.judge(activity(tag, share, code), catalogue.get(code)).finding == told


def test_only_the_share_that_reaches_persons_is_counted() -> None:
    assert tagging.judge(activity("konvergensi", 80, GIVES), None).counted == 80_000_000
    assert tagging.judge(activity("konvergensi", None, GIVES), None).counted is None
    assert tagging.judge(activity("konvergensi", 80, GIVES, None), None).counted is None


@pytest.mark.django_db
def test_a_list_finds_what_one_is_judged_to_be() -> None:
    district()
    owner = office("dinkes", "opd", "16.06", "DINKES", dt.date(2026, 1, 1))
    catalogue, rows = words.interventions(ON), []
    for number, (tag, share, entry, _told) in enumerate(CASES):
        code = governing() if entry == "tata-kelola" else entry
        row = activity(
            tag, share, code, public_id=str(number), district_code="16.06", year=2027,
            number=str(number), title="Contoh", office=owner, place_code="16.06",
        )  # fmt: skip
        row.save()
        rows.append(row)
    for finding, held in tagging.conditions(catalogue).items():
        found = set(Activity.objects.filter(held))
        assert found == {
            one for one in rows
            if tagging.judge(one, catalogue.get(one.intervention)).finding == finding
        }, finding  # fmt: skip
    sums = tagging.sums(Activity.objects.all())
    assert (sums.rows, sums.labelled, sums.counted) == (5, 500_000_000, 160_000_000)
    assert (sums.unjudged, sums.empty, sums.percent) == (100_000_000, 1, 40.0)
