"""The pages of intake: upload, preview, save, held rows, undo; and who may see them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import account
from tests.intake_sheets import Shelf, child, shelf_registered, table, xlsx

from rembuk.office.access.models import ViewLog
from rembuk.office.convergence import years
from rembuk.office.intake.models import Import, ImportState
from rembuk.office.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings: object, tmp_path: Path) -> Iterator[Shelf]:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    settings.REMBUK_STAGING = tmp_path / "staging"
    with shelf_registered() as shelf:
        yield shelf


def signed_in(role: str = "gizi", place: str = "16.06") -> Client:
    client = Client()
    client.force_login(account(f"{role}-{place}", role, place))
    return client


def uploaded(client: Client, path: Path, **more: Path) -> object:
    files = [SimpleUploadedFile(p.name, p.read_bytes()) for p in (path, *more.values())]
    return client.post("/data-masuk/unggah/", {"berkas": files})


def brought(client: Client, tmp_path: Path, rows: list[dict[str, object]]) -> Import:
    response = uploaded(client, xlsx(tmp_path / "okt.xlsx", table(rows)))
    assert response.status_code == 302
    return Import.objects.get()


def test_the_way_of_a_file(tmp_path: Path, shelf: Shelf) -> None:
    client = signed_in()
    assert "Belum ada data masuk" in client.get("/data-masuk/").content.decode()
    imported = brought(client, tmp_path, [child(1), child(2, Tinggi="875")])
    page = client.get(f"/data-masuk/{imported.pk}/").content.decode()
    assert "Simpan 1 baris" in page
    assert "belum ada yang disimpan" in page
    assert "Mungkin 87,5" in page
    assert shelf.kept() == {}
    response = client.post(f"/data-masuk/{imported.pk}/simpan/")
    job = Job.objects.get(kind="impor-simpan")
    assert response["Location"] == f"/tugas/{job.pk}/"
    assert "Buka hasilnya" in client.get(f"/tugas/{job.pk}/").content.decode()
    assert len(shelf.kept()) == 1
    response = client.post(f"/data-masuk/{imported.pk}/batalkan/")
    assert response.status_code == 302
    imported.refresh_from_db()
    assert imported.state == ImportState.UNDONE
    assert shelf.kept() == {}


def test_what_rests_on_records_is_counted_anew_when_they_come_and_go(tmp_path: Path) -> None:
    newest = timezone.localdate().year
    years.adopt("16.06", newest, "8-aksi", None)
    years.adopt("16.06", newest - 3, "8-aksi", None)
    years.adopt("17.71", newest, "8-aksi", None)
    client = signed_in()
    imported = brought(client, tmp_path, [child(1)])
    counted = Job.objects.filter(kind="hitung-indikator").order_by("pk")
    assert not counted.exists()
    client.post(f"/data-masuk/{imported.pk}/simpan/")
    client.post(f"/data-masuk/{imported.pk}/batalkan/")
    assert [job.args for job in counted] == [{"district": "16.06", "year": newest}] * 2


def test_no_name_or_nik_on_the_preview(tmp_path: Path) -> None:
    client = signed_in()
    rows = [child(1), child(2, Tinggi="875", Nama="Rahasia Tiruan"), child(3, NIK="1,6E+15")]
    imported = brought(client, tmp_path, rows)
    page = client.get(f"/data-masuk/{imported.pk}/").content.decode()
    assert "Rahasia" not in page
    assert "1606010000000002" not in page


def test_the_same_file_again_is_said(tmp_path: Path) -> None:
    client = signed_in()
    imported = brought(client, tmp_path, [child(1)])
    client.post(f"/data-masuk/{imported.pk}/simpan/")
    response = uploaded(client, tmp_path / "okt.xlsx")
    assert response.status_code == 422
    assert "sudah pernah masuk" in response.content.decode()


def test_a_bad_file_is_told_and_a_good_one_beside_it_goes_on(tmp_path: Path) -> None:
    bad = tmp_path / "rusak.xlsx"
    bad.write_bytes(b"PK\x03\x04 rusak")
    good = xlsx(tmp_path / "okt.xlsx", table([child(1)]))
    response = uploaded(signed_in(), good, bad=bad)
    page = response.content.decode()
    assert response.status_code == 422
    assert "rusak.xlsx" in page
    assert "Unduh ulang" in page
    assert Import.objects.get().state == ImportState.PREVIEW


def test_no_file_chosen() -> None:
    response = signed_in().post("/data-masuk/unggah/", {})
    assert "Belum ada berkas" in response.content.decode()


def test_held_rows_are_downloaded_and_logged(tmp_path: Path) -> None:
    client = signed_in()
    imported = brought(client, tmp_path, [child(1), child(2, Tinggi="875", Nama="=1+1")])
    response = client.post(f"/data-masuk/{imported.pk}/tertahan/")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [3]
    assert "'=1+1" in next(sheet.iter_rows(min_row=2, values_only=True))
    assert "no-store" in response["Cache-Control"]
    logged = ViewLog.objects.get(subject_kind="impor")
    assert (logged.action, logged.rows) == ("ekspor", 1)


def test_doubtful_rows_wait_for_a_tick(tmp_path: Path, shelf: Shelf) -> None:
    client = signed_in()
    imported = brought(client, tmp_path, [child(1), child(2, NIK="1,6E+15")])
    assert "terima-ragu" in client.get(f"/data-masuk/{imported.pk}/").content.decode()
    client.post(f"/data-masuk/{imported.pk}/simpan/", {"terima-ragu": "ya"})
    assert len(shelf.kept()) == 2


def test_mapping_a_sheet_nobody_knows(tmp_path: Path, shelf: Shelf) -> None:
    lines = [
        ["Panggilan", "Kelamin", "Lahir", "Pos", "Kampung", "Hari timbang", "Kilo"],
        ["Anak Tiruan", "L", "15/01/2025", "Melati 1", "Bailangu", "09/10/2026", "9,7"],
    ]
    client = signed_in()
    uploaded(client, xlsx(tmp_path / "a.xlsx", lines))
    imported = Import.objects.get()
    response = client.get(f"/data-masuk/{imported.pk}/")
    assert response["Location"] == f"/data-masuk/{imported.pk}/petakan/"
    page = client.get(response["Location"]).content.decode()
    assert "Hari timbang" in page
    assert "A•••" in page
    assert "Anak Tiruan" not in page
    chosen = {"name": 0, "sex": 1, "birth_date": 2, "posyandu": 3, "village": 4, "date": 5}
    body = {f"kolom-{field}": f"c{column}" for field, column in chosen.items()}
    lacking = client.post(response["Location"], {"simpan": "ya", **body, "kolom-sex": ""})
    assert lacking.status_code == 422
    assert "Jenis kelamin" in lacking.content.decode()
    client.post(response["Location"], {"simpan": "ya", "nama": "Buku pos", **body})
    imported.refresh_from_db()
    assert (imported.state, imported.counts["baru"]) == (ImportState.PREVIEW, 1)


def test_rows_outside_the_own_place_are_held(tmp_path: Path) -> None:
    client = signed_in("gizi", "16.06.02")
    imported = brought(client, tmp_path, [child(1)])
    assert imported.counts["galat"] == 1
    assert "di luar wilayah" in client.get(f"/data-masuk/{imported.pk}/").content.decode()


def test_another_place_sees_nothing(tmp_path: Path) -> None:
    imported = brought(signed_in(), tmp_path, [child(1)])
    other = signed_in("gizi", "16.07")
    assert other.get(f"/data-masuk/{imported.pk}/").status_code == 404
    assert other.post(f"/data-masuk/{imported.pk}/simpan/").status_code == 404
    assert "okt.xlsx" not in other.get("/data-masuk/").content.decode()


@pytest.mark.parametrize("role", ["kader", "bidan", "camat", "auditor"])
def test_who_may_not_import(role: str) -> None:
    assert signed_in(role).get("/data-masuk/unggah/").status_code in {403, 404}


def test_a_job_is_shown_to_who_asked_for_it(tmp_path: Path) -> None:
    imported = brought(signed_in(), tmp_path, [child(1)])
    job = Job.objects.get(subject=str(imported.file_id))
    assert signed_in("tpps").get(f"/tugas/{job.pk}/").status_code in {403, 404}


def test_progress_is_polled_in_parts(tmp_path: Path) -> None:
    client = signed_in()
    imported = brought(client, tmp_path, [child(1)])
    job = Job.objects.get(subject=str(imported.file_id))
    part = client.get(f"/tugas/{job.pk}/", headers={"HX-Request": "true"})
    assert part["HX-Refresh"] == "true"
    assert "<html" not in part.content.decode()
    Job.objects.filter(pk=job.pk).update(state="berjalan", done=3, total=10)
    part = client.get(f"/tugas/{job.pk}/", headers={"HX-Request": "true"})
    assert 'value="30"' in part.content.decode()
    assert "HX-Refresh" not in part


def test_a_check_that_was_cut_off_can_be_done_again(tmp_path: Path) -> None:
    client = signed_in()
    imported = brought(client, tmp_path, [child(1)])
    Import.objects.update(state=ImportState.CHECKING)
    assert "Lanjutkan" in client.get(f"/data-masuk/{imported.pk}/").content.decode()
    client.post(f"/data-masuk/{imported.pk}/periksa/")
    imported.refresh_from_db()
    assert imported.state == ImportState.PREVIEW


def test_a_saving_that_was_cut_off_goes_on(tmp_path: Path, shelf: Shelf) -> None:
    client = signed_in()
    imported = brought(client, tmp_path, [child(1)])
    Import.objects.update(state=ImportState.COMMITTING)
    assert "Lanjutkan" in client.get(f"/data-masuk/{imported.pk}/").content.decode()
    client.post(f"/data-masuk/{imported.pk}/simpan/")
    imported.refresh_from_db()
    assert (imported.state, len(shelf.kept())) == (ImportState.DONE, 1)
