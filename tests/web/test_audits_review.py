"""Pages of case, review, panel and meeting: the circle, opinions apart, papers without a name."""

from __future__ import annotations

import datetime as dt
import io
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.audit_rows import (
    NAME,
    PASSWORD,
    World,
    audited,
    concluded,
    evidence,
    meeting,
    opinion,
)

from rembuk.office.access.models import ViewLog
from rembuk.office.audits import circle
from rembuk.office.audits.meeting import papers as meeting_papers
from rembuk.office.audits.meeting import rows as meeting_rows
from rembuk.office.audits.meeting import turning
from rembuk.office.audits.meeting.turning import AnswerDraft
from rembuk.office.audits.models import Answer, Conclusion, Finding, Meeting, Recommendation
from rembuk.office.documents import letters
from rembuk.office.documents.matrix import COLUMNS
from rembuk.office.ledger.models import Promise

pytestmark = pytest.mark.django_db
DUE = timezone.localdate() + dt.timedelta(days=30)


@pytest.fixture
def w() -> World:
    return audited()


def browser(w: World, name: str) -> Client:
    client = Client()
    user = w.people.get(name) or w.offices.who(name)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(w: World, page: str) -> str:
    return reverse(f"audits:{page}", args=[w.cycle.public_id, w.case.code])


def test_outside_the_circle_a_case_does_not_exist(w: World) -> None:
    pages = ("case", "review", "panel")
    for name in ("luar", "bupati", "dinkes", "tpps", "verifikator"):
        client = browser(w, name)
        for page in pages:
            never = reverse(f"audits:{page}", args=[w.cycle.public_id, "AKS-999"])
            told, silent = client.get(at(w, page)), client.get(never)
            assert told.status_code == silent.status_code == 404, (name, page)
            assert len(told.content) == len(silent.content)
    assert browser(w, "teknis").get(at(w, "case")).status_code == 200
    assert browser(w, "teknis").get(at(w, "review")).status_code == 404  # inside, not assigned


def test_a_case_shows_no_name_until_it_is_opened_for_a_purpose(w: World) -> None:
    concluded(w)
    client = browser(w, "anak")
    for page in ("case", "review", "panel"):
        assert NAME not in client.get(at(w, page)).content.decode()
    client.post(at(w, "case-open"), {"keperluan": "iseng"})
    assert NAME not in client.get(at(w, "case")).content.decode()
    client.post(at(w, "case-open"), {"keperluan": "telaah"})
    assert NAME in client.get(at(w, "case")).content.decode()
    line = ViewLog.objects.filter(action="buka-identitas").get()
    assert line.subject_id == w.case.public_id
    assert "Menelaah kasus" in line.purpose
    client.post(at(w, "case-close"))
    assert NAME not in client.get(at(w, "case")).content.decode()


def test_opinions_are_apart_until_the_own_one_is_handed_in(w: World) -> None:
    opinion(w, "anak", "I-DIS-03")
    mine = browser(w, "gizi")
    for page in ("case", "review", "panel"):
        text = mine.get(at(w, page)).content.decode()
        assert "Tindakan menurut anak" not in text
        assert evidence()[0].text not in text
    chair = browser(w, "ketua").get(at(w, "panel")).content.decode()
    assert "masih tertutup" in chair
    opinion(w, "gizi", "I-DIET-01")
    assert "TBC anak" in mine.get(at(w, "panel")).content.decode()
    assert "sebab utama yang berbeda" in browser(w, "ketua").get(at(w, "panel")).content.decode()


def test_an_expert_writes_signs_and_a_wrong_password_does_not_sign(w: World) -> None:
    client = browser(w, "anak")
    line = {"bukti": "ayah batuk", "sumber": "kunjungan rumah", "tanggal": ""}
    said = {"sebab": "I-DIS-03", "keyakinan": "diduga", "utama": "1", **line}
    assert (
        client.post(at(w, "review-finding"), said | {"bukti": "", "sumber": ""}).status_code == 422
    )
    assert client.post(at(w, "review-finding"), said).status_code == 302
    asked = {
        "isi": "Foto dada dan obat", "kepada": "orang", "kapan": "segera", "ukur": "hasil foto",
    }  # fmt: skip
    assert client.post(at(w, "review-recommend"), asked).status_code == 302
    assert client.post(at(w, "review-hand-in")).status_code == 302
    opinion(w, "gizi")
    chair = browser(w, "ketua")
    held = {
        "isi": "Panel menduga TB anak dari kontak serumah.", "sebab": "I-DIS-03",
        "keyakinan": "diduga", "utama": "I-DIS-03", "versi": "0",
    }  # fmt: skip
    assert chair.post(at(w, "panel-conclude"), held).status_code == 302
    page = client.get(at(w, "panel"))
    digest = page.context["digest"]
    client.post(at(w, "panel-sign"), {"sandi": "salah", "isi_dibaca": digest})
    conclusion = Conclusion.objects.get()
    assert not conclusion.signings.exists()
    client.post(at(w, "panel-sign"), {"sandi": PASSWORD, "isi_dibaca": digest})
    assert conclusion.signings.get().member == w.members["anak"]


def test_a_conflict_shows_both_and_keeps_what_was_typed(w: World) -> None:
    client = browser(w, "anak")
    line = {"bukti": "ayah batuk", "sumber": "kunjungan rumah", "tanggal": ""}
    said = {"sebab": "I-DIS-03", "keyakinan": "diduga", **line}
    client.post(at(w, "review-finding"), said)
    other = said | {"keyakinan": "terbukti", "bukti": "BTA positif"}
    answer = client.post(at(w, "review-finding"), other)  # a second window, opened before the first
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "ayah batuk" in text
    assert "BTA positif" in text
    assert Finding.objects.get().certainty == "diduga"
    again = other | {"versi": str(answer.context["version"])}
    assert client.post(at(w, "review-finding"), again).status_code == 302
    assert Finding.objects.get().certainty == "terbukti"


def live(w: World, held: Meeting, page: str = "live") -> str:
    return reverse(f"audits:{page}", args=[w.cycle.public_id, held.public_id])


def test_a_meeting_answers_on_the_spot(w: World) -> None:
    concluded(w)
    held, client = meeting(w), browser(w, "ketua")
    text = client.get(live(w, held)).content.decode()
    assert w.case.code in text
    assert NAME not in text
    one = Recommendation.objects.filter(case=w.case).first()
    assert one is not None
    said = {"rekomendasi": one.public_id, "kantor": "dinkes", "tenggat": DUE.isoformat()}
    refused = client.post(live(w, held, "live-answer"), said | {"jawaban": "ditolak"})
    assert refused.status_code == 422
    assert (
        client.post(live(w, held, "live-answer"), said | {"jawaban": "diterima"}).status_code == 302
    )
    assert Promise.objects.get().owner == w.offices["dinkes"]
    twice = client.post(live(w, held, "live-answer"), said | {"jawaban": "diterima"})
    assert twice.status_code == 409
    assert Answer.objects.count() == 1


def test_the_meeting_shows_no_case_outside_the_circle(w: World) -> None:
    concluded(w)
    held = meeting(w)
    client = browser(w, "tpps")  # manages audits here, is in no circle
    text = client.get(live(w, held)).content.decode()
    assert w.case.code not in text
    one = Recommendation.objects.filter(case=w.case).first()
    assert one is not None
    said = {"rekomendasi": one.public_id, "kantor": "dinkes", "jawaban": "diterima"}
    assert client.post(live(w, held, "live-answer"), said).status_code == 404


def all_answered(w: World) -> Meeting:
    concluded(w)
    held = meeting(w)
    for one in Recommendation.objects.filter(case=w.case):
        draft = AnswerDraft(w.offices["dinkes"], "diterima", due=DUE, budget=1_250_000)
        turning.answer(one, draft, w.people["ketua"], meeting=held)
    return held


def secrets(w: World) -> tuple[str, ...]:
    """What no paper of a meeting may say."""
    return (NAME, "Rahasia", "Contoh Jaya", w.case.person.public_id)


def test_the_pack_and_the_matrix_tell_no_name(w: World) -> None:
    held = all_answered(w)
    cases = list(circle.cases_for(w.people["ketua"]).filter(cycle=w.cycle))
    rows = meeting_rows.of_cases(cases)
    head = meeting_papers.letterhead_of(held)
    pack = meeting_papers.pack_of(held, cases, rows)
    papers = [
        meeting_papers.slides(held, pack, head), meeting_papers.handout(held, pack, head),
        meeting_papers.rtl(held, rows, head), meeting_papers.attendance(held, head),
        meeting_papers.invitation(held, head),
    ]  # fmt: skip
    for letter in papers:
        pdf = letters.render(letter)
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        plain = text.replace("\u00ad", "").replace("-\n", "")
        assert not [secret for secret in secrets(w) if secret in plain], letter.kind
        if letter.kind in {"paparan", "laporan"}:
            assert w.case.code in plain


def test_the_matrix_has_the_columns_and_no_name(w: World) -> None:
    held = all_answered(w)
    client = browser(w, "ketua")
    answer = client.get(live(w, held, "meeting-matrix"))
    book = load_workbook(io.BytesIO(answer.content))
    cells = [[cell.value for cell in row] for row in book["RTL"].iter_rows()]
    assert cells[2] == [column.head for column in COLUMNS]
    assert len(cells[2]) == 22
    row = cells[3]
    assert row[2] == w.case.code
    assert row[8] == "Dinkes"
    assert row[12] == 1_250_000
    assert row[17] == "diterima"
    with ZipFile(io.BytesIO(answer.content)) as parts:
        whole = "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    assert not [secret for secret in secrets(w) if secret in whole]
    word = client.get(live(w, held, "meeting-matrix-word"))
    with ZipFile(io.BytesIO(word.content)) as parts:
        whole = parts.read("word/document.xml").decode()
    assert w.case.code in whole
    assert not [secret for secret in secrets(w) if secret in whole]
    assert ViewLog.objects.filter(action="ekspor", subject_kind="rapat-audit").count() == 2


def test_causes_are_searched_by_words(w: World) -> None:
    text = browser(w, "anak").get(at(w, "review-causes"), {"cari": "jamban"}).content.decode()
    assert "U-ENV-02" in text
    assert "I-DIS-03" not in text
