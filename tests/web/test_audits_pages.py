"""Pages of cycle, team, selection and worksheets: the closed circle, gates, two at one sheet."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.audit_cycle_rows import Audit, running, stunted
from tests.factories import account

from rembuk.office.access.models import ViewLog
from rembuk.office.audits import circle
from rembuk.office.audits.models import Case, Cycle, Worksheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit() -> Audit:
    return running()


@pytest.fixture
def case(audit: Audit) -> Case:
    found = audit.choose(stunted(name="Anak Rahasia"))
    audit.sheet(found)
    return found


def signed(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def case_urls(case: Case) -> list[str]:
    where = [case.cycle.public_id, case.code]
    names = ("file", "sheet", "sheet-fields", "sheet-pdf", "consent-file", "case")
    return [reverse(f"audits:{name}", args=where) for name in names]


def test_outside_the_circle_a_case_is_like_one_that_never_was(audit, case):
    outsider = signed(audit.outsider)
    leader = signed(account("pimpinan", "pimpinan", "16.06"))
    nutritionist = signed(account("gizi-lain", "gizi", "16.06.01"))
    for client in (outsider, leader, nutritionist):
        for url in case_urls(case):
            there = client.get(url)
            never = client.get(url.replace(case.code, "AKS-999"))
            assert there.status_code == never.status_code == 404, url
            assert there.content == never.content, url


def test_lists_and_counts_say_nothing_outside_the_team(audit, case):
    client = signed(audit.outsider)
    page = client.get(reverse("audits:cycle", args=[audit.cycle.public_id])).content.decode()
    assert case.code not in page
    assert "Jumlah kasus hanya tampak bagi tim audit." in page
    assert "Dipilih" not in page
    rows = client.get(reverse("audits:cases", args=[audit.cycle.public_id])).content.decode()
    assert case.code not in rows
    board = client.get(
        reverse("audits:selection", args=[audit.cycle.public_id, "baduta"])
    ).content.decode()
    assert "Hanya tim teknis siklus ini yang memilih kasus" in board
    assert case.person.public_id not in board
    assert "dari 5 kasus" not in board


def test_inside_there_is_the_code_and_no_name(audit, case):
    client = signed(audit.by)
    for url in (
        reverse("audits:cases", args=[audit.cycle.public_id]),
        reverse("audits:mine"),
        *case_urls(case)[:2],
    ):
        page = client.get(url).content.decode()
        assert case.code in page
        assert "Rahasia" not in page
        assert case.person.public_id not in page
    assert ViewLog.objects.filter(subject_id=case.public_id, action="lembar-kerja").exists()


def test_a_midwife_of_the_case_fills_and_one_of_the_next_village_does_not(audit, case):
    midwife = account("bidan-kasus", "bidan", "16.06.01")
    client = signed(midwife)
    url = reverse("audits:sheet", args=[audit.cycle.public_id, case.code])
    assert client.get(url).status_code == 404
    circle.enter(case, midwife, "bidan", audit.by)
    assert client.get(url).status_code == 200
    assert client.get(reverse("audits:mine")).status_code == 200
    circle.leave(case, midwife, audit.by, reason="Cuti")
    assert client.get(url).status_code == 404


def sent(client: Client, case: Case, *patches: dict) -> dict:
    sheet = Worksheet.objects.get(case=case, current=True)
    answer = client.post(
        reverse("audits:sheet-fields", args=[case.cycle.public_id, case.code]),
        json.dumps({"patches": patches, "since": 0, "layout": sheet.layout_version}),
        content_type="application/json",
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_two_at_one_sheet_see_each_other(audit, case):
    midwife = account("bidan-kasus", "bidan", "16.06.01")
    circle.enter(case, midwife, "bidan", audit.by)
    one, two = signed(audit.by), signed(midwife)
    first = sent(one, case, {"id": "a1", "field": "kka.diare", "value": "ya", "base": 0})
    assert first["results"][0]["status"] == "disimpan"
    late = sent(two, case, {"id": "b1", "field": "kka.diare", "value": "tidak", "base": 0})
    assert late["results"][0] | {"by": ""} == {
        "id": "b1", "field": "kka.diare", "status": "beda", "v": 1, "value": "ya", "by": "",
        "words": "Orang lain mengisi ini lebih dulu.",
    }  # fmt: skip
    assert late["changes"][0]["field"] == "kka.diare"
    again = sent(one, case, {"id": "a1", "field": "kka.diare", "value": "ya", "base": 0})
    assert again["results"][0]["status"] == "sudah"
    news = two.get(
        reverse("audits:sheet-fields", args=[case.cycle.public_id, case.code]),
        {"sejak": late["last"]},
    ).json()
    assert news["changes"] == []


def test_a_sheet_of_an_older_layout_takes_no_patch(audit, case):
    client = signed(audit.by)
    url = reverse("audits:sheet-fields", args=[case.cycle.public_id, case.code])
    body = {"patches": [], "since": 0, "layout": "2020.01-000000"}
    answer = client.post(url, json.dumps(body), content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["locked"]
    assert client.post(url, b"{", content_type="application/json").status_code == 400


def test_without_script_the_form_saves_and_shows_a_conflict(audit, case):
    client = signed(audit.by)
    url = reverse("audits:sheet", args=[case.cycle.public_id, case.code])
    data = {"aksi": "simpan", "kka.ingatan": "Nasi", "lama:kka.ingatan": "", "v:kka.ingatan": "0"}
    assert client.post(url, data).status_code == 302
    page = client.post(url, {**data, "kka.ingatan": "Nasi dan telur"}).content.decode()
    assert "Diisi orang lain lebih dulu" in page
    assert "Nasi dan telur" in page
    chosen = {
        "aksi": "simpan", "kka.ingatan": "Nasi dan telur", "v:kka.ingatan": "1",
        "paksa:kka.ingatan": "on",
    }  # fmt: skip
    client.post(url, chosen)
    sheet = Worksheet.objects.get(case=case)
    assert sheet.answers["kka.ingatan"]["value"] == "Nasi dan telur"


def test_finishing_waits_for_the_answer_to_a_conflict(audit, case):
    client = signed(audit.by)
    url = reverse("audits:sheet", args=[case.cycle.public_id, case.code])
    sent(client, case, {"id": "a1", "field": "kka.ingatan", "value": "Nasi", "base": 0})
    form = {"isi": "1", "versi": "1", "kka.ingatan": "Telur", "lama:kka.ingatan": ""}
    page = client.post(url, {**form, "aksi": "selesai"}).content.decode()
    assert "Diisi orang lain lebih dulu" in page
    assert Worksheet.objects.get(case=case).finished_at is None
    client.post(url, {"isi": "1", "versi": "1", "aksi": "selesai"})
    assert Worksheet.objects.get(case=case).finished_at is not None
    assert "Buka kembali" in client.get(url).content.decode()


def test_sheets_print_without_a_name_and_say_who_took_them(audit, case):
    import io

    from pypdf import PdfReader

    client = signed(audit.by)
    filled = client.get(reverse("audits:sheet-pdf", args=[case.cycle.public_id, case.code]))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(filled.content)).pages)
    assert case.code in text
    assert "Rahasia" not in text
    assert ViewLog.objects.filter(subject_id=case.public_id, action="ekspor").exists()
    for group in ("catin", "bumil", "bufas", "baduta", "balita"):
        blank = client.get(reverse("audits:sheet-blank", args=[audit.cycle.public_id, group]))
        assert blank.content.startswith(b"%PDF-")
    annex = client.get(reverse("audits:team-annex", args=[audit.cycle.public_id, "pdf"]))
    assert annex.content.startswith(b"%PDF-")


def test_team_pages_take_a_decree_and_refuse_what_is_no_paper(audit):
    client = signed(audit.by)
    url = reverse("audits:team", args=[audit.cycle.public_id])
    today = timezone.localdate().isoformat()
    paper = SimpleUploadedFile("sk.pdf", b"MZ not a paper", "application/pdf")
    page = client.post(url, {"aksi": "sk", "nomor": "1", "tanggal": today, "berkas": paper})
    assert page.status_code == 200
    assert not audit.cycle.decrees.exists()
    client.post(url, {"aksi": "sk", "nomor": "188/2026", "tanggal": today})
    assert audit.cycle.decrees.get().number == "188/2026"
    member = {"aksi": "anggota", "nama": "Pakar Contoh", "peran": "pakar", "keahlian": "anak"}
    client.post(url, {**member, "mulai": today})
    assert audit.cycle.members.filter(expertise="anak").exists()
    back = client.post(url, {**member, "mulai": today, "sampai": "2020-01-01"}).content.decode()
    assert "Masa tugas berakhir sebelum dimulai." in back
    assert 'value="Pakar Contoh"' in back


def test_a_leader_reads_the_team_and_changes_nothing(audit):
    client = signed(account("pimpinan", "pimpinan", "16.06"))
    url = reverse("audits:team", args=[audit.cycle.public_id])
    assert client.get(url).status_code == 200
    posted = client.post(url, {"aksi": "sk", "nomor": "1", "tanggal": "2026-01-01"})
    assert posted.status_code == 404
    board = reverse("audits:selection", args=[audit.cycle.public_id, "baduta"])
    assert client.get(board).status_code == 403


def test_choosing_on_the_board(audit):
    worse, other = stunted(), stunted()
    client = signed(audit.by)
    url = reverse("audits:selection", args=[audit.cycle.public_id, "baduta"])
    page = client.get(url).content.decode()
    assert worse.public_id in page
    second = other if page.index(worse.public_id) < page.index(other.public_id) else worse
    refused = client.post(url, {"orang": second.public_id, "sebagai": "kasus", "mengapa": "Sulit"})
    assert "melewati urutan" in refused.content.decode()
    assert 'value="Sulit"' in refused.content.decode()
    taken = client.post(
        url, {"orang": second.public_id, "sebagai": "kasus", "lewati": "Pertama menolak"}
    )
    assert taken.status_code == 302
    assert Case.objects.get().overridden == "Pertama menolak"
    assert second.public_id not in client.get(url).content.decode()


def test_settings_of_somebody_else_are_not_overwritten(audit):
    client = signed(audit.by)
    url = reverse("audits:settings", args=[audit.cycle.public_id])
    audit.cycle.refresh_from_db()
    form = {f"kuota-{group}": "2" for group in audit.cycle.quotas}
    form |= {"versi": str(audit.cycle.version), "gerbang-override": "on", "kursi-anak": "on"}
    assert client.post(url, form).status_code == 302
    late = client.post(url, {**form, "kuota-bumil": "9"}).content.decode()
    assert "sudah diubah orang lain" in late
    assert 'value="9"' in late
    cycle = Cycle.objects.get(pk=audit.cycle.pk)
    assert cycle.quotas["bumil"] == 2
    assert cycle.gates["expert_seats"] == "anak"


def test_steps_out_of_order_are_refused_in_words(audit):
    client = signed(audit.by)
    url = reverse("audits:step", args=[audit.cycle.public_id, 3])
    today = timezone.localdate().isoformat()
    page = client.post(url, {"aksi": "mulai", "tanggal": today}, follow=True).content.decode()
    assert "Tahap II belum selesai." in page
    assert "Belum ada kasus yang dipilih." in page
    client.post(url, {"aksi": "mulai", "tanggal": today, "alasan": "Jadwal bupati"})
    assert audit.cycle.steps.get(number=3).started_on is not None


def test_a_person_who_died_asks_for_an_answer_on_the_file(audit, case):
    person = case.person
    person.left_on, person.left_why = timezone.localdate(), "meninggal"
    person.save()
    client = signed(audit.by)
    url = reverse("audits:file", args=[case.cycle.public_id, case.code])
    assert "Orang ini tercatat meninggal" in client.get(url).content.decode()
    case.refresh_from_db()
    stale = {"aksi": "keluar", "jawaban": "dihentikan", "alasan": "Meninggal", "versi": "0"}
    assert "sudah diubah orang lain" in client.post(url, stale).content.decode()
    client.post(url, {**stale, "versi": str(case.version)})
    case.refresh_from_db()
    assert case.state == "dibatalkan"
