"""The pages of linking: scope, masking, one answer a key, second opinion, the log, splitting."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from tests.factories import account, district, signed_in
from tests.linking_rows import doubt, edition, listed, ref, run, scripted, weighed_child

from rembuk.office.access.models import ViewLog
from rembuk.office.linking import refs, services
from rembuk.office.linking.models import Change, Decision, Doubt, DoubtState, LinkRun
from rembuk.office.people.models import Person

pytestmark = pytest.mark.django_db

BORN = dt.date(1990, 5, 4)
CARD, OTHER_CARD = "1606011201150001", "1606011201150002"
POST, NEXT = "16.06.01.2001.P01", "16.06.01.2001.P02"


@pytest.fixture(autouse=True)
def _places() -> None:
    district()


@pytest.fixture
def asked() -> Doubt:
    a = listed(edition("dukcapil", dt.date(2026, 1, 31)), "Siti Aminah Tiruan", BORN, card=CARD)
    b = listed(edition("krs", dt.date(2026, 6, 30)), "Siti Amina Tiruan", BORN, card=OTHER_CARD)
    run(pairs=[(ref(a), ref(b), 4.0)])
    return doubt(ref(a), ref(b))


@pytest.fixture
def children() -> Doubt:
    one = weighed_child(POST, dt.date(2025, 4, 8), "P", "Anak Tiruan")
    two = weighed_child(NEXT, dt.date(2025, 4, 8), "P", "Anak Tirwan")
    pair = refs.person(one.public_id), refs.person(two.public_id)
    run(clusters=[list(pair)], pairs=[(*pair, 20.0)])
    return doubt(*pair)


def pair(of: Doubt) -> str:
    return f"/kecocokan/ragu/{of.key}/"


def answered(client: Client, of: Doubt, said: str) -> None:
    answer = client.post(f"{pair(of)}jawab/", {"jawaban": said})
    assert answer.status_code == 302


def test_names_are_masked_but_for_the_letters_that_differ(asked: Doubt) -> None:
    text = signed_in("verifikator").get(pair(asked)).content.decode()
    assert "Aminah" not in text
    assert "<mark>h</mark>" in text


def test_who_may_see_names_sees_them(asked: Doubt) -> None:
    text = signed_in("bidan", "16.06.01.2001").get(pair(asked)).content.decode()
    assert "Amina<mark>h</mark>" in text


def test_opening_a_pair_and_its_names_is_logged(asked: Doubt) -> None:
    client = signed_in("verifikator")
    client.get(pair(asked))
    assert ViewLog.objects.filter(action="buka", subject_id=asked.key).count() == 1
    assert client.post(f"{pair(asked)}identitas/").status_code == 302
    line = ViewLog.objects.get(action="buka-identitas")
    assert line.purpose == "Memeriksa data ganda atau salah"
    assert "Amina<mark>h</mark>" in client.get(pair(asked)).content.decode()


@pytest.mark.parametrize("path", ["", "jawab/", "identitas/"])
def test_a_pair_of_another_place_is_not_found(path: str, asked: Doubt) -> None:
    client = signed_in("bidan", "16.06.02")
    answer = client.post(pair(asked) + path) if path else client.get(pair(asked))
    assert answer.status_code == 404


def test_a_pair_over_two_villages_is_for_who_has_both() -> None:
    a = listed(edition("dukcapil", dt.date(2026, 1, 31)), "Siti Tiruan", BORN, card=CARD)
    b = listed(edition("krs", dt.date(2026, 6, 30)), "Siti Tirwan", BORN, card=OTHER_CARD,
               place="16.06.01.2002")  # fmt: skip
    run(pairs=[(ref(a), ref(b), 4.0)])
    of = doubt(ref(a), ref(b))
    assert of.place_code == "16.06.01"
    assert signed_in("bidan", "16.06.01.2001").get(pair(of)).status_code == 404
    assert signed_in("gizi", "16.06.01").get(pair(of)).status_code == 200


@pytest.mark.parametrize(("said", "persons"), [("sama", 1), ("beda", 2)])
def test_one_answer_settles_a_pair_and_can_be_taken_back(
    said: str, persons: int, asked: Doubt
) -> None:
    client = signed_in("tpps")
    answered(client, asked, said)
    assert Person.objects.count() == persons
    decision = Decision.objects.get()
    queue = client.get("/kecocokan/ragu/?tampil=selesai").content.decode()
    assert f"/kecocokan/keputusan/{decision.key}/batal/" in queue  # the last answer, at hand
    client.post(f"/kecocokan/keputusan/{decision.key}/batal/")
    assert Person.objects.count() == 0
    asked.refresh_from_db()
    assert asked.state == DoubtState.OPEN
    assert ViewLog.objects.filter(action="cocokkan").count() == 2


def test_later_and_no_answer(asked: Doubt) -> None:
    client = signed_in("tpps")
    assert client.post(f"{pair(asked)}jawab/").status_code == 422
    answered(client, asked, "nanti")
    assert "Tidak ada yang menunggu" in client.get("/kecocokan/ragu/").content.decode()
    assert pair(asked) in client.get("/kecocokan/ragu/?tampil=nanti").content.decode()


def test_an_answer_given_meanwhile_is_said_and_changes_nothing(asked: Doubt) -> None:
    services.decide(asked, "beda", account("lain", "tpps"))
    answer = signed_in("gizi").post(f"{pair(asked)}jawab/", {"jawaban": "sama"}, follow=True)
    assert "sudah dijawab orang lain" in answer.content.decode()
    assert Decision.objects.count() == 1


def test_two_children_need_two_accounts(children: Doubt) -> None:
    first, second = signed_in("tpps"), signed_in("gizi")
    answered(first, children, "sama")
    assert Person.objects.count() == 2
    decision = Decision.objects.get()
    opinion = f"/kecocokan/keputusan/{decision.key}/pendapat/"
    assert "Setuju, sambungkan" not in first.get(pair(children)).content.decode()
    first.post(opinion, {"pendapat": "setuju"})
    assert Person.objects.count() == 2
    assert "Setuju, sambungkan" in second.get(pair(children)).content.decode()
    second.post(opinion, {"pendapat": "setuju"})
    assert Person.objects.count() == 1


def test_a_joined_child_is_found_under_its_former_code_and_split_again(children: Doubt) -> None:
    first = account("tpps", "tpps")
    decision = services.decide(children, "sama", first)
    services.second_opinion(decision, True, account("gizi", "gizi"))
    change = Change.objects.get(kind="gabung")
    client = signed_in("gizi", "16.06.01")
    answer = client.get(f"/kecocokan/orang/{change.other}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/kecocokan/orang/{change.person}/"
    assert "Pisahkan menjadi dua orang" in answer.content.decode()
    client.post(f"/kecocokan/riwayat/{change.key}/pisah/", {"alasan": "dua anak"})
    assert Person.objects.filter(public_id__in=[change.person, change.other]).count() == 2
    assert "dua anak" in client.get(f"/kecocokan/orang/{change.person}/").content.decode()


def test_a_listed_row_is_released_from_a_person() -> None:
    a = listed(edition("dukcapil", dt.date(2026, 1, 31)), "Siti Tiruan", BORN, card=CARD)
    b = listed(edition("krs", dt.date(2026, 6, 30)), "Siti Tiruan", BORN, card=OTHER_CARD)
    run(clusters=[[ref(a), ref(b)]])
    person = Person.objects.get()
    client = signed_in("tpps")
    page = f"/kecocokan/orang/{person.public_id}/"
    assert client.post(f"{page}lepas/", {"catatan": "l:x#0"}).status_code == 422
    assert client.post(f"{page}lepas/", {"catatan": ref(b)}).status_code == 302
    assert Person.objects.count() == 2


def test_two_persons_an_officer_knows_are_compared_before_they_are_joined(children: Doubt) -> None:
    krs = edition("krs", dt.date(2026, 6, 30))
    listed(krs, "Siti Tiruan", BORN, card=CARD)
    listed(krs, "Siti Tirwan", BORN, card=OTHER_CARD)
    run()
    one, other = Person.objects.filter(name__startswith="Siti").order_by("pk")
    client = signed_in("tpps")
    page = f"/kecocokan/orang/{one.public_id}/gabung/"
    assert client.post(page, {"kode": "salah"}).status_code == 422
    answer = client.post(page, {"kode": other.public_id.lower()})
    of = Doubt.objects.get(kind="orang")
    assert answer["Location"] == pair(of)
    assert of.needs_second
    answered(client, of, "sama")
    assert Decision.objects.get(pair=of.key).state == "menunggu"


def test_the_page_of_runs_adds_up_and_says_the_threshold(asked: Doubt) -> None:
    text = signed_in("tpps").get("/kecocokan/").content.decode()
    assert "0 + 0 + 2 + 0 + 0 = 2 baris masuk" in text
    assert "99,00%" in text
    assert "diukur pada daerah tiruan, belum pada daerah ini" in text


def test_only_who_works_for_the_whole_district_starts_a_run(asked: Doubt) -> None:
    answer = signed_in("bidan", "16.06.01.2001").post("/kecocokan/jalankan/", follow=True)
    assert "hanya petugas kabupaten" in answer.content.decode()


def test_before_anything_was_read_in_the_pages_say_how_to_begin() -> None:
    client = signed_in("tpps")
    assert "Unggah daftar instansi" in client.get("/kecocokan/").content.decode()
    assert "Belum pernah ditautkan" in client.get("/kecocokan/ragu/").content.decode()


def test_the_dearest_comes_first() -> None:
    a = listed(edition("dukcapil", dt.date(2026, 1, 31)), "Siti Tiruan", BORN, card=CARD)
    b = listed(edition("krs", dt.date(2026, 6, 30)), "Siti Tirwan", BORN, card=OTHER_CARD)
    one = weighed_child(POST, dt.date(2025, 4, 8), "P", "Anak Tiruan")
    two = weighed_child(NEXT, dt.date(2025, 4, 8), "P", "Anak Tirwan")
    children = refs.person(one.public_id), refs.person(two.public_id)
    run(pairs=[(ref(a), ref(b), 7.0), (*children, 4.0)])
    text = signed_in("tpps").get("/kecocokan/ragu/").content.decode()
    assert text.index(pair(doubt(*children))) < text.index(pair(doubt(ref(a), ref(b))))
    assert "Menyatukan dua anak yang sama-sama ditimbang" in text


def test_a_child_page_shows_which_source_wins_and_what_lost() -> None:
    anak = weighed_child(POST, dt.date(2025, 4, 8), "P", "Anak Tiruan")
    a = listed(edition("dukcapil", dt.date(2026, 1, 31)), "Anak Tirwan", dt.date(2025, 4, 6),
               card=CARD)  # fmt: skip
    run(clusters=[[ref(a), refs.person(anak.public_id)]])
    anak.refresh_from_db()
    assert anak.birth_date == dt.date(2025, 4, 6)
    text = signed_in("bidan", "16.06.01.2001").get(f"/posyandu/anak/{anak.public_id}/")
    shown = text.content.decode()
    assert "menang menurut urutan sumber" in shown
    assert "Dukcapil" in shown
    assert f"/kecocokan/orang/{anak.public_id}/" in shown


def test_a_code_on_paper_still_leads_to_the_child(children: Doubt) -> None:
    decision = services.decide(children, "sama", account("tpps", "tpps"))
    services.second_opinion(decision, True, account("gizi", "gizi"))
    change = Change.objects.get(kind="gabung")
    client = signed_in("bidan", "16.06.01.2001")
    answer = client.get(f"/posyandu/anak/{change.other}/")
    assert answer["Location"] == f"/posyandu/anak/{change.person}/"
    assert signed_in("bidan", "16.06.02").get(f"/posyandu/anak/{change.other}/").status_code == 404


def test_a_run_started_on_the_page_is_a_job_that_links(asked: Doubt) -> None:
    from rembuk.office.jobs.models import Job

    with scripted():
        answer = signed_in("tpps").post("/kecocokan/jalankan/", {"cara": "penuh"})
    job = Job.objects.get(kind="tautkan")
    assert answer["Location"] == f"/tugas/{job.pk}/"
    assert job.state == "selesai"
    assert LinkRun.objects.first().requested_by == job.requested_by
