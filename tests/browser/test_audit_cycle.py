"""A whole cycle of the audit, from the decree to the closed report, played in the browser by those
who do it in a district: the TPPS secretariat, the technical team, an expert, an office, and the
leader who judges its proof. On SQLite and on PostgreSQL.
"""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.browser.visiting import PASSWORD, Visitor, opened
from tests.kept_files import pdf

pytestmark = [pytest.mark.browser, pytest.mark.both]
SIGNED = {"name": "lembar.pdf", "mimeType": "application/pdf", "buffer": pdf()}
ADVICE = "Foto dada di puskesmas; obati TB bila terbukti"


@pytest.fixture(scope="module")
def roles(browser, either_server):
    """The five, each signed in at a place of its own; the technical team fills in on a phone."""
    widths = {"tpps": 1280, "audit": 360, "pakar": 1280, "dinkes": 1280, "bupati": 1280}
    made = {name: opened(browser, either_server, name, width) for name, width in widths.items()}
    yield made
    for one in made.values():
        one.context.close()


def press(page: Page, name: str) -> None:
    """Press the button of that name and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def said(page: Page, words: str) -> None:
    """The page says so."""
    expect(page.locator("#isi")).to_contain_text(words)


def step(tpps: Visitor, home: str, act: str) -> Page:
    """Start or finish the step that is on, as today."""
    page = tpps.open(home)
    press(page, act)
    said(page, "Tahap dicatat.")
    return page


def test_a_cycle_from_decree_to_report(roles):
    tpps, team, expert = roles["tpps"], roles["audit"], roles["pakar"]
    office, judge = roles["dinkes"], roles["bupati"]
    home = make_a_cycle_with_its_team(tpps)
    case, name = choose_ask_and_fill(team, home)
    for outside in (tpps, office, judge):
        assert outside.page.goto(f"{outside.address}{case}").status == 404
    give_an_opinion(team, expert, case, name)
    conclude_and_sign(team, expert, case)
    step(tpps, home, "Nyatakan tahap selesai")
    step(tpps, home, "Mulai tahap ini")
    promise = answer_in_the_meeting(team, home, name)
    step(tpps, home, "Nyatakan tahap selesai")
    step(tpps, home, "Mulai tahap ini")
    keep_the_promise(office, judge, promise, name)
    decide_report_and_close(tpps, team, home, case, name)
    for one in roles.values():
        assert [text for text in one.errors if "404" not in text and "422" not in text] == []


def make_a_cycle_with_its_team(tpps: Visitor) -> str:
    """Decree, a technical member, one expert, three empty seats with a reason; step I done."""
    page = tpps.open("/audit/")
    page.fill("#f-tahun", "2027")
    page.select_option("#f-semester", "1")
    press(page, "Buka siklus")
    home = "/" + page.url.split("/", 3)[3]

    page.goto(f"{tpps.address}{home}setelan/")
    for group in ("catin", "bumil", "bufas", "baduta", "balita"):
        page.fill(f"#k-{group}", "1" if group == "balita" else "0")
    press(page, "Simpan setelan")
    said(page, "Setelan disimpan.")

    page.goto(f"{tpps.address}{home}")
    press(page, "Mulai tahap ini")
    press(page, "Nyatakan tahap selesai")  # too early: nothing is there yet
    said(page, "SK tim audit belum dicatat.")
    expect(page.locator("[aria-current=step]")).to_contain_text("I. Pembentukan tim")

    page.goto(f"{tpps.address}{home}tim/")
    page.get_by_text("Catat SK", exact=True).first.click()
    page.fill("#sk-n", "050/17/KEP/2026")
    page.fill("#sk-t", "2026-01-05")
    page.set_input_files("#sk-f", SIGNED)
    press(page, "Catat SK")
    said(page, "050/17/KEP/2026")
    for person, part, expertise, account in (
        ("Sekretaris Contoh", "ketua", "", "tpps"),
        ("Petugas Contoh", "teknis", "", "audit"),
        ("dr. Contoh, Sp.A", "pakar", "anak", "pakar"),
    ):
        page.fill("#m-n", person)
        page.select_option("#m-p", part)
        page.select_option("#m-k", expertise)
        page.fill("#m-ak", account)
        page.fill("#m-m", "2026-01-05")
        press(page, "Tambah anggota")
        said(page, person)
    for expertise in ("obgin", "psikolog", "gizi"):
        page.select_option("#ks-k", expertise)
        page.fill("#ks-a", "Belum ada di kabupaten ini")
        press(page, "Catat pengecualian")
    step(tpps, home, "Nyatakan tahap selesai")
    step(tpps, home, "Mulai tahap ini")
    return home


def choose_ask_and_fill(team: Visitor, home: str) -> tuple[str, str]:
    """Choose a child, write down consent, fill the worksheet; address of the case, the name."""
    page = team.open(f"{home}pilih/balita/")
    page.locator("article summary.button").first.click()
    page.locator("button[value=kasus]").first.click()
    said(page, "1 dari 1 kasus dipilih")
    page.get_by_role("link", name=re.compile("^AKS-")).first.click()
    page.wait_for_url("**/berkas/")
    file = "/" + page.url.split("/", 3)[3]

    page.check("input[name=jawaban][value=ada]")
    page.select_option("#p-dari", "orang-tua")
    press(page, "Simpan persetujuan")
    said(page, "unggah lembar persetujuannya")
    page.check("input[name=jawaban][value=ada]")
    page.select_option("#p-dari", "orang-tua")
    page.set_input_files("#p-f", SIGNED)
    press(page, "Simpan persetujuan")
    page.get_by_text("Catat kunjungan", exact=True).click()
    page.fill("#v-s", "Bidan desa")
    page.fill("#v-c", "Ayah batuk lebih dari dua minggu, serumah dengan anak.")
    press(page, "Simpan kunjungan")
    said(page, "Ayah batuk")

    page = team.open(file.replace("/berkas/", "/lembar/"))
    page.select_option("[data-field='kka.diare']", "ya")
    page.locator("[data-sheet-state]", has_text="Tersimpan").wait_for()
    press(page, "Nyatakan selesai")
    page.get_by_role("button", name="Buka kembali").wait_for()

    case = file.removesuffix("berkas/")
    return case, name_of(team, case, "kunjungan")


def name_of(visitor: Visitor, case: str, why: str) -> str:
    """Open the file for a purpose, read the name, close it again."""
    page = visitor.open(case)
    page.locator("#identitas summary").click()
    page.check(f"input[name=keperluan][value={why}]")
    press(page, "Buka dan catat")
    name = page.locator("section:has(#h-buka) dd").first.inner_text()
    press(page, "Tutup berkas")
    expect(page.locator("body")).not_to_contain_text(name)
    return name


def give_an_opinion(team: Visitor, expert: Visitor, case: str, name: str) -> None:
    """The case is nothing to the expert until it is given; then a cause, a recommendation."""
    assert expert.page.goto(f"{expert.address}{case}").status == 404
    page = team.open(case)
    press(page, "Tugaskan dr. Contoh, Sp.A")
    assert name_of(expert, case, "telaah") == name

    page = expert.open(f"{case}telaah/")
    page.fill("#cari-sebab", "batuk")
    page.locator("#hasil-sebab input[name=sebab]").first.check()
    form = page.locator("section:has(#h-tulis) form", has_text="Seberapa yakin?")
    form.locator("[name=keyakinan][value=diduga]").check()
    form.locator("[name=utama]").check()
    form.locator("[name=bukti]").first.fill("Ayah batuk lebih dari dua minggu")
    form.locator("[name=sumber]").first.fill("kunjungan rumah")
    press(page, "Simpan sebab")
    page.fill("#isi-baru", ADVICE)
    page.select_option("#kepada-baru", "opd")
    page.select_option("#kapan-baru", "segera")
    page.fill("#ukur-baru", "hasil foto dada")
    press(page, "Simpan rekomendasi")
    press(page, "Serahkan pendapat")
    said(page, "Pendapat diserahkan.")


def conclude_and_sign(team: Visitor, expert: Visitor, case: str) -> None:
    """The team writes what the panel holds, the expert signs it with the password."""
    team.page.set_viewport_size({"width": 1280, "height": 800})
    page = team.open(f"{case}panel/")
    page.fill("#isi-simpul", "Panel menduga TB anak dari kontak serumah.")
    press(page, "Simpan kesimpulan")
    page = expert.open(f"{case}panel/")
    page.fill("#sandi", "bukan-sandi-saya")
    press(page, "Tandatangani kesimpulan")
    said(page, "Kata sandi salah.")
    page.fill("#sandi", PASSWORD)
    press(page, "Tandatangani kesimpulan")
    said(page, "Kesimpulan ditandatangani.")


def answer_in_the_meeting(team: Visitor, home: str, name: str) -> str:
    """Invite, take the answers by single keys, write minutes, close; number of the promise."""
    page = team.open(f"{home}rapat/")
    page.fill("#tanggal", page.evaluate("new Date().toLocaleDateString('sv')"))
    page.fill("#tempat", "Aula contoh")
    press(page, "Rencanakan rapat")
    meeting = "/" + page.url.split("/", 3)[3]
    page.get_by_text("Kantor lain", exact=True).first.click()
    page.locator("[name=kantor][value=dinkes]").first.check()
    press(page, "Simpan undangan")
    page.locator("select[name^=hadir-]").first.select_option(index=1)
    press(page, "Simpan daftar hadir")

    page = team.open(f"{meeting}langsung/")
    said(page, "0 dari 1 rekomendasi dijawab")
    page.select_option("#kantor", "dinkes")
    page.fill("#alasan", "t o u")  # keys typed into a field are words, no answer
    page.focus("main")
    with page.expect_navigation():
        page.keyboard.press("o")
    said(page, "menolak. Alasannya dicatat.")
    page.get_by_text("Tarik jawaban ini").click()
    page.fill("#alasan-tarik", "Salah tekan di layar rapat")
    press(page, "Tarik jawaban")
    page.select_option("#kantor", "dinkes")
    page.focus("main")
    with page.expect_navigation():
        page.keyboard.press("t")
    said(page, "1 dari 1 rekomendasi dijawab")
    number = re.search(r"Menjadi janji\s+(\S+?),", page.locator("#isi").inner_text())
    assert number is not None

    page = team.open(meeting)
    page.fill("#notulen", "Dinkes menerima rekomendasi untuk satu kasus.")
    press(page, "Simpan notulen")
    press(page, "Paparan")
    slides = text_of(team, "section:has(#h-surat) .rows a")
    assert "AKS-001" in slides
    assert name not in slides
    page = team.open(meeting)
    press(page, "Tutup rapat")
    said(page, "Rapat ini sudah selesai.")
    return number.group(1)


def text_of(visitor: Visitor, link: str) -> str:
    """The words of the paper the first link leads to."""
    href = visitor.page.locator(link).first.get_attribute("href")
    body = visitor.context.request.get(f"{visitor.address}{href}unduh/").body()
    return "\n".join(part.extract_text() for part in PdfReader(io.BytesIO(body)).pages)


def keep_the_promise(office: Visitor, judge: Visitor, number: str, name: str) -> None:
    """The office starts, cannot end it without proof, brings it; another than the office judges."""
    page = office.open("/janji/?daftar=kantor")
    page.get_by_role("link", name=ADVICE).first.click()
    page.wait_for_load_state("networkidle")
    said(page, number)
    expect(page.locator("body")).not_to_contain_text(name)
    promise = "/" + page.url.split("/", 3)[3]
    press(page, "Mulai kerjakan")
    said(page, "Dinyatakan selesai sesudah ada bukti.")
    page.locator("summary", has_text="Tambah bukti").click()
    page.select_option("#b-jenis", "berkas")
    page.set_input_files("#b-berkas", SIGNED)
    page.fill("#b-tanggal", "2026-11-01")
    page.fill("#b-isi", "Foto dada dan hasilnya")
    press(page, "Simpan bukti")
    page.keyboard.press("s")
    said(page, "menunggu pemeriksaan")
    assert page.get_by_role("button", name="Benarkan buktinya").count() == 0
    page = judge.open(promise)
    press(page, "Benarkan buktinya")
    said(page, "selesai dan diperiksa")


def decide_report_and_close(tpps: Visitor, team: Visitor, home: str, case: str, name: str) -> None:
    """How the case ended with a lesson; the report has no name; then the cycle is closed."""
    page = team.open(f"{case}tindak-lanjut/")
    page.select_option("#f-hasil", "membaik")
    page.fill("#f-alasan", "Berat naik dua kali dan ayah diobati")
    press(page, "Putuskan hasil akhir")
    said(page, "Tulis pelajaran untuk kasus serupa")
    assert page.input_value("#f-alasan") == "Berat naik dua kali dan ayah diobati"
    page.fill("#f-pelajaran", "Anak pendek dengan batuk serumah: periksa TB lebih dulu.")
    press(page, "Putuskan hasil akhir")

    tpps.open(f"{home}evaluasi/")
    press(tpps.page, "Tutup siklus")
    said(tpps.page, "Laporan siklus belum dibuat.")
    step(tpps, home, "Nyatakan tahap selesai")
    page = team.open(f"{home}evaluasi/")
    press(page, "Buat laporan (PDF)")
    words = text_of(team, "section:has(#h-laporan) .rows a")
    assert "AKS-001" in words
    assert name not in words
    page = tpps.open(f"{home}evaluasi/")
    press(page, "Tutup siklus")
    said(page, "Siklus ditutup.")
    assert page.get_by_role("button", name="Tutup siklus").count() == 0
