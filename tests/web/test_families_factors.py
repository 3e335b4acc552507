"""The recap of KRS factor by factor: beside the list and the evidence, village by village, and
every number leads to exactly its families."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import district, signed_in
from tests.family_rows import VILLAGE, baby, family, member, told

from rembuk.office.families import krs_factors, services
from rembuk.office.lists.models import Edition, Recap

pytestmark = pytest.mark.django_db
OTHER = "16.06.01.2002"


def home(village: str, latrine: str, listed: dict[str, object], wife: int = 1998):
    """A couple with a baby; what the list says of it."""
    one = family(village)
    member(one, "Kepala Contoh", "kepala", dt.date(1990, 1, 5), "L")
    member(one, "Istri Contoh", "istri", dt.date(wife, 3, 2), "P")
    baby(one, dt.date(2025, 12, 1), f"{village}.P01")
    told(one, "regsosek", {"latrine": latrine, "septic": "tangki-septik", "water_source": "ledeng"})
    told(one, "krs", {"pus": True, "has_child_0_23": True, **listed}, "2025")
    return one


@pytest.fixture
def villages():
    """Two villages, four families. Evidence and list differ on purpose:
    a: no latrine, list says so; b: no latrine, list says proper; c: wife of 41, listed too old
    (PK21 calls her too old, the newer version does not); d: elsewhere, no latrine, listed."""
    district()
    homes = {
        "a": home(VILLAGE, "tidak-ada", {"latrine_proper": False}),
        "b": home(VILLAGE, "tidak-ada", {"latrine_proper": True, "too_many": True}),
        "c": home(VILLAGE, "sendiri", {"latrine_proper": True, "too_old": True}, wife=1985),
        "d": home(OTHER, "tidak-ada", {"latrine_proper": False}),
    }
    services.derive("16.06")
    of = Edition.objects.get(source="krs")
    for place, n in ((VILLAGE, 3), (OTHER, 1)):
        figures = {
            "keluarga_sasaran": n, "total_krs": n, "tidak_berisiko": 0, "jamban_tidak_layak": 1,
        }  # fmt: skip
        Recap.objects.create(edition=of, import_id=1, row_no=n, place_code=place, figures=figures)
    return homes


def lines(page) -> dict[str, krs_factors.FactorLine]:
    return {line.code: line for line, _word in page.context["factor_lines"]}


def test_each_factor_stands_beside_list_and_evidence(villages) -> None:
    found = lines(signed_in("gizi").get("/keluarga/krs/"))
    assert (found["KRS-F2"].recap, found["KRS-F2"].told) == (2, (2, 3, 3))
    assert found["KRS-F2"].gap == 0
    assert (found["KRS-F4"].recap, found["KRS-F4"].told) == (None, (1, 0, 1))
    assert (found["KRS"].recap, found["KRS"].told[0]) == (4, 4)
    assert found["sasaran"].recap == 4


def test_a_factor_is_never_more_than_the_families_at_risk(villages) -> None:
    found = lines(signed_in("gizi").get("/keluarga/krs/"))
    for code in krs_factors.FIGURES:
        if code.startswith("KRS-F"):
            assert all(
                n <= risk for n, risk in zip(found[code].told, found["KRS"].told, strict=True)
            )


def test_villages_add_up_to_their_area(villages) -> None:
    client = signed_in("gizi")
    for code in krs_factors.FIGURES:
        page = client.get(f"/keluarga/krs/?wilayah=16.06.01&faktor={code}")
        whole = lines(page)[code].told
        parts = [line.told for line, _name, _area in page.context["factor_areas"]]
        assert tuple(map(sum, zip(*parts, strict=True))) == whole


def test_every_number_leads_to_exactly_its_families(villages) -> None:
    client = signed_in("gizi")
    for place in ("16.06", VILLAGE, OTHER):
        for code, line in lines(client.get(f"/keluarga/krs/?wilayah={place}")).items():
            for by, n in zip(krs_factors.BY, line.told, strict=True):
                answer = client.get(f"/keluarga/?wilayah={place}&faktor={code}:{by}")
                assert answer.context["counted"].families == n, (place, code, by)


def test_a_factor_nobody_offers_is_as_if_not_asked(villages) -> None:
    client = signed_in("gizi")
    for text in ("KRS-F9:daftar", "KRS-F1:siapa", "KRS-F1", ":"):
        assert client.get(f"/keluarga/?faktor={text}").context["counted"].families == 4
    assert client.get("/keluarga/krs/?faktor=lain").context["factor"] == "KRS"


def test_who_sees_no_family_sees_no_small_number_and_no_way_to_one(villages) -> None:
    page = signed_in("pimpinan").get("/keluarga/krs/")
    assert all(n in {0, None} for line in lines(page).values() for n in (*line.told, line.recap))
    assert "faktor=KRS-F2:" not in page.content.decode()
