"""The map of programmes on the screen."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.convergence_pages import browser, text
from tests.convergence_rows import Room, room

from rembuk.office.convergence.models import Programme

pytestmark = pytest.mark.django_db
PAGE = "/konvergensi/2023/program/"


@pytest.fixture(scope="module")
def r(kept: None) -> Room:
    return room()


def new_row(**more: str) -> dict[str, object]:
    texts = {"activity": "PMT lokal", "office": "Dinkes", "volume": "40", "unit": "orang"} | more
    return {"baris": "baru-1"} | {f"{name}:baru-1": value for name, value in texts.items()}


def test_a_row_is_written_changed_and_taken_back(r: Room) -> None:
    client = browser(r, "dinkes")
    assert "kegiatan baru" in text(client, PAGE)
    assert client.post(PAGE, new_row()).status_code == 302
    (row,) = Programme.objects.all()
    key = row.public_id
    assert f'name="activity:{key}" value="PMT lokal"' in text(client, PAGE)
    same = {
        "baris": key, f"v:{key}": "1", f"activity:{key}": "PMT lokal", f"office:{key}": "Dinkes",
        f"place:{key}": "16.06", f"volume:{key}": "40", f"unit:{key}": "orang",
    }  # fmt: skip
    client.post(PAGE, same)
    row.refresh_from_db()
    assert row.version == 1
    client.post(PAGE, same | {f"tarik:{key}": "batal"})
    row.refresh_from_db()
    assert (row.withdrawn, row.version) == ("batal", 2)


def test_what_is_wrong_is_told_and_the_rest_is_saved(r: Room) -> None:
    body = new_row(volume="banyak") | {"tempel": "\tTTD rematri\tDinkes"}
    answer = browser(r, "dinkes").post(PAGE, body)
    assert answer.status_code == 422
    assert "Volume tidak terbaca" in answer.content.decode()
    assert list(Programme.objects.values_list("activity", flat=True)) == ["TTD rematri"]


def test_another_office_reads_only(r: Room) -> None:
    browser(r, "dinkes").post(PAGE, new_row())
    page = text(browser(r, "sekcam2"), PAGE)
    assert "PMT lokal" in page
    assert 'value="PMT lokal"' not in page


def test_the_sheet_goes_out_and_faults_come_back_as_a_sheet(r: Room) -> None:
    client = browser(r, "dinkes")
    client.post(PAGE, new_row())
    body = client.get(f"{PAGE}lembar.xlsx").content
    back = client.post(f"{PAGE}masuk/", {"berkas": SimpleUploadedFile("p.xlsx", body)})
    assert back.status_code == 302
    Programme.objects.update(version=2)
    Programme.objects.update(unit="dus")
    wrong = client.post(f"{PAGE}masuk/", {"berkas": SimpleUploadedFile("p.xlsx", body)})
    assert "perlu-diperiksa" in wrong["Content-Disposition"]
    nothing = client.post(f"{PAGE}masuk/", follow=True)
    assert "Pilih berkas" in nothing.content.decode()
