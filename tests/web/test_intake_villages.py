"""Village names of before a split: said once at the preview, known in every file that follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests import lists_sheets as sheets
from tests.factories import account, signed_in

from rembuk.office.access.models import ViewLog
from rembuk.office.intake import services, villages
from rembuk.office.intake.models import Import, VillageName

pytestmark = pytest.mark.django_db
OLD = {"nama_desa_kelurahan": "BAILANGU INDUK", "nama_kecamatan": "SEKAYU LAMA"}


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    settings.REMBUK_STAGING = tmp_path / "staging"


def brought(tmp_path: Path, numbers: range, name: str = "daftar.xlsx", **given: Any) -> Import:
    path = sheets.write(tmp_path / name, [sheets.dtsen(n, **given) for n in numbers])
    (imported,) = services.recognise(services.receive(path))
    return services.check(imported)


def test_a_name_said_at_the_preview_resolves_this_file_and_the_next(tmp_path: Path) -> None:
    first = brought(tmp_path, range(1, 4), **OLD)
    assert first.counts["galat"] == 3
    client = signed_in("operator")
    page = client.get(f"/data-masuk/{first.pk}/").content.decode()
    assert "BAILANGU INDUK" in page
    assert "Bailangu" in page  # a village that is near is offered
    said = client.post(f"/data-masuk/{first.pk}/desa/", {"desa-0": f"{sheets.VILLAGE_CODE} Bai"})
    assert said.status_code == 302
    first.refresh_from_db()
    assert (first.counts["galat"], first.counts["baru"]) == (0, 3)
    assert "dibaca sebagai Bailangu" in client.get(f"/data-masuk/{first.pk}/").content.decode()
    lower = {"nama_desa_kelurahan": "Desa Bailangu  induk", "nama_kecamatan": "Kec. Sekayu Lama"}
    second = brought(tmp_path, range(4, 9), "berikut.xlsx", **lower)
    assert (second.counts["galat"], second.counts["baru"]) == (0, 5)
    assert ViewLog.objects.filter(action="impor", place_code=sheets.VILLAGE_CODE).count() == 1


def test_a_name_taken_back_is_unknown_again(tmp_path: Path) -> None:
    villages.say(OLD["nama_kecamatan"], OLD["nama_desa_kelurahan"], sheets.VILLAGE_CODE, None)
    first = brought(tmp_path, range(1, 3), **OLD)
    assert first.counts["baru"] == 2
    signed_in("operator").post(f"/data-masuk/{first.pk}/desa/", {"lupakan": "0"})
    first.refresh_from_db()
    assert first.counts["galat"] == 2
    assert not VillageName.objects.exists()


@pytest.mark.parametrize("answer", ["16.07.01.2001", "99.99.99.9999", "Bailangu", ""])
def test_only_a_village_of_the_district_can_be_meant(tmp_path: Path, answer: str) -> None:
    first = brought(tmp_path, range(1, 3), **OLD)
    signed_in("operator").post(f"/data-masuk/{first.pk}/desa/", {"desa-0": answer})
    assert not VillageName.objects.exists()


def test_a_village_outside_ones_own_place_cannot_be_given(tmp_path: Path) -> None:
    operator = account("operator-jauh", "operator", "16.06.02")
    with pytest.raises(villages.VillageError):
        villages.say("Sekayu Lama", "Bailangu Induk", sheets.VILLAGE_CODE, operator)


def test_a_true_name_always_wins_over_a_said_one(tmp_path: Path) -> None:
    villages.say(sheets.KECAMATAN, sheets.VILLAGE, "16.06.01.2004", None)
    imported = brought(tmp_path, range(1, 3))
    assert imported.place_code == sheets.VILLAGE_CODE
