"""Pages of lists: overview, edition, rows, comparison, corrections."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client
from tests.factories import account, district
from tests.lists_rows import asked, edition, listed

from rembuk.office.access.models import ViewLog
from rembuk.office.lists.models import Correction

pytestmark = pytest.mark.django_db
HERE, THERE = "16.06.01.2001", "16.06.01.2002"


@pytest.fixture(autouse=True)
def places() -> None:
    district()


def signed_in(client: Client, role: str = "gizi", place: str = "16.06") -> Client:
    client.force_login(
        account(f"{role}-x", role, place), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def two_editions() -> None:
    for n in range(6):
        listed(HERE, "2026-T1", key=f"{n:032x}", name=f"Warga Lama {n}")
    for n in range(1, 6):
        decile = 4 if n == 1 else 2
        place = THERE if n == 2 else HERE
        listed(place, "2026-T2", key=f"{n:032x}", name=f"Warga Lama {n}", facts={"decile": decile})
    listed(HERE, "2026-T2", name="Warga Anyar")


def test_an_empty_office_says_which_files_to_bring(client: Client) -> None:
    page = signed_in(client).get("/daftar/")
    assert page.status_code == 200
    assert "Masukkan berkas" in page.content.decode()


def test_the_overview_tells_every_edition(client: Client) -> None:
    two_editions()
    listed(HERE, "2026-T2", how="ragu")
    text = signed_in(client).get("/daftar/").content.decode()
    assert "2026-T1" in text
    assert "2026-T2" in text
    assert "Belum ada" in text  # the lists that did not come


def test_the_rows_show_names_only_to_who_may_see_them(client: Client) -> None:
    one = listed(HERE, name="Rahasia Sekali")
    url = f"/daftar/{one.edition_id}/baris/"
    assert "Rahasia Sekali" in signed_in(client, "gizi").get(url).content.decode()
    text = signed_in(Client(), "camat", "16.06.01").get(url).content.decode()
    assert "Rahasia" not in text
    assert "R••••• S•••••" in text
    assert ViewLog.objects.filter(subject_kind="daftar").count() == 2


def test_a_row_tells_its_facts_and_codes(client: Client) -> None:
    one = listed(HERE, source="krs", label="2025", facts={"water_proper": "?1", "pus": True})
    text = signed_in(client).get(f"/daftar/baris/{one.row_id}/").content.decode()
    assert "kode 1" in text
    assert "kode 1 (? tidak)" in text  # its column asks for what is not proper
    assert "belum pasti" in text


def test_the_comparison_counts_add_up(client: Client) -> None:
    two_editions()
    page = signed_in(client).get("/daftar/banding/?daftar=dtsen")
    total = page.context["found"].total
    assert (total.before, total.after, total.entered, total.left) == (6, 6, 1, 1)
    assert (total.came, total.went, total.up, total.down) == (1, 1, 1, 0)


def test_small_counts_are_hidden_from_who_sees_no_persons(client: Client) -> None:
    two_editions()
    page = signed_in(client, "pimpinan").get("/daftar/banding/?daftar=dtsen")
    assert page.status_code == 200
    assert "&lt; 5" in page.content.decode()


def test_the_rows_that_moved_link_to_their_row(client: Client) -> None:
    two_editions()
    signed_in(client)
    text = client.get("/daftar/banding/baris/?daftar=dtsen&gerak=masuk").content.decode()
    assert "Warga Anyar" in text
    assert "Warga Lama 3" not in text


def test_the_download_is_logged_and_masks_for_who_may_not_export_names(client: Client) -> None:
    two_editions()
    for role, there in (("gizi", True), ("tpps", False)):
        answer = signed_in(Client(), role).post(
            "/daftar/banding/unduh/?daftar=dtsen", {"nama": "ya"}
        )
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        cells = [str(c.value) for row in book["Baris yang bergerak"].iter_rows() for c in row]
        assert ("Warga Anyar" in cells) is there
    assert ViewLog.objects.filter(action="ekspor", subject_kind="banding-daftar").count() == 2


def test_a_correction_is_asked_and_moved_on(client: Client) -> None:
    one = listed(HERE)
    signed_in(client)
    url = f"/daftar/baris/{one.row_id}/betulkan/"
    assert client.get(f"{url}?fakta=decile").status_code == 200
    wrong = client.post(url, {"fakta": "decile", "benar": "4", "bukti": ""})
    assert wrong.status_code == 422
    good = client.post(url, {"fakta": "decile", "benar": "4", "bukti": "Musdes 3 Oktober"})
    made = Correction.objects.get()
    assert good["Location"] == f"/daftar/pembetulan/{made.public_id}/"
    assert client.get(good["Location"]).status_code == 200
    step = f"/daftar/pembetulan/{made.public_id}/langkah/"
    client.post(step, {"keadaan": "dikirim"})
    client.post(step, {"keadaan": "ditolak"})  # without a reason nothing happens
    made.refresh_from_db()
    assert made.state == "dikirim"
    client.post(step, {"keadaan": "ditolak", "catatan": "bukti kurang"})
    made.refresh_from_db()
    assert (made.state, made.steps.count()) == ("ditolak", 3)


def test_the_sheet_of_an_agency_may_mark_them_sent(client: Client) -> None:
    one = asked(HERE)
    asked(HERE, "name")
    signed_in(client)
    answer = client.post("/daftar/pembetulan/unduh/?daftar=dtsen", {"kirim": "ya"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert one.public_id in [c.value for c in book["Permintaan"]["A"]]
    assert set(Correction.objects.values_list("state", flat=True)) == {"dikirim"}


def test_the_sheet_needs_one_list(client: Client) -> None:
    answer = signed_in(client).post("/daftar/pembetulan/unduh/")
    assert answer["Location"] == "/daftar/pembetulan/"


def test_an_edition_page_sums_its_villages(client: Client) -> None:
    two_editions()
    one = edition("2026-T2")
    page = signed_in(client).get(f"/daftar/{one.pk}/")
    assert sum(line.classes.rows for line, *_ in page.context["villages"]) == 6
