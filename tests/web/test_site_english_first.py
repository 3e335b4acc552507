"""English where nothing is there yet: empty pages, the sign-in, the way of a first file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import PASSWORD, account, district
from tests.intake_sheets import child as row
from tests.intake_sheets import shelf_registered, table, xlsx
from tests.web.test_site_english import english, leftovers

from rembuk.office.intake.models import Import

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("path", ["/", "/posyandu/anak/", "/posyandu/kelengkapan/", "/data-masuk/"])
def test_empty_pages_are_english(path: str) -> None:
    district()
    assert leftovers(english("operator").get(path).content.decode()) == []


def test_signing_in_says_no_user_name_and_offers_no_closed_door() -> None:
    district()
    account("contoh-masuk", "tpps")
    client = english()
    form = client.get("/akun/login/").content.decode()
    assert "password/reset" not in form
    answer = client.post(
        "/akun/login/", {"login": "contoh-masuk", "password": PASSWORD}, follow=True
    )
    assert list(answer.context["messages"]) == []


@pytest.fixture
def shelf(settings: object, tmp_path: Path) -> Iterator[None]:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    settings.REMBUK_STAGING = tmp_path / "staging"
    with shelf_registered():
        yield


@pytest.mark.usefixtures("shelf")
def test_the_way_of_a_file_is_english(tmp_path: Path) -> None:
    district()
    client = english("gizi")
    path = xlsx(tmp_path / "okt.xlsx", table([row(1), row(2, Tinggi="875")]))
    file = SimpleUploadedFile(path.name, path.read_bytes())
    seen = [client.post("/data-masuk/unggah/", {"berkas": [file]}, follow=True)]
    imported = Import.objects.get()
    seen += [
        client.get(f"/data-masuk/{imported.pk}/"),
        client.post(f"/data-masuk/{imported.pk}/simpan/", follow=True),
        client.get(f"/data-masuk/{imported.pk}/batalkan/"),
        client.get("/data-masuk/"),
    ]
    assert [one.status_code for one in seen] == [200] * len(seen)
    assert [leftovers(one.content.decode()) for one in seen] == [[]] * len(seen)
