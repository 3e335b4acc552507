"""The village helper: from figures and a ceiling to a list its head changes and proposes."""

from __future__ import annotations

import io
import re
from dataclasses import asdict
from decimal import Decimal

import docx
import pypdf
import pytest
from django.urls import reverse
from tests.factories import browser
from tests.ledger_rows import VILLAGE, Offices
from tests.programmes_choice_rows import OTHER, ceiling, priced
from tests.programmes_rows import NEXT, again, proposed

from rembuk.office.programmes.models import Activity, VillageDraft
from rembuk.office.programmes.village import list as village_list
from rembuk.office.programmes.village.facts import village
from rembuk.office.programmes.village.list import Row
from rembuk.office.programmes.writing import today

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def base(kept: None) -> None:
    priced()


@pytest.fixture
def o(base: None) -> Offices:
    return again()


def url(code: str = VILLAGE) -> str:
    return f"{reverse('programmes:village', args=[code])}?tahun={NEXT}"


def form(rows: list[Row], version: int = 0, **more: str) -> dict[str, object]:
    """The page's form as it stands."""
    found: dict[str, object] = {"tahun": str(NEXT), "version": str(version), "row": []}
    keys = []
    for one in rows:
        keys.append(one.key)
        found[f"title:{one.key}"] = one.title
        found[f"volume:{one.key}"] = one.volume
        found[f"unit:{one.key}"] = one.unit
        found[f"price:{one.key}"] = "" if one.price is None else str(one.price)
        found[f"code:{one.key}"] = one.intervention
        found[f"why:{one.key}"] = one.why
        found[f"group:{one.key}"] = one.group
    return {**found, "row": keys, **more}


def suggested(budget: int | None = None) -> list[Row]:
    return village_list.suggested(village(VILLAGE, NEXT, today()), budget)


def kept_rows() -> list[Row]:
    return village_list.rows_of(VillageDraft.objects.get())


def test_the_list_begins_with_what_a_village_may_do_and_lacks(o: Offices) -> None:
    rows = {one.intervention: one for one in suggested()}
    # counselling is of the health centre, not of the village
    assert set(rows) == {"INT-PMT-BALITA", "INT-JAMBAN", "INT-AIR"}
    assert next(one.intervention for one in suggested()) == "INT-PMT-BALITA"  # it changes cases
    assert rows["INT-JAMBAN"].number == 10
    assert rows["INT-AIR"].price is None  # nobody wrote a unit cost
    assert rows["INT-AIR"].number == 5


def test_within_a_ceiling_the_volumes_fit_the_money(o: Offices) -> None:
    rows = suggested(14_000_000)
    assert 0 < sum(one.amount or 0 for one in rows) <= 14_000_000
    assert next(one for one in rows if one.intervention == "INT-PMT-BALITA").number == 5
    assert next(one for one in rows if one.intervention == "INT-JAMBAN").number == 2


def test_what_is_planned_already_is_not_suggested_again(o: Offices) -> None:
    proposed(o, intervention="INT-JAMBAN", group="", unit="unit", volume=Decimal(10))
    assert "INT-JAMBAN" not in {one.intervention for one in suggested()}


def test_a_village_without_a_ceiling_is_told_so_and_still_helped(o: Offices) -> None:
    page = browser(o.who("desa")).get(url()).content.decode()
    assert "belum ditetapkan" in page
    assert "Daftar menampilkan semua kebutuhan" in page
    assert "Sisa sesudah daftar ini" not in page
    answer = browser(o.who("desa")).post(url(), form(suggested(), save="1"))
    assert answer.status_code == 302
    assert len(kept_rows()) == 3


def test_rest_of_the_ceiling_counts_what_is_planned_already(o: Offices) -> None:
    ceiling(VILLAGE, 90_000_000)
    proposed(o, "desa", office=o["desa"], title="Jalan setapak desa", intervention="",
             amount=30_000_000, money="DANA-DD")  # fmt: skip
    given = village(VILLAGE, NEXT, today())
    assert (given.money.ceiling, given.money.planned, given.money.rest) == (
        90_000_000, 30_000_000, 60_000_000,
    )  # fmt: skip
    assert "Rp60.000.000" in browser(o.who("desa")).get(url()).content.decode()


def test_the_head_changes_rows_volumes_and_order(o: Offices) -> None:
    client, rows = browser(o.who("desa")), suggested()
    data = form(rows, save="1")
    data[f"volume:{rows[1].key}"] = "3"
    data[f"drop:{rows[2].key}"] = "1"
    data |= {"new-title": "Kelas ibu di balai desa", "new-volume": "12", "new-unit": "kali",
             "new-price": "350 ribu"}  # fmt: skip
    assert client.post(url(), data).status_code == 302
    held = kept_rows()
    assert [one.title for one in held] == [rows[0].title, rows[1].title, "Kelas ibu di balai desa"]
    assert (held[1].number, held[2].amount) == (3, 4_200_000)
    client.post(url(), form(held, 1, down=held[0].key))
    assert [one.key for one in kept_rows()] == [held[1].key, held[0].key, held[2].key]
    draft = VillageDraft.objects.get()
    assert draft.version == 2
    assert [event.act for event in draft.events.all()] == ["mulai", "ubah"]


def test_what_cannot_be_read_is_told_and_nothing_typed_is_lost(o: Offices) -> None:
    rows = suggested()
    data = form(rows, save="1")
    data[f"price:{rows[0].key}"] = "sekitar sejuta"
    data[f"title:{rows[1].key}"] = "Jamban keluarga miskin"
    answer = browser(o.who("desa")).post(url(), data)
    assert answer.status_code == 422
    assert "Jamban keluarga miskin" in answer.content.decode()
    assert "Tulis rupiah seperti" in answer.content.decode()
    assert not VillageDraft.objects.exists()


def test_two_who_write_at_once_see_both(o: Offices) -> None:
    rows = suggested()
    village_list.save(o.who("desa"), VILLAGE, NEXT, rows, None, 0)
    data = form(rows, 0, save="1")
    data[f"title:{rows[0].key}"] = "PMT milik saya"
    answer = browser(o.who("desa")).post(url(), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "PMT milik saya" in page
    assert rows[0].title in page
    assert kept_rows()[0].title == rows[0].title
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    assert version[1] == "1"


def test_proposing_makes_activities_of_the_ready_rows_once(o: Offices) -> None:
    ceiling(VILLAGE, 90_000_000)
    client, rows = browser(o.who("desa")), suggested()
    assert client.post(url(), form(rows, propose="1")).status_code == 302
    made = list(Activity.objects.order_by("number"))
    assert [one.intervention for one in made] == ["INT-PMT-BALITA", "INT-JAMBAN"]  # water: no price
    assert {one.office_id for one in made} == {o["desa"].pk}
    assert {one.money for one in made} == {"DANA-DD"}
    assert made[1].volume == Decimal(10)
    assert made[1].ceiling_amount == 40_000_000
    assert {one.activity for one in kept_rows()} == {"", *(one.public_id for one in made)}
    version = VillageDraft.objects.get().version
    again_ = client.post(url(), form(kept_rows(), version, propose="1"))
    assert again_.status_code == 422
    assert Activity.objects.count() == 2
    page = client.get(url()).content.decode()
    assert "sudah diusulkan" in page


def test_more_than_the_ceiling_is_refused_with_what_to_cut(o: Offices) -> None:
    ceiling(VILLAGE, 20_000_000)
    rows = suggested()  # of no ceiling: 45.4 million
    answer = browser(o.who("desa")).post(url(), form(rows, propose="1"))
    assert answer.status_code == 422
    assert "Kurangi Rp25.400.000 dulu" in answer.content.decode()
    assert not Activity.objects.exists()
    assert len(kept_rows()) == 3  # what was typed is kept


def test_a_price_in_thousands_is_asked_about_and_taken_when_meant(o: Offices) -> None:
    rows = [one for one in suggested() if one.intervention == "INT-JAMBAN"]
    data = form(rows, propose="1")
    data[f"price:{rows[0].key}"] = "4.000"
    client = browser(o.who("desa"))
    page = client.post(url(), data).content.decode()
    assert "dalam ribuan rupiah" in page
    assert 'name="sure"' in page
    assert not Activity.objects.exists()
    client.post(url(), form(kept_rows(), 1, propose="1", sure="1"))
    assert Activity.objects.get().ceiling_amount == 40_000


def test_beginning_anew_keeps_what_was_proposed(o: Offices) -> None:
    client = browser(o.who("desa"))
    rows = suggested()
    client.post(url(), form(rows, propose="1"))
    version = VillageDraft.objects.get().version
    client.post(url(), form(kept_rows(), version, anew="1"))
    held = kept_rows()
    assert [one.intervention for one in held] == ["INT-PMT-BALITA", "INT-JAMBAN", "INT-AIR"]
    assert [bool(one.activity) for one in held] == [True, True, False]


def test_others_read_and_do_not_write(o: Offices) -> None:
    bupati = browser(o.who("bupati"))
    assert "Simpan daftar" not in bupati.get(url()).content.decode()
    assert bupati.post(url(), form(suggested(), save="1")).status_code == 404
    assert browser(o.who("desa")).get(url(OTHER)).status_code == 404
    assert browser(o.who("camat")).post(url(), form(suggested(), save="1")).status_code == 302


def test_paper_and_word_carry_the_list_and_its_sum(o: Offices) -> None:
    ceiling(VILLAGE, 90_000_000)
    rows = suggested()
    village_list.save(o.who("desa"), VILLAGE, NEXT, rows, None, 0)
    client = browser(o.who("desa"))

    def paper(form_: str) -> bytes:
        at = reverse("programmes:village-paper", args=[VILLAGE, form_])
        return bytes(client.get(f"{at}?tahun={NEXT}").content)

    words = " ".join(
        " ".join(page.extract_text().split())
        for page in pypdf.PdfReader(io.BytesIO(paper("pdf"))).pages
    )
    assert "45.400.000" in words
    assert "Ketua BPD" in words
    twin = docx.Document(io.BytesIO(paper("docx")))
    cells = [cell.text for table in twin.tables for row in table.rows for cell in row.cells]
    assert any("40.000.000" in cell for cell in cells)
    assert client.get(
        reverse("programmes:village-paper", args=[VILLAGE, "exe"])
    ).status_code == 404  # fmt: skip


def test_rows_survive_their_row(o: Offices) -> None:
    rows = suggested()
    assert [Row(**asdict(one)) for one in rows] == rows
