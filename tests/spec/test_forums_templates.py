"""What a meeting of each level is made of, as the regulations and guides tell it."""

from __future__ import annotations

import datetime as dt

import pytest

from rembuk.reference import forums, load
from rembuk.reference.dated import NoRuleError

ON = dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("kind", "level", "host", "latest", "months"),
    [
        ("rembuk-desa", "desa", "PEMDES", dt.date(2026, 7, 31), 0),
        ("rembuk-kecamatan", "kecamatan", "KECAMATAN", dt.date(2026, 4, 30), 0),
        ("rembuk-kabupaten", "kabupaten", "BAPPEDA", dt.date(2026, 5, 31), 0),
        ("rakor", "kabupaten", "TPPS", None, 3),
        ("minilok", "kecamatan", "KECAMATAN", None, 1),
        ("triwulan-desa", "desa", "PEMDES", None, 3),
    ],
)
def test_each_kind_of_meeting_has_its_level_host_and_season(
    kind: str, level: str, host: str, latest: dt.date | None, months: int
) -> None:
    one = load().meeting_template(kind, ON)
    assert (one.level, one.host, one.due(2026), one.months) == (level, host, latest, months)


@pytest.mark.parametrize("kind", ["rembuk-desa", "rembuk-kecamatan", "rembuk-kabupaten"])
def test_every_rembuk_opens_with_the_last_results_and_agrees_a_target(kind: str) -> None:
    points = [point.code for point in load().meeting_template(kind, ON).agenda]
    assert points.index("hasil-lalu") < points.index("target") < points.index("keputusan")


def test_a_district_meeting_needs_the_analysis_and_the_draft_plan_first() -> None:
    needs = load().meeting_template("rembuk-kabupaten", ON).needs
    assert {one.material for one in needs if one.must} >= {"analisis", "rencana"}


def test_a_village_meeting_needs_its_social_map() -> None:
    needs = {one.material: one.owner for one in load().meeting_template("rembuk-desa", ON).needs}
    assert needs["peta-sosial"] == "PEMDES"


def test_a_district_team_has_four_fields_in_order() -> None:
    assert [one.code for one in load().team_fields("kabupaten", ON)] == [
        "bidang.layanan", "bidang.perilaku", "bidang.perencanaan", "bidang.data",
    ]  # fmt: skip


def test_there_was_no_team_before_the_regulation() -> None:
    assert load().team_fields("kabupaten", dt.date(2021, 8, 4)) == ()
    with pytest.raises(NoRuleError):
        load().meeting_template("rakor", dt.date(2021, 8, 4))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"host": "LURAH"}, "peran 'LURAH' tidak dikenal"),
        ({"steps": ("9.9",)}, "langkah '9.9' tidak dikenal"),
        ({"latest": (2, 30)}, "hari paling lambat bukan tanggal"),
        ({"latest_source": ("S_TIADA",)}, "sumber 'S_TIADA' tidak dikenal"),
    ],
)
def test_a_template_that_points_nowhere_is_told(change: dict[str, object], told: str) -> None:
    good = load().meeting_template("rembuk-kabupaten", ON)
    roles = {one.code for one in load().owners(ON)}
    steps = {"3.1", "U2.3"}
    assert list(forums.problems([good], roles, {"BG"}, steps)) == []
    bad = good.model_copy(update=change)
    assert [text for _rule, text in forums.problems([bad], roles, {"BG"}, steps)] == [told]


def test_a_party_for_each_place_needs_the_office_it_stands_for() -> None:
    good = load().meeting_template("rembuk-kecamatan", ON)
    party = forums.Party(code="x", name_id="x", name_en="x", per="desa")
    bad = good.model_copy(update={"parties": (*good.parties, party)})
    roles = {one.code for one in load().owners(ON)}
    found = [text for _rule, text in forums.problems([bad], roles, {"R_DESAIN"}, {"U2.2"})]
    assert found == ["undangan per wilayah harus menyebut peran"]
