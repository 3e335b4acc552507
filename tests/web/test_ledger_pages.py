"""Pages of promises: who sees what, acts, stale forms, Excel out and in."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import child, district
from tests.ledger_rows import VILLAGE, Offices, offices, promised, proven

from rembuk.office.access.models import Account, ViewLog
from rembuk.office.access.policies import rights_of
from rembuk.office.audits import promises_link
from rembuk.office.ledger import asking, circles, parties, services
from rembuk.office.ledger.models import Promise
from rembuk.office.seats.services import appoint, seat_in

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def o(monkeypatch: pytest.MonkeyPatch) -> Offices:
    monkeypatch.setattr("rembuk.office.access.mfa.missing", lambda account, rights: False)
    district()
    return offices()


def page(account: Account) -> Client:
    client = Client()
    client.force_login(account, BACKEND)
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def url(promise: Promise, *rest: str) -> str:
    return "/".join(["/janji", promise.public_id, *rest, ""])


def step(client: Client, promise: Promise, act: str, **said: str) -> int:
    promise.refresh_from_db()
    answer = client.post(url(promise, "langkah", act), {"versi": promise.version, **said})
    return answer.status_code


def test_an_empty_ledger_says_how_it_fills(o: Offices) -> None:
    assert "Belum ada janji" in text(page(o.who("tpps")), "/janji/?daftar=semua")


def test_the_home_names_the_late_promise_of_ones_office(o: Offices) -> None:
    promised(o, "berjalan", due=dt.date(2026, 9, 20), title="PMT yang terlambat")
    seen = text(page(o.who("dinkes")), "/janji/")
    assert "Langkah Anda berikutnya" in seen
    assert "PMT yang terlambat" in seen
    assert "Langkah Anda berikutnya" not in text(page(o.who("dinsos")), "/janji/")


@pytest.mark.parametrize("who", ["tpps", "dinkes", "dinsos", "camat", "bupati"])
def test_the_number_on_a_tab_is_the_length_of_its_list(o: Offices, who: str) -> None:
    """The numbers are counted by shorter ways than the lists are read."""
    for state in ("diusulkan", "berjalan", "selesai", "diverifikasi"):
        promised(o, state, due=dt.date(2026, 9, 20))
        promised(o, state, owner=o["dinsos"], owner_account="dinsos")
    account = o.who(who)
    answer = page(account).get("/janji/")
    for tab, _name, number in answer.context["folders"]:
        reader = asking.Reader(account, rights_of(account, dt.date.today()), dt.date.today())
        rows = asking.tab_of(reader, tab, parties.offices_ids(account, reader.on))
        live = [one for one in rows if one.live]
        assert number == len(live), tab


def test_every_act_from_the_page(o: Offices) -> None:
    promise = promised(o)
    owner, judge = page(o.who("dinkes")), page(o.who("verifikator"))
    assert step(owner, promise, "terima") == 302
    assert step(owner, promise, "mulai") == 302
    assert step(owner, promise, "kabar", kabar="Tiga dari lima", persen="60") == 302
    assert step(owner, promise, "selesai") == 302
    promise.refresh_from_db()
    assert promise.state == "berjalan", "not done without proof"
    said = {"jenis": "belanja", "jumlah": "924 ribu", "tanggal": "2026-09-30"}
    step(owner, promise, "bukti", **said)
    step(owner, promise, "selesai")
    step(owner, promise, "verifikasi")
    promise.refresh_from_db()
    assert (promise.state, promise.spent) == ("selesai", 924_000), "not judged by its owner"
    step(judge, promise, "verifikasi")
    promise.refresh_from_db()
    assert promise.state == "diverifikasi"
    assert "membenarkan bukti" in text(judge, url(promise))


def test_another_office_sees_and_may_not_act(o: Offices) -> None:
    promise = promised(o)
    other = page(o.who("dinsos"))
    assert "milik kantor lain" in text(other, url(promise))
    answer = other.post(url(promise, "langkah", "terima"), follow=True)
    assert "Langkah ini milik Dinkes" in answer.content.decode()
    promise.refresh_from_db()
    assert promise.state == "diusulkan"


def test_a_stale_form_shows_both_and_loses_nothing(o: Offices) -> None:
    promise = promised(o, "berjalan")
    services.report_progress(promise, o.who("kadinkes"), "Beras sudah dibeli")
    client = page(o.who("dinkes"))
    old = {"versi": promise.version, "kabar": "Telur belum datang", "persen": "40"}
    answer = client.post(url(promise, "langkah", "kabar"), old)
    assert answer.status_code == 409
    seen = answer.content.decode()
    assert "Beras sudah dibeli" in seen
    assert "Telur belum datang" in seen
    step(client, promise, "kabar", kabar="Telur belum datang", persen="40")
    promise.refresh_from_db()
    assert promise.percent == 40


def test_a_promise_is_made_on_the_form(o: Offices) -> None:
    client = page(o.who("tpps"))
    said = {
        "title": "Kelas pengasuhan empat kali", "owner": "dinsos", "due": "31/12/2026",
        "place_code": f"Contoh Jaya, Sekayu ({VILLAGE})", "intervention": "(INT-BKB)",
        "budget": "7,8 juta", "money": "DANA-APBD", "priority": "2",
    }  # fmt: skip
    answer = client.post("/janji/baru/", said)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    made = Promise.objects.get()
    assert (made.budget, made.kind, made.place_code) == (7_800_000, "sensitif", VILLAGE)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"owner": ""}, "tanpa pemilik"),
        ({"due": ""}, "tanpa tenggat"),
        ({"due": "31/02/2026"}, "tidak terbaca"),
        ({"start": "2027-01-01"}, "Tenggat lebih dulu"),
        ({"budget": "7.80.000"}, "Titik ribuan"),
        ({"place_code": "Bukan Desa"}, "Pilih satu dari daftar"),
    ],
)
def test_a_form_that_says_too_little_keeps_what_was_typed(
    o: Offices, wrong: dict[str, str], says: str
) -> None:
    said = {
        "title": "Kelas pengasuhan empat kali", "owner": "dinsos", "due": "2026-12-31",
        "place_code": VILLAGE, "priority": "2", **wrong,
    }  # fmt: skip
    answer = page(o.who("tpps")).post("/janji/baru/", said)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert "Kelas pengasuhan empat kali" in answer.content.decode()
    assert not Promise.objects.exists()


def test_the_owner_cannot_move_the_due_date_on_the_form(o: Offices) -> None:
    promise = promised(o, "berjalan")
    client = page(o.who("dinkes"))
    assert 'name="due"' not in text(client, url(promise, "ubah"))
    answer = client.post(url(promise, "ubah"), {"versi": promise.version, "due": "2027-01-01"})
    promise.refresh_from_db()
    assert (answer.status_code, promise.due) == (302, dt.date(2026, 10, 31))


def test_a_restricted_promise_hides_its_person_and_itself(o: Offices) -> None:
    anak = child(name="Nama Yang Dirahasiakan")
    promise = promised(
        o, "berjalan", audience="terbatas", case_code="AKS-014", person=anak, source_kind="audit",
        source_id="kasus", beneficiary_kind="orang", place_code=anak.place_code,
    )  # fmt: skip
    for account in ("dinkes", "tpps", "bupati"):
        seen = text(page(o.who(account)), url(promise))
        assert "AKS-014" in seen
        assert "Dirahasiakan" not in seen
        assert anak.public_id not in seen
    for account in ("dinsos", "desa", "camat", "verifikator"):
        client = page(o.who(account))
        assert client.get(url(promise)).status_code == 404
        assert "AKS-014" not in text(client, "/janji/?daftar=semua")
        assert "AKS-014" not in text(client, "/janji/kantor/")
    member = o.who("verifikator")
    circles.register("audit", lambda account, one: account == member, lambda account: ["kasus"])
    try:
        assert page(member).get(url(promise)).status_code == 200
    finally:
        promises_link.register()  # the audit room's own circle again


def test_names_are_masked_where_the_reader_sees_none(o: Offices) -> None:
    anak = child(name="Nama Yang Dirahasiakan")
    promise = promised(o, person=anak, beneficiary_kind="orang", place_code=anak.place_code)
    assert "Dirahasiakan" not in text(page(o.who("camat")), url(promise))


def test_the_offices_page_says_whose_the_late_promise_is(o: Offices) -> None:
    promised(o, "berjalan", due=dt.date(2026, 9, 20))
    promised(o, "diverifikasi", due=dt.date(2026, 9, 20), owner=o["dinsos"], owner_account="dinsos")
    answer = page(o.who("bupati")).get("/janji/kantor/")
    rows = {row.office.code: row for row in answer.context["page"]}
    assert (rows["dinkes"].late, rows["dinkes"].verified) == (1, 0)
    assert (rows["dinsos"].late, rows["dinsos"].verified) == (0, 1)
    assert answer.context["sum"]["late"] == 1


def test_the_calendar_lists_what_is_due(o: Offices) -> None:
    promised(o, "berjalan", title="Janji bulan Oktober")
    seen = text(page(o.who("dinkes")), "/janji/kalender/?bulan=2026-10")
    assert "Janji bulan Oktober" in seen
    later = text(page(o.who("dinkes")), "/janji/kalender/?bulan=2026-11")
    assert "Janji bulan Oktober" not in later


def rows_of(answer: object) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [list(row) for row in book["Janji"].iter_rows(values_only=True)]


def sheet(rows: list[list[object]]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    book.active.title = "Janji"
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return SimpleUploadedFile("janji.xlsx", held.getvalue())


def test_excel_goes_out_comes_back_and_overwrites_nothing_silently(o: Offices) -> None:
    one, two = promised(o, "berjalan"), promised(o, "berjalan", title="Jamban bertangki septik")
    client = page(o.who("tpps"))
    rows = rows_of(client.post("/janji/unduh/?daftar=semua"))
    assert ViewLog.objects.filter(action="ekspor", subject_kind="janji").exists()
    heads = rows[2]
    at = {str(head): number for number, head in enumerate(heads)}
    by_code = {row[at["Kode janji"]]: row for row in rows[3:]}
    by_code[one.public_id][at["Anggaran"]] = 1_500_000
    by_code[two.public_id][at["Anggaran"]] = 2_000_000
    services.edit(two, o.who("dinkes"), {"budget": 3_000_000})
    new = [None] * len(heads)
    for head, value in (
        ("Janji", "Pelatihan kader dua hari"), ("OPD penanggung jawab", "Dinkes"),
        ("Kode wilayah", VILLAGE), ("Target selesai", dt.date(2026, 12, 1)),
    ):  # fmt: skip
        new[at[head]] = value
    wrong = list(new)
    wrong[at["OPD penanggung jawab"]] = "Dinas Entah"
    answer = client.post("/janji/masuk/", {"berkas": sheet([*rows, new, wrong])}, follow=True)
    fates = {name: len(found) for name, found in answer.context["fates"].items()}
    assert fates == {"bentrok": 1, "keliru": 1, "ubah": 1, "baru": 1, "sama": 0}
    here = answer.request["PATH_INFO"]
    faults = rows_of(client.get(f"{here}kesalahan/"))
    assert "Dinas Entah" in str(faults[-1])
    client.post(here)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.budget, two.budget) == (1_500_000, 3_000_000), "a conflict is not overwritten"
    assert Promise.objects.count() == 3
    client.post(here)
    assert Promise.objects.count() == 3, "the same sheet is written once"
    assert page(o.who("dinkes")).get(here).status_code == 404, "only who brought it sees it"


def test_a_file_that_is_no_list_of_promises_is_refused(o: Offices) -> None:
    answer = page(o.who("tpps")).post("/janji/masuk/", {"berkas": sheet([["Nama", "NIK"]])})
    assert answer.status_code == 400
    assert "Kolom Kode janji tidak ditemukan" in answer.content.decode()


def test_a_photo_is_streamed_to_who_may_see_the_promise(o: Offices) -> None:
    from PIL import Image

    held = io.BytesIO()
    Image.new("RGB", (320, 240), "white").save(held, "JPEG")
    promise = promised(o, "berjalan")
    client = page(o.who("dinkes"))
    upload = SimpleUploadedFile("foto.jpg", held.getvalue())
    client.post(url(promise, "langkah", "bukti"), {"jenis": "foto", "berkas": upload})
    proof = promise.proofs.get()
    answer = client.get(f"/janji/bukti/{proof.public_id}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert client.get(f"/janji/bukti/{proof.public_id}/kecil/").status_code == 200
    promise.audience = "terbatas"
    promise.save()
    assert page(o.who("dinsos")).get(f"/janji/bukti/{proof.public_id}/").status_code == 404
    fake = SimpleUploadedFile("foto.jpg", b"bukan foto")
    client.post(url(promise, "langkah", "bukti"), {"jenis": "foto", "berkas": fake})
    assert promise.proofs.count() == 1


def test_leaving_the_office_does_not_let_one_judge_its_promise(o: Offices) -> None:
    judge = o.who("verifikator")
    appoint(
        seat_in(o["dinkes"], "Kepala seksi"), "v", dt.date(2026, 8, 1), account=judge,
        until=dt.date(2026, 10, 1),
    )  # fmt: skip
    promise = promised(o, "berjalan")
    proven(promise, o.who("dinkes"), at=dt.datetime(2026, 10, 5, tzinfo=dt.UTC))
    services.finish(promise, o.who("dinkes"), at=dt.datetime(2026, 10, 6, tzinfo=dt.UTC))
    with pytest.raises(services.NotYoursError):
        services.verify(promise, judge, at=dt.datetime(2026, 10, 20, tzinfo=dt.UTC))
    assert not page(judge).get("/janji/?daftar=periksa").context["waiting"]
