"""`Lihat dulu`, completeness and the page of a post: scope, order, what they say, exports."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import OCTOBER, POSTS, child, count, district, measured, signed_in

from rembuk.office.access.models import ViewLog
from rembuk.office.posyandu.models import ChildStatus, Session

pytestmark = pytest.mark.django_db

FIRST = "/posyandu/lihat-dulu/"
COMPLETE = "/posyandu/kelengkapan/"


@pytest.fixture(autouse=True)
def _district() -> None:
    district()
    for number in range(12):
        one = child(POSTS[number % 4][0], dt.date(2025, 1 + number % 8, 8), name=f"Seruni {number}")
        if number % 4 != 3:
            measured(one, OCTOBER.replace(day=12), row_no=40 - number)
        tier = number % 3 + 1
        ChildStatus.objects.filter(child=one).update(
            tier=tier, rank=tier * 100 + number, rule_version="2026.1-uji",
            reasons=[{"code": "lihat.2t", "values": {}}],
        )  # fmt: skip
    count()
    Session.objects.filter(posyandu=POSTS[0][0]).update(received_on=dt.date(2026, 11, 3))
    Session.objects.filter(posyandu=POSTS[1][0]).update(received_on=dt.date(2026, 11, 9))


def test_first_is_ordered_by_tier_then_rank_with_plain_reasons() -> None:
    answer = signed_in("gizi").get(FIRST)
    shown = [(look.tier, look.line.row.rank) for look in answer.context["looks"]]
    assert shown == sorted(shown)
    assert len(shown) == 12
    body = answer.content.decode()
    assert "Dua kali penimbangan berturut-turut tidak naik" in body
    assert "2026.1-uji" in body


def test_first_stays_inside_the_own_place() -> None:
    looks = signed_in("desa", "16.06.01.2001").get(FIRST).context["looks"]
    assert {look.line.row.place_code[:13] for look in looks} == {"16.06.01.2001"}
    assert signed_in("camat", "16.06.01").get(FIRST, {"wilayah": "16.06.02"}).status_code == 404


def test_first_masks_names_by_right() -> None:
    assert "Seruni" not in signed_in("camat", "16.06.01").get(FIRST).content.decode()
    assert "Seruni" in signed_in("gizi", "16.06.01").get(FIRST).content.decode()


def test_first_narrows_by_tier_and_health_centre() -> None:
    client = signed_in("gizi")
    one = client.get(FIRST, {"tingkat": "1"}).context
    assert {look.tier for look in one["looks"]} == {1}
    centre = next(c for c in one["centres"] if c.area_code == "16.06.02")
    mine = client.get(FIRST, {"puskesmas": str(centre.pk)}).context["looks"]
    assert {look.line.row.place_code[:8] for look in mine} == {"16.06.02"}


def test_first_explains_every_rule_with_source_and_certainty() -> None:
    context = signed_in("gizi").get(FIRST).context
    tiers = context["explained"].tiers
    rules = [rule for _tier, found in tiers for rule in found]
    assert [tier.tier for tier, _found in tiers] == [1, 2, 3]
    assert all(r.reason and r.condition and r.sources and r.confidence for r in rules)
    assert not any("{" in r.reason or "_" in r.condition for r in rules)


def test_first_exports_under_the_same_guard() -> None:
    client = signed_in("gizi")
    assert client.post(f"{FIRST}unduh/", {"keperluan": ""}).status_code == 400
    answer = client.post(f"{FIRST}unduh/", {"keperluan": "rencana kunjungan November"})
    assert answer.status_code == 200
    line = ViewLog.objects.get(action="ekspor")
    assert (line.subject_kind, line.rows) == ("lihat-dulu", 12)


def test_completeness_tells_in_time_late_and_nothing_apart() -> None:
    context = signed_in("pimpinan").get(COMPLETE).context
    states = {line.post.code: line.post.state for line in context["lines"]}
    assert states == {
        POSTS[0][0]: "tepat",
        POSTS[1][0]: "lambat",
        POSTS[2][0]: "tepat",
        POSTS[3][0]: "belum",
    }
    assert context["found"].complete.n == 3
    late = next(line.post for line in context["lines"] if line.post.state == "lambat")
    assert late.days_late == 4


def test_completeness_filters_by_state_and_place() -> None:
    client = signed_in("pimpinan")
    lines = client.get(COMPLETE, {"keadaan": "belum"}).context["lines"]
    assert [line.post.code for line in lines] == [POSTS[3][0]]
    lines = client.get(COMPLETE, {"wilayah": "16.06.01"}).context["lines"]
    assert {line.post.code[:8] for line in lines} == {"16.06.01"}
    outside = signed_in("camat", "16.06.01").get(COMPLETE, {"wilayah": "16.06.02"})
    assert outside.status_code == 404


def test_completeness_shows_twelve_months() -> None:
    line = signed_in("pimpinan").get(COMPLETE).context["lines"][0]
    assert len(line.grid) == 12
    assert line.grid[-1].month == OCTOBER
    assert [cell.state for cell in line.grid[:-1]] == ["belum"] * 11


def test_a_post_opens_for_its_own_people_only() -> None:
    address = f"/posyandu/pos/{POSTS[0][0]}/"
    assert signed_in("kader", POSTS[0][0]).get(address).status_code == 200
    assert ViewLog.objects.get().subject_kind == "posyandu"
    assert signed_in("kader", POSTS[1][0]).get(address).status_code == 404
    assert signed_in("pimpinan").get(address).status_code == 403


def test_a_roll_follows_the_rows_of_the_last_sheet_then_the_rest() -> None:
    address = f"/posyandu/pos/{POSTS[0][0]}/"
    late = child(POSTS[0][0], dt.date(2026, 9, 9), name="Seruni Baru")
    listed = signed_in("kader", POSTS[0][0]).get(address).context["listed"]
    weighed = [one for one in listed if one.child.weight is not None]
    assert [one.number for one in listed] == list(range(1, len(listed) + 1))
    assert [one.child.name for one in weighed] == ["Seruni 8", "Seruni 4", "Seruni 0"]
    assert listed[-1].child.public_id == late.public_id


def test_a_roll_tells_the_weight_that_counts_as_gained() -> None:
    one = child(POSTS[2][0], dt.date(2025, 10, 8), "L", name="Seruni Naik")
    measured(one, OCTOBER.replace(day=12), weight=9.0)
    listed = signed_in("kader", POSTS[2][0]).get(f"/posyandu/pos/{POSTS[2][0]}/").context["listed"]
    mine = next(row for row in listed if row.child.public_id == one.public_id)
    # 13 completed months in November: 200 g for a boy
    assert mine.child.reach == pytest.approx(9.2)
