"""The preview of a list: its edition is shown and can be set, swapped numbers can be exchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import lists_sheets as sheets
from tests.factories import account

from rembuk.office.intake import services
from rembuk.office.intake.models import Import

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    settings.REMBUK_STAGING = tmp_path / "staging"


def brought(tmp_path: Path, rows: list[sheets.Row], name: str = "daftar.xlsx") -> Import:
    path = sheets.write(tmp_path / name, rows)
    (imported,) = services.recognise(services.receive(path))
    return services.check(imported)


def signed_in(client: Client) -> Client:
    client.force_login(
        account("operator-x", "operator"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_a_guessed_edition_is_said_and_can_be_set(client: Client, tmp_path: Path) -> None:
    rows = [{k: v for k, v in sheets.dtsen(n).items() if k != "edisi"} for n in (1, 2)]
    imported = brought(tmp_path, rows)
    page = signed_in(client).get(f"/data-masuk/{imported.pk}/").content.decode()
    assert "tidak tertulis di berkas" in page
    url = f"/data-masuk/{imported.pk}/cara-baca/"
    client.post(url, {"edisi": "Triwulan II 2026", "per": "2026-06-30"})
    imported.refresh_from_db()
    assert imported.mapping["edition"]["label"] == "2026-T2"
    assert str(imported.as_of) == "2026-06-30"
    assert "ditetapkan oleh Anda" in client.get(f"/data-masuk/{imported.pk}/").content.decode()


@pytest.mark.parametrize(
    "given", [{"edisi": "", "per": "2026-06-30"}, {"edisi": "x", "per": "2999-01-01"}, {}]
)
def test_an_edition_needs_a_name_and_a_day_that_has_come(
    client: Client, tmp_path: Path, given: dict[str, str]
) -> None:
    imported = brought(tmp_path, [sheets.dtsen(1), sheets.dtsen(2)])
    before = imported.mapping["edition"]
    signed_in(client).post(f"/data-masuk/{imported.pk}/cara-baca/", given)
    imported.refresh_from_db()
    assert imported.mapping["edition"] == before


def test_swapped_numbers_are_exchanged_on_request_and_back(client: Client, tmp_path: Path) -> None:
    rows = [sheets.dtsen(n) for n in range(1, 6)]
    for row in rows:
        nik, card = "nomor_induk_kependudukan", "nomor_kartu_keluarga"
        row[nik], row[card] = row[card], row[nik]
    imported = brought(tmp_path, rows)
    url = f"/data-masuk/{imported.pk}/"
    assert "Tukar NIK dan nomor KK" in signed_in(client).get(url).content.decode()
    client.post(f"{url}cara-baca/", {"tukar": "ya"})
    imported.refresh_from_db()
    assert (imported.counts["baru"], imported.counts["ragu"]) == (5, 0)
    assert "Jangan ditukar" in client.get(url).content.decode()
    client.post(f"{url}cara-baca/", {"tukar": "tidak"})
    imported.refresh_from_db()
    assert imported.counts["ragu"] == 5
