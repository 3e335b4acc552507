"""Pages of the oversight: what is late and whose, one tap asks, pillars, visits, the report."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import RequestFactory
from django.utils import timezone
from tests.factories import browser
from tests.ledger_rows import Offices
from tests.oversight_rows import VILLAGE, overseen, promised, visit

from rembuk.office.access.models import Account, ViewLog
from rembuk.office.access.policies import rights_of
from rembuk.office.documents.models import Document
from rembuk.office.insight import quiet
from rembuk.office.ledger.models import Promise
from rembuk.office.oversight import waits
from rembuk.office.oversight.models import Question, Reported, ReportWords, Seen, Visit
from rembuk.office.oversight.visits import acts as visits
from rembuk.office.oversight.visits import paper as visit_paper
from rembuk.office.places.models import Area

pytestmark = pytest.mark.django_db
HOME = "/pengawasan/"
TITLE = "PMT lokal untuk balita"


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    o = overseen()
    promised(o, -40)
    promised(o, -3, "dinsos", title="Bantuan pangan keluarga berisiko", intervention="INT-PANGAN")
    promised(o, 20, title="Latih kader posyandu", intervention="INT-LATIH-KADER")


@pytest.fixture
def o(_built: None) -> Offices:
    from rembuk.office.seats.models import Office

    people = {one.username: one for one in Account.objects.all()}
    return Offices({one.code: one for one in Office.objects.all()}, people)


def text(o: Offices, who: str, url: str, status: int = 200) -> str:
    answer = browser(o.who(who)).get(url)
    assert answer.status_code == status, (url, answer.status_code)
    return " ".join(answer.content.decode().split())


def post(o: Offices, who: str, url: str, **sent: str) -> int:
    return browser(o.who(who)).post(url, sent).status_code


def test_the_leader_sees_what_is_late_and_whose_it_is(o: Offices) -> None:
    page = text(o, "bupati", HOME)
    assert page.index(o["dinkes"].name) < page.index(o["dinsos"].name)  # the oldest on top
    assert "terlama 40 hari" in page
    assert TITLE in page
    assert "Tanyakan" in page
    assert "Latih kader" not in page  # not late
    assert ViewLog.objects.filter(action="pengawasan").exists()


def test_one_tap_asks_the_owner_who_finds_it_at_home_and_answers(o: Offices) -> None:
    code = o["dinkes"].code
    sent = {"wilayah": "16.06", "tentang": "lewat", "kantor": code}
    assert post(o, "bupati", f"{HOME}tanya/", **sent) == 302
    one = Question.objects.get()
    assert "Ditanya, jawaban diminta" in text(o, "bupati", HOME)
    today = timezone.localdate()
    told = {
        name: [wait.what for wait in waits.waits(o.who(name), rights_of(o.who(name), today), today)]
        for name in ("dinkes", "dinsos", "gubernur")
    }
    assert told["dinsos"] == told["gubernur"] == []
    assert told["dinkes"] == [f"Pimpinan bertanya kepada kantor Anda: {one.text}"]
    assert "menunggu jawaban kantor Anda" in text(o, "dinkes", f"{HOME}pertanyaan/")
    assert "menunggu jawaban kantor Anda" not in text(o, "dinsos", f"{HOME}pertanyaan/")
    url = f"{HOME}pertanyaan/{one.public_id}/"
    assert 'name="jawaban"' in text(o, "dinkes", url)
    assert 'name="jawaban"' not in text(o, "dinsos", url)
    assert post(o, "dinkes", f"{url}jawab/", jawaban="Menunggu barang, selesai 30 November.") == 302
    page = text(o, "bupati", HOME)
    assert "menjawab pertanyaan Anda" in page
    assert "Menunggu barang" in text(o, "bupati", url)
    assert post(o, "bupati", f"{url}tutup/") == 302
    one.refresh_from_db()
    assert one.state == "selesai"


def test_a_refused_promise_waits_for_the_leader(o: Offices) -> None:
    from rembuk.office.ledger import services

    one = Promise.objects.get(title="Latih kader posyandu")
    services.refuse(one, o.who("dinkes"), "Bukan tugas kantor ini")
    page = text(o, "bupati", HOME)
    assert "Kantornya menolak" in page
    assert "Latih kader posyandu" in page


def test_the_province_reads_sums_and_nothing_of_one_promise(o: Offices) -> None:
    page = text(o, "gubernur", HOME)
    assert "terlama 40 hari" in page
    assert "Lima pilar" in page
    for hidden in (TITLE, "Tanyakan", "/janji/", "/pengawasan/kunjungan/"):
        assert hidden not in page
    for url in (
        "/janji/",
        "/rembuk/",
        f"{HOME}kunjungan/",
        f"{HOME}pertanyaan/",
        "/posyandu/anak/",
    ):
        assert browser(o.who("gubernur")).get(url).status_code == 403, url
    assert TITLE not in text(o, "gubernur", f"{HOME}pilar/3/")
    assert post(o, "gubernur", f"{HOME}tanya/", tentang="lewat", kantor="dinkes") == 403


def test_small_counts_stay_closed_for_who_reads_sums(o: Offices) -> None:
    request = RequestFactory().get("/")
    request.session = {}
    for who, closed in (("gubernur", True), ("bupati", False), ("tpps", False)):
        # as the middleware hangs it there
        request.rights = rights_of(o.who(who), timezone.localdate())
        assert quiet.is_on(request) is closed


def test_a_camat_sees_his_villages(o: Offices) -> None:
    page = text(o, "camat", HOME)
    village = Area.objects.get(code=VILLAGE).name
    assert "Menurut desa dan kelurahan" in page
    assert village in page
    assert browser(o.who("camat")).get(f"{HOME}?wilayah=16.06").status_code == 404
    assert browser(o.who("camat")).get(f"{HOME}?wilayah={VILLAGE}").status_code == 200


@pytest.mark.parametrize(
    ("number", "there"), [(2, "Latih kader"), (3, TITLE), (4, "Bantuan pangan")]
)
def test_a_pillar_holds_its_own_promises(o: Offices, number: int, there: str) -> None:
    page = text(o, "tpps", f"{HOME}pilar/{number}/")
    assert there in page
    others = {"Latih kader", TITLE, "Bantuan pangan"} - {there}
    assert not any(other in page for other in others)


def test_a_promise_is_moved_to_another_pillar_with_a_reason(o: Offices) -> None:
    one = Promise.objects.get(title=TITLE)
    url = f"{HOME}pilar/3/pindah/"
    assert post(o, "tpps", url, janji=one.public_id, pilar="4", alasan="") == 302
    assert TITLE in text(o, "tpps", f"{HOME}pilar/3/")
    assert post(o, "tpps", url, janji=one.public_id, pilar="4", alasan="Bantuan makanan") == 302
    assert TITLE in text(o, "tpps", f"{HOME}pilar/4/")
    assert browser(o.who("tpps")).get(f"{HOME}pilar/6/").status_code == 404


def test_a_visit_from_its_form_to_its_minutes(o: Offices) -> None:
    client = browser(o.who("tpps"))
    sent = {
        "kunci": "k1", "jenis": "desa", "tempat": VILLAGE, "petugas": "Petugas Satu",
        "tanggal": "2099-01-01",
    }  # fmt: skip
    wrong = client.post(f"{HOME}kunjungan/baru/", sent)
    assert wrong.status_code == 422
    assert "belum terjadi" in wrong.content.decode()
    assert "Petugas Satu" in wrong.content.decode()  # what was typed stays
    today = timezone.localdate().isoformat()
    assert client.post(f"{HOME}kunjungan/baru/", sent | {"tanggal": today}).status_code == 302
    made = Visit.objects.get()
    url = f"{HOME}kunjungan/{made.public_id}/"
    assert "butir daftar periksa" in client.get(url).content.decode()
    answers = {f"b-{one.item}": "ya" for one in made.checks.all()}
    assert client.post(f"{url}butir/", answers | {"catatan": "Rapi"}).status_code == 302
    due = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
    found = {
        "pilar": "1", "temuan": "Belum ada baris jamban di RKPDes", "tenggat": due,
        "sepakat": "Memasukkan jamban ke RKPDes", "pemilik": "desa",
    }  # fmt: skip
    assert client.post(f"{url}temuan/", found).status_code == 302
    assert Promise.objects.filter(title="Memasukkan jamban ke RKPDes").exists()
    assert client.get(f"{url}konsep.pdf").content.startswith(b"%PDF")
    closing = {"nomor": "000.7/1/TPPS", "tanggal": today}
    assert client.post(f"{url}tutup/", closing).status_code == 302
    page = client.get(url).content.decode()
    assert "Buka berita acara" in page
    assert 'name="temuan"' not in page  # nothing changes any more
    document = Document.objects.get()
    assert client.get(f"/surat/{document.public_id}/").status_code == 200
    assert browser(o.who("camat")).get(f"/surat/{document.public_id}/").status_code == 200
    assert browser(o.who("dinkes")).get(f"/surat/{document.public_id}/").status_code == 404


def test_a_report_is_worded_frozen_and_stays(o: Offices) -> None:
    made = visit(o)
    visits.check(made, {one.item: (Seen.YES, "") for one in made.checks.all()}, o.who("tpps"))
    visit_paper.close(made, o.who("tpps"), number="000.7/1", on=timezone.localdate())
    client = browser(o.who("tpps"))
    today = timezone.localdate()
    slug = f"{today.year}-S{1 if today.month <= 6 else 2}"
    url = f"{HOME}laporan/{slug}/"
    page = client.get(url).content.decode()
    assert "2 janji jatuh tempo" in page
    assert "1 kunjungan pengawasan" in page
    words = {"bab": "ringkasan", "kata": "Kami bekerja bersama.", "versi": "0"}
    assert client.post(f"{url}kata/", words).status_code == 302
    late = client.post(f"{url}kata/", words | {"kata": "Ditulis bersamaan."})
    assert late.status_code == 409
    assert "Ditulis bersamaan." in late.content.decode()  # nothing typed is lost
    assert ReportWords.objects.get().text == "Kami bekerja bersama."
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        assert client.get(f"{url}konsep.{form}").content.startswith(start)
    freeze = {"nomor": "000.7/9/TPPS", "tanggal": today.isoformat()}
    assert client.post(f"{url}tetapkan/", freeze).status_code == 302
    assert client.post(f"{url}tetapkan/", freeze).status_code == 302  # without a reason: refused
    first = Reported.objects.get()
    assert first.figures["janji_jatuh_tempo"] == 2
    assert (
        client.post(f"{url}tetapkan/", freeze | {"alasan": "Angka diperbaiki"}).status_code == 302
    )
    assert [one.edition for one in Reported.objects.order_by("edition")] == [1, 2]
    word = browser(o.who("gubernur")).get(f"{HOME}laporan/edisi/{first.public_id}.docx")
    assert word.content.startswith(b"PK")
    assert browser(o.who("gubernur")).get(f"/surat/{first.document_id}/").status_code == 200
    assert browser(o.who("camat")).get(f"/surat/{first.document_id}/").status_code == 404
    assert client.get(f"{HOME}laporan/2099-S1/").status_code == 404
