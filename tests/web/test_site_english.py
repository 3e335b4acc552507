"""The English pages: no Indonesian is left but names and official terms, numbers are English."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from django.conf import settings as site
from django.test import Client
from tests.factories import account, child, count, district, event, measured, monthly

from rembuk import reference
from rembuk.office.people.models import Person
from rembuk.office.posyandu.models import ChildStatus, PmtEpisode

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TELLTALE = re.compile(
    r"\b(dan|atau|yang|belum|sudah|dengan|untuk|dari|pada|oleh|anak|ibu|ayah|berat|tinggi|"
    r"panjang|badan|umur|tidak|ada|bukan|semua|naik|turun|kurang|lebih|lahir|tanggal|bulan|hari|"
    r"baris|kolom|berkas|wilayah|keadaan|lihat|dulu|buka|unduh|simpan|cari|kasus|diduga|pendek|"
    r"gizi|buruk|baik|ditimbang|diukur|periksa|timbang|ukur|puskesmasnya|peran|akun|sandi|masuk|"
    r"keluar|catatan|sumber|aturan|tingkat|alasan|langkah|kembali|berikutnya|sebelumnya|"
    r"laki|perempuan|kosong|jumlah|tepat|terlambat|lapor|petugas|penjabat|pejabat|"
    r"januari|februari|maret|mei|juni|juli|agustus|oktober|desember|okt|agu|des)\b",
    re.IGNORECASE,
)
OFFICIAL = re.compile(
    r"Audit Kasus Stunting|Dinas Kesehatan|Bahasa Indonesia|Anak Contoh \d+|Ibu Contoh|"
    r"[\w-]+\.xlsx|contoh-\w+|^Tinggi$|^.*(https?:|github\.com|docs/).*$"
)
"""Names of people, files, accounts, offices, heads of a sheet, sources: they stay as they are."""
SPOKEN = ("alt", "aria-label", "content", "data-text", "placeholder", "title")


class _Words(HTMLParser):
    """What a reader sees or hears of a page; data blocks of scripts too."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0
        self.foreign = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("lang") == "id":  # said to be Indonesian: what was written into a file
            self.foreign = tag
        if tag == "style" or (tag == "script" and given.get("type") != "application/json"):
            self.silent += 1
        if tag == "meta" and given.get("name") != "description":
            return
        self.found += [given[name] or "" for name in SPOKEN if name in given]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.found.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.foreign:
            self.foreign = ""
        if tag in {"script", "style"} and self.silent:
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        if not self.silent and not self.foreign:
            self.found.append(data)


def leftovers(html: str) -> list[str]:
    """Pieces of text with a telltale Indonesian word."""
    reader = _Words()
    reader.feed(html)
    pieces = (OFFICIAL.sub("", " ".join(one.split())) for one in reader.found)
    # keys of data blocks and addresses are not read by anybody
    pieces = (re.sub(r'"[\w-]+":|"/[^"]*"', "", one) for one in pieces)
    return [one for one in pieces if TELLTALE.search(one)]


def english(role: str = "", place: str = "16.06") -> Client:
    client = Client()
    client.cookies[site.LANGUAGE_COOKIE_NAME] = "en"
    if role:
        client.force_login(account(f"contoh-{role}", role, place))
    return client


@pytest.fixture(scope="module", autouse=True)
def children(kept: None) -> list[Person]:
    """A gainer, a confirmed case with PMT, a suspected, a swollen, one odd, one gone, one new."""
    district()
    found = [child() for _ in range(7)]
    monthly(found[0], 12)
    monthly(found[1], 6, nt="T", two_t=True, bgm=True, tbu="pendek", zlen=-2.4, bbu="kurang")
    event(found[1], dt.date(2026, 6, 12), "diduga")
    event(found[1], dt.date(2026, 7, 12), "baru")
    measured(found[2], dt.date(2026, 10, 12), tbu="sangat-pendek", zlen=-3.2, bbtb="gizi-kurang")
    event(found[2], dt.date(2026, 10, 12), "diduga")
    measured(found[3], dt.date(2026, 10, 12), oedema=True, bbtb="gizi-buruk", muac=11.0, headc=40)
    measured(found[4], dt.date(2026, 10, 12), flags=["len"], doubts=["position"], tbu="", zlen=-7)
    Person.objects.filter(pk=found[5].pk).update(left_on=dt.date(2026, 9, 1), left_why="pindah")
    monthly(found[5], 3, until=dt.date(2026, 8, 1))
    PmtEpisode.objects.create(
        child=found[1], place_code=found[1].place_code, start=dt.date(2026, 8, 1),
        programme="PMT", status="", weight_start=8.1, weight_end=8.6,
    )  # fmt: skip
    ChildStatus.objects.filter(child=found[1]).update(case="baru", case_since=dt.date(2026, 7, 12))
    ChildStatus.objects.filter(child=found[2]).update(
        case="diduga", case_since=dt.date(2026, 10, 12), tier=1, rank=1
    )
    count()
    return found


PAGES = (
    ("pimpinan", "/"),
    ("tpps", "/"),
    ("tpps", "/keadaan/16.06/"),
    ("gizi", "/keadaan/16.06.01/"),
    ("camat", "/keadaan/16.06.01.2001/"),
    ("gizi", "/posyandu/anak/"),
    ("gizi", "/posyandu/anak/?status=pendek&umur=12-23&urut=umur"),
    ("kader", "/posyandu/anak/?status=kasus&bulan=2026-10"),
    ("bidan", "/posyandu/lihat-dulu/"),
    ("tpps", "/posyandu/lihat-dulu/?tingkat=1"),
    ("pimpinan", "/posyandu/kelengkapan/"),
    ("gizi", "/posyandu/kelengkapan/?keadaan=belum"),
    ("gizi", "/posyandu/pos/16.06.01.2001.P01/"),
    ("kader", "/posyandu/pos/16.06.02.2001.P01/"),
    ("operator", "/data-masuk/"),
    ("operator", "/data-masuk/unggah/"),
    ("ppdp", "/akses/catatan/"),
    ("admin", "/akses/akun/"),
    ("admin", "/akses/akun/baru/"),
    ("kader", "/akses/saya/"),
    ("tpps", "/akun/2fa/"),
    ("tpps", "/akun/2fa/webauthn/"),
    ("tpps", "/akun/2fa/webauthn/add/"),
    ("tpps", "/akun/2fa/recovery-codes/"),
    ("tpps", "/akun/password/change/"),
    ("tpps", "/akun/logout/"),
    ("tpps", "/tidak-ada/"),
    ("pimpinan", "/posyandu/anak/"),
    ("", "/akun/login/"),
)


@pytest.mark.parametrize(("role", "path"), PAGES, ids=[f"{r or 'siapa'} {p}" for r, p in PAGES])
def test_pages_are_english(role: str, path: str, children: list[Person]) -> None:
    answer = english(role).get(path, follow=True)
    body = answer.content.decode()
    assert '<html lang="en"' in body
    assert leftovers(body) == []


@pytest.mark.parametrize("number", range(7))
def test_child_pages_are_english(number: int, children: list[Person]) -> None:
    body = english("gizi").get(f"/posyandu/anak/{children[number].public_id}/").content.decode()
    assert leftovers(body) == []


def test_measuring_again_is_english(children: list[Person]) -> None:
    client = english("kader", children[1].place_code)
    page = f"/posyandu/anak/{children[1].public_id}/ukur/"
    told = {
        "date": "2026-10-20", "weight": "19", "lenhei": "60", "position": "H", "measured_by": "Kdr"
    }  # fmt: skip
    seen = [client.get(page), client.post(page, {}), client.post(page, {**told, "langkah": ""})]
    assert [leftovers(one.content.decode()) for one in seen] == [[]] * len(seen)
    assert "Look once more" in seen[2].content.decode()


def test_the_log_says_what_was_done_in_english(children: list[Person]) -> None:
    english("gizi").get(f"/posyandu/anak/{children[1].public_id}/")
    body = english("ppdp").get("/akses/catatan/").content.decode()
    assert f"child {children[1].public_id}" in body
    assert ">opened<" in body
    assert leftovers(body.replace(">gizi<", "><")) == []


def test_an_opened_identity_and_a_refused_download_are_english(children: list[Person]) -> None:
    client = english("gizi")
    page = f"/posyandu/anak/{children[1].public_id}/"
    opened = client.post(f"{page}identitas/", {"keperluan": "rujukan"}, follow=True)
    refused = client.post("/posyandu/anak/unduh/", {"keperluan": ""}, follow=True)
    assert "Closes by itself" in opened.content.decode()
    assert leftovers(opened.content.decode()) == []
    assert leftovers(refused.content.decode()) == []


def test_the_meeting_and_a_wrong_password_are_english(children: list[Person]) -> None:
    client = english("tpps")
    client.post("/rapat/", {"nyala": "1"})
    assert leftovers(client.get("/").content.decode()) == []
    wrong = english().post("/akun/login/", {"login": "contoh-tpps", "password": "bukan-ini-1"})
    assert "field-error" in wrong.content.decode()
    assert leftovers(wrong.content.decode()) == []


def test_words_of_the_reference_are_english(children: list[Person]) -> None:
    client = english("gizi")
    listed = client.get("/posyandu/anak/").content.decode()
    assert "stunted" in listed
    assert "severely wasted" in listed
    assert "12 Oct 2026" in listed
    first = client.get("/posyandu/lihat-dulu/").content.decode()
    tier = reference.load().first_look(dt.date(2026, 10, 12)).tiers[0]
    assert tier.name_en in first
    assert tier.name_id not in first
    page = client.get(f"/posyandu/anak/{children[1].public_id}/").content.decode()
    assert "−2.40" in page
    assert "−2,40" not in page


def test_the_detector_sees_indonesian() -> None:
    assert leftovers("<p>Lihat <b>dulu</b></p>") == ["Lihat", "dulu"]
    assert leftovers('<input aria-label="Cari anak">') == ["Cari anak"]
    assert leftovers("<script>var dari = 1;</script><p>Weighed at the posyandu</p>") == []
