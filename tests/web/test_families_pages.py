"""Pages of families: who sees which and how much of it, filters and search, what is logged."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.factories import district, signed_in
from tests.family_rows import VILLAGE, baby, family, member, told

from rembuk.office.access.models import ViewLog
from rembuk.office.families import services
from rembuk.office.lists.models import Edition, Recap
from rembuk.office.posyandu.models import ChildStatus

pytestmark = pytest.mark.django_db
POST = f"{VILLAGE}.P01"
CARD = "1606010101010001"
NIK = "1606014203980002"


@pytest.fixture
def home():
    """A family of three at risk: rank 1, river water, no latrine, a child in a case."""
    district()
    one = family(VILLAGE, CARD)
    member(one, "Bapak Rahasia", "kepala", dt.date(1995, 1, 5), "L")
    member(one, "Ibu Rahasia", "istri", dt.date(1998, 3, 2), "P", NIK)
    sick = baby(one, dt.date(2025, 12, 1), POST, name="Anak Rahasia")
    ChildStatus.objects.filter(child=sick).update(case="diduga", case_since=dt.date(2026, 10, 12))
    told(one, "dtsen", {"decile": 1, "pkh": True})
    told(one, "krs", {"pus": True, "latrine_proper": True, "water_proper": "?1"}, "2025")
    told(one, "regsosek", {"water_source": "permukaan", "latrine": "tidak-ada"})
    services.derive("16.06")
    return one


def page_of(client: Client, one) -> str:
    answer = client.get(f"/keluarga/{one.public_id}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_tells_where_every_fact_comes_from(home) -> None:
    text = page_of(signed_in("gizi"), home)
    assert "Regsosek 2026-T1" in text
    assert "Diduga dari desil 1 DTSEN" in text
    assert "Bukti lain menyebut sebaliknya." in text  # the list says the latrine is proper
    assert "kode 1" in text
    assert "arti belum pasti" in text
    assert "Program Keluarga Harapan" in text


def test_numbers_are_masked_for_everybody(home) -> None:
    text = page_of(signed_in("gizi"), home)
    assert CARD not in text
    assert NIK not in text
    assert "1606**********01" in text


def test_who_sees_no_names_reads_dots(home) -> None:
    text = page_of(signed_in("tpps"), home)
    assert "Rahasia" not in text
    assert "B••••• R•••••" in text or "R<span" in text


def test_opening_asks_the_purpose_and_is_logged(home) -> None:
    client = signed_in("tpps")
    url = f"/keluarga/{home.public_id}/identitas/"
    refused = client.post(url, {})
    assert "keperluan=kosong" in refused["Location"]
    client.post(url, {"keperluan": "rujukan"})
    assert "Ibu Rahasia" in page_of(client, home)
    assert NIK not in page_of(client, home)  # numbers stay masked
    line = ViewLog.objects.get(action="buka-identitas")
    assert (line.subject_kind, line.subject_id) == ("keluarga", home.public_id)
    assert line.purpose
    client.post(f"/keluarga/{home.public_id}/tutup/")
    assert "Ibu Rahasia" not in page_of(client, home)


def test_every_reading_is_logged(home) -> None:
    page_of(signed_in("gizi"), home)
    assert ViewLog.objects.filter(action="buka", subject_kind="keluarga").count() == 1


def test_another_kecamatan_does_not_exist(home) -> None:
    client = signed_in("camat", "16.06.02")
    assert client.get(f"/keluarga/{home.public_id}/").status_code == 404
    assert client.get(f"/keluarga/?wilayah={VILLAGE}").status_code == 404


def test_a_kader_sees_the_families_of_the_own_posyandu_in_plain_words(home) -> None:
    text = page_of(signed_in("kader", POST), home)
    assert "Anak Rahasia" in text
    for word in ("esil", "miskin", "KRS", "DTSEN", "Harapan", "Regsosek"):
        assert word not in text.split("<main")[1]
    other = signed_in("kader", f"{VILLAGE}.P02")
    assert other.get(f"/keluarga/{home.public_id}/").status_code == 404


def test_a_kader_lists_only_those_families(home) -> None:
    family(VILLAGE)
    services.derive("16.06")
    mine = signed_in("kader", POST).get("/keluarga/")
    assert mine.context["counted"].families == 1
    assert "miskin" not in mine.content.decode().split("<main")[1]
    assert signed_in("kader", f"{VILLAGE}.P02").get("/keluarga/").context["counted"].families == 0


def test_a_leader_sees_no_family(home) -> None:
    client = signed_in("pimpinan")
    assert client.get(f"/keluarga/{home.public_id}/").status_code == 403
    assert client.get("/keluarga/").status_code == 403


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 2), ("kelas=miskin-ekstrem", 1), ("kelas=miskin", 0), ("risiko=ya", 1),
        ("risiko=belum", 1), ("desil=1", 1), ("desil=belum", 1), ("rumah=tidak-layak", 1),
        ("anak=ya", 1), ("daftar=dtsen", 1), ("daftar=tidak-ada", 1), ("beda=ya", 1),
        ("beda=KRS-F2:bukti-berbeda", 1), ("beda=KRS-F1", 1), ("beda=KRS-F2:waktu", 0),
        ("krs=luar", 1), ("kelas=omong", 2), ("urut=miskin", 2), ("urut=stunting", 2),
    ],
)  # fmt: skip
def test_filters_count_what_they_show(home, query: str, number: int) -> None:
    member(family(VILLAGE), "Rukmini", "lain", dt.date(1950, 1, 1), "P")
    services.derive("16.06")
    answer = signed_in("gizi").get(f"/keluarga/?{query}")
    assert answer.context["counted"].families == number == len(answer.context["rows"])


@pytest.mark.parametrize("words", [CARD, NIK, "rahasia", "1606 0142 0398 0002"])
def test_search_finds_by_name_or_number_and_keeps_neither_in_the_address(home, words: str) -> None:
    family(VILLAGE)
    services.derive("16.06")
    client = signed_in("gizi")
    answer = client.post("/keluarga/cari/?wilayah=16.06", {"cari": words})
    assert words not in answer["Location"]
    found = client.get(answer["Location"])
    assert [row.standing.family_id for row in found.context["rows"]] == [home.pk]
    kept = str(dict(client.session))
    assert CARD not in kept
    assert NIK not in kept
    assert ViewLog.objects.filter(action="cari", subject_kind="daftar-keluarga").count() == 1


def test_who_sees_no_names_finds_nobody_by_name(home) -> None:
    client = signed_in("tpps")
    where = client.post("/keluarga/cari/", {"cari": "rahasia"})["Location"]
    assert client.get(where).context["counted"].families == 0
    where = client.post("/keluarga/cari/", {"cari": CARD})["Location"]
    assert client.get(where).context["counted"].families == 1


def test_the_sheet_needs_a_purpose_and_is_logged(home) -> None:
    client = signed_in("gizi")
    assert client.post("/keluarga/unduh/", {"keperluan": "x"}).status_code == 400
    answer = client.post("/keluarga/unduh/", {"keperluan": "rapat desa", "nama": "ya"})
    cells = [c for r in load_workbook(io.BytesIO(answer.content)).worksheets[0].values for c in r]
    assert "Bapak Rahasia" in cells
    assert "1606**********01" in cells
    line = ViewLog.objects.get(action="ekspor")
    assert (line.purpose, line.rows) == ("rapat desa", 1)
    masked = signed_in("audit").post("/keluarga/unduh/", {"keperluan": "audit kasus", "nama": "ya"})
    cells = [c for r in load_workbook(io.BytesIO(masked.content)).worksheets[0].values for c in r]
    assert "Bapak Rahasia" not in cells


def test_an_empty_office_says_what_is_to_come() -> None:
    district()
    text = signed_in("gizi").get("/keluarga/").content.decode()
    assert "Belum ada keluarga" in text


def test_the_risk_page_adds_up(home) -> None:
    for number in range(3):
        other = family((VILLAGE, "16.06.02.2001", "16.06")[number])  # one without a village
        told(other, "krs", {"pus": True, "latrine_proper": False}, "2025")
    services.derive("16.06")
    page = signed_in("gizi").get("/keluarga/krs/")
    total = page.context["total"]
    assert total.families == 4
    assert sum(total.now) == sum(total.older) == sum(total.listed) == 4
    for part in ("now", "older", "listed"):
        columns = zip(*(getattr(line, part) for line, _ in page.context["lines"]), strict=True)
        assert [sum(column) for column in columns] == list(getattr(total, part))
    assert sum(n for _, _, cells in page.context["cross"] for _, n in cells) == 4
    for line in page.context["whys"]:
        assert sum(line.counts) == line.total == total.on_list


def test_the_links_of_the_risk_page_lead_to_as_many_families(home) -> None:
    client = signed_in("gizi")
    for mine, _word, cells in client.get("/keluarga/krs/").context["cross"]:
        for said, n in cells:
            answer = client.get(f"/keluarga/?risiko={mine}&krs={said}")
            assert answer.context["counted"].families == n


def test_small_numbers_are_hidden_from_who_sees_no_family(home) -> None:
    page = signed_in("pimpinan").get("/keluarga/krs/")
    total = page.context["total"]
    assert total.families is None
    assert "&lt; 5" in page.content.decode() or "< 5" in page.content.decode()


def test_a_recap_that_does_not_add_up_is_named(home) -> None:
    of = Edition.objects.get(source="krs")
    figures = {"total_krs": 5, "tidak_berisiko": 2, "keluarga_sasaran": 8, "air_tidak_layak": 3}
    Recap.objects.create(edition=of, import_id=1, row_no=1, place_code=VILLAGE, figures=figures)
    page = signed_in("gizi").get("/keluarga/krs/")
    states = {one.code: one.holds for one in page.context["recap"].identities if one.known}
    assert states == {"rekap-sasaran": False, "air_tidak_layak": True}
    assert "tidak cocok" in page.content.decode()
    assert "Contoh Jaya" in page.content.decode()


def test_the_child_leads_to_the_family_and_back(home) -> None:
    client = signed_in("gizi")
    child = ChildStatus.objects.get().child
    assert (
        f"/keluarga/{home.public_id}/"
        in client.get(f"/posyandu/anak/{child.public_id}/").content.decode()
    )
    assert f"/posyandu/anak/{child.public_id}/" in page_of(client, home)
