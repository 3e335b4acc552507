"""Areas of Indonesia, their shapes, and names to codes."""

import polars as pl
import pytest

from rembuk.reference import areas, load


def test_every_area_of_the_country() -> None:
    counts = load().areas().group_by("level").len().sort("level")["len"].to_list()
    assert counts == [38, 514, 7_285, 83_762]


def test_every_parent_is_an_area() -> None:
    frame = areas.areas()
    below = frame.filter(pl.col("level") > 1)
    assert below["parent"].is_in(frame["code"].to_list()).all()
    assert frame["code"].is_unique().all()


@pytest.mark.parametrize(
    ("code", "kecamatan", "villages"),
    [
        ("16.06", 15, 242),
        ("16.07", 21, 313),
        ("17.07", 12, 104),
        ("17.71", 9, 67),
        ("64.02", 20, 237),
    ],
)
def test_a_district_and_everything_below_it(code: str, kecamatan: int, villages: int) -> None:
    levels = areas.areas(code)["level"].to_list()
    assert [levels.count(level) for level in (2, 3, 4)] == [1, kecamatan, villages]


def test_a_code_is_not_a_prefix_of_digits() -> None:
    assert areas.areas("16.0").is_empty()


@pytest.mark.parametrize("code", sorted(areas.DISTRICTS))
def test_shapes_belong_to_the_district(code: str) -> None:
    known = dict(areas.areas(code).select("code", "name").iter_rows())
    assert known[code] == areas.DISTRICTS[code]
    for level in (2, 3, 4):
        for feature in areas.boundaries(code, level)["features"]:
            facts = feature["properties"]
            assert known[facts["code"]] == facts["name"]
            assert feature["geometry"]["type"] == "MultiPolygon"
            xs = [x for part in feature["geometry"]["coordinates"] for x, _y in part[0]]
            assert min(xs) < facts["cp"][0] < max(xs)


def test_children_of_a_kecamatan_by_default() -> None:
    found = [one["properties"]["parent"] for one in areas.boundaries("16.06.01")["features"]]
    assert len(found) == 14
    assert set(found) == {"16.06.01"}


def test_no_shapes_elsewhere() -> None:
    assert areas.boundaries("11.01") == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kec. Batang Hari-Leko", "BATANGHARILEKO"),
        ("Kelurahan Kayu Ara", "KAYUARA"),
        ("KEL.KAYU  ARA", "KAYUARA"),
        ("desa  Sungai Angit ", "SUNGAIANGIT"),
        ("Kelapa Dua", "KELAPADUA"),  # `Kel` only as a word of its own
        ("Desa", "DESA"),
        ("", ""),
    ],
)
def test_name_key(text: str, key: str) -> None:
    assert areas.name_key(text) == key


def resolve(kecamatan: str | None, village: str | None, code: str | None = None) -> dict[str, str]:
    frame = pl.DataFrame(
        {"kecamatan": [kecamatan], "village": [village], "code": [code]},
        schema=dict.fromkeys(("kecamatan", "village", "code"), pl.String),
    )
    return areas.resolve_frame(frame, "16.06").row(0, named=True)


@pytest.mark.parametrize(
    ("kecamatan", "village", "code"),
    [
        ("Sekayu", "Kayu Ara", None),
        ("KEC. SEKAYU", "kel. kayu-ara", None),
        (None, "Kayu Ara", None),  # the only one of its name in the district
        (None, None, "16.06.01.1009"),
        (None, None, "1606011009"),
        ("Lais", "Petaling", "1606011009"),  # the code decides
    ],
)
def test_resolved(kecamatan: str | None, village: str | None, code: str | None) -> None:
    found = resolve(kecamatan, village, code)
    assert (found["area_code"], found["suggestion"]) == ("16.06.01.1009", None)


@pytest.mark.parametrize(
    ("kecamatan", "village", "code", "first"),
    [
        ("Sekayu", "Kayu Arra", None, "Kayu Ara (Sekayu) 16.06.01.1009"),
        ("Lais", "Kayu Ara", None, "Kayu Ara (Sekayu) 16.06.01.1009"),  # wrong kecamatan
        ("Sekayu", "Kayu Ara", "1606019999", "Kayu Ara (Sekayu) 16.06.01.1009"),  # wrong code
    ],
)
def test_not_resolved_but_suggested(
    kecamatan: str, village: str, code: str | None, first: str
) -> None:
    found = resolve(kecamatan, village, code)
    assert found["area_code"] is None
    assert found["suggestion"].split("; ")[0] == first


def test_nothing_like_it() -> None:
    found = resolve("Sekayu", "Xqzw")
    assert (found["area_code"], found["suggestion"]) == (None, None)


def test_rows_keep_their_order_and_columns() -> None:
    frame = pl.DataFrame({"n": [1, 2, 3], "village": ["Kayu Ara", "?", "Bailangu"]})
    found = areas.resolve_frame(frame, "16.06")
    assert found.columns == ["n", "village", "area_code", "suggestion"]
    assert found["n"].to_list() == [1, 2, 3]
    assert found["area_code"].to_list() == ["16.06.01.1009", None, "16.06.01.2003"]


def test_a_sheet_without_rows() -> None:
    found = areas.resolve_frame(
        pl.DataFrame({"village": []}, schema={"village": pl.String}), "16.06"
    )
    assert found.columns == ["village", "area_code", "suggestion"]


def test_a_name_both_desa_and_kelurahan_needs_its_kind() -> None:
    from rembuk.reference.area_names import resolved

    villages = pl.DataFrame(
        {
            "code": ["1.1.1.1001", "1.1.1.2001"],
            "kind": ["kelurahan", "desa"],
            "village": ["Baru", "Baru"],
            "kecamatan": ["Satu", "Satu"],
        }
    )
    asked = pl.DataFrame({"kecamatan": ["Satu"] * 3, "village": ["Baru", "Desa Baru", "Kel. Baru"]})
    found = resolved(asked, villages)
    assert found["area_code"].to_list() == [None, "1.1.1.2001", "1.1.1.1001"]
    assert found["suggestion"][0] == "Baru (Satu) 1.1.1.1001; Baru (Satu) 1.1.1.2001"
