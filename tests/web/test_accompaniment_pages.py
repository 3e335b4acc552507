"""Pages of accompaniment per role: own place only, plain words for a kader, nothing doubled."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import account, child, count, district, event, monthly

from rembuk.office.accompaniment import services
from rembuk.office.accompaniment.models import Accompaniment, Referral, Visit
from rembuk.office.people.models import Person

pytestmark = pytest.mark.django_db
POST, OTHER = "16.06.01.2001.P01", "16.06.01.2001.P02"


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


@pytest.fixture
def families() -> tuple[Accompaniment, Accompaniment]:
    """One family at each of two posts of a village."""
    district()
    made: list[Accompaniment] = []
    for post, name in ((POST, "Melati Pertama"), (OTHER, "Kenanga Kedua")):
        person: Person = child(post, born=ago(500), name=name)
        event(person, ago(40), "baru")
        services.sync([person.pk])
        made.append(Accompaniment.objects.get(person=person))
    return made[0], made[1]


def signed_in(client: Client, role: str, place: str) -> Client:
    client.force_login(account(f"{role}-contoh", role, place))
    return client


def visit_form(**more: str) -> dict[str, str]:
    return {
        "kunci": "11111111-1111-4111-8111-111111111111", "tanggal": ago(1).isoformat(),
        "tempat": "rumah", "bertemu": "ya", "lihat_timbang": "ya", "bicara": "mpasi",
        "beri_pmt": "7", **more,
    }  # fmt: skip


def test_a_kader_sees_the_own_post_only(
    client: Client, families: tuple[Accompaniment, Accompaniment]
) -> None:
    mine, other = families
    signed_in(client, "kader", POST)
    text = client.get(reverse("accompaniment:list")).content.decode()
    assert "Melati Pertama" in text
    assert "Kenanga Kedua" not in text
    for name in ("one", "visit", "refer"):
        assert (
            client.get(reverse(f"accompaniment:{name}", args=[mine.public_id])).status_code == 200
        )
        assert (
            client.get(reverse(f"accompaniment:{name}", args=[other.public_id])).status_code == 404
        )
    assert client.get(reverse("accompaniment:list") + f"?wilayah={OTHER}").status_code == 404


def test_a_kader_reads_no_scores(
    client: Client, families: tuple[Accompaniment, Accompaniment]
) -> None:
    mine, _other = families
    signed_in(client, "kader", POST)
    for name in ("list", "one", "visit", "refer"):
        args = [] if name == "list" else [mine.public_id]
        text = client.get(reverse(f"accompaniment:{name}", args=args)).content.decode()
        main = text[text.index('id="isi"') :].lower()
        for word in ("stunting", "haz", " sd", "prevalensi", "indikator", "audit"):
            assert word not in main, (name, word)


def test_a_village_head_reads_masked_names(
    client: Client, families: tuple[Accompaniment, Accompaniment]
) -> None:
    signed_in(client, "desa", POST[:13])
    text = client.get(reverse("accompaniment:list")).content.decode()
    assert "Melati Pertama" not in text
    assert 'M<span class="mask">' in text


def test_a_visit_sent_twice_is_written_once(
    client: Client, families: tuple[Accompaniment, Accompaniment]
) -> None:
    mine, _other = families
    signed_in(client, "kader", POST)
    url = reverse("accompaniment:visit", args=[mine.public_id])
    for _again in range(2):
        answer = client.post(url, visit_form())
        assert answer.status_code == 302
    (visit,) = Visit.objects.all()
    assert (visit.seen, visit.talked, visit.given) == ({"timbang": "ya"}, ["mpasi"], {"pmt": 7})
    assert "Makanan tambahan 7 porsi" in client.get(answer["Location"]).content.decode()


def test_a_refused_visit_keeps_what_was_typed(
    client: Client, families: tuple[Accompaniment, Accompaniment]
) -> None:
    mine, _other = families
    signed_in(client, "kader", POST)
    url = reverse("accompaniment:visit", args=[mine.public_id])
    answer = client.post(url, visit_form(tanggal=ago(-1).isoformat(), catatan="Air keruh"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "belum tiba" in text
    assert "Air keruh" in text
    assert 'value="7"' in text
    assert "11111111-1111-4111-8111-111111111111" in text
    assert not Visit.objects.exists()


def test_a_danger_sign_asks_for_a_referral(
    client: Client, families: tuple[Accompaniment, Accompaniment]
) -> None:
    mine, _other = families
    signed_in(client, "kader", POST)
    url = reverse("accompaniment:visit", args=[mine.public_id])
    text = client.post(url, visit_form(bahaya="ya"), follow=True).content.decode()
    assert "Rujuk hari ini juga" in text


def test_a_kader_opens_a_referral_and_the_midwife_writes_the_answer(
    client: Client, families: tuple[Accompaniment, Accompaniment]
) -> None:
    mine, _other = families
    signed_in(client, "kader", POST)
    form = {"kunci": "r" * 36, "tanggal": ago(3).isoformat(), "segera": "biasa",
            "ke": "Puskesmas Contoh", "sebab": "Batuk lama"}  # fmt: skip
    client.post(reverse("accompaniment:refer", args=[mine.public_id]), form)
    one = Referral.objects.get()
    url = reverse("accompaniment:referral-step", args=[mine.public_id, one.public_id])
    answer = {"langkah": "jawab", "tanggal": ago(1).isoformat(), "jawaban": "Diberi obat"}
    client.post(url, answer)
    assert Referral.objects.get().answered_on is None
    signed_in(client, "bidan", POST[:13])
    client.post(url, answer)
    assert Referral.objects.get().answered_on == ago(1)


def test_a_kader_can_not_close(
    client: Client, families: tuple[Accompaniment, Accompaniment]
) -> None:
    mine, _other = families
    signed_in(client, "kader", POST)
    url = reverse("accompaniment:close", args=[mine.public_id])
    form = {"sebab": "pindah", "alasan": "Pindah ke Palembang", "tanggal": ago(0).isoformat()}
    assert client.post(url, form).status_code == 403
    signed_in(client, "bidan", POST[:13])
    assert client.post(url, form | {"sebab": "pulih"}).status_code == 422
    assert client.post(url, form).status_code == 302
    mine.refresh_from_db()
    assert mine.closed_why == "pindah"


def test_zero_is_not_claimed_under_the_coverage(client: Client) -> None:
    district()
    month = timezone.localdate().replace(day=1) - dt.timedelta(days=20)
    seen = child(POST, born=ago(500))
    monthly(seen, 2, month.replace(day=1))
    signed_in(client, "gizi", "16.06.01")
    url = reverse("accompaniment:zero") + f"?wilayah={POST[:13]}&bulan={month:%Y-%m}"
    count()
    assert "nol kasus baru</span>" in client.get(url).content.decode()
    for _n in range(2):
        child(POST, born=ago(500))
    count()
    text = client.get(url).content.decode()
    assert "belum boleh disebut nol" in text
    assert "nol kasus baru</span>" not in text


def test_the_board_goes_out_as_excel_to_who_may_export(client: Client) -> None:
    district()
    monthly(child(POST, born=ago(500)), 2)
    count()
    url = reverse("accompaniment:zero-sheet") + "?wilayah=16.06.01&bulan=2026-10"
    signed_in(client, "camat", "16.06.01")
    assert client.post(url).status_code == 403
    signed_in(client, "gizi", "16.06.01")
    answer = client.post(url)
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_small_counts_leave_the_office_only_with_who_sees_names(client: Client) -> None:
    """One case in a village: gizi, who knows the names, gets the number; others do not."""
    district()
    for post in (POST, "16.06.01.2002.P01"):
        one = child(post, born=ago(500))
        monthly(one, 2, dt.date(2026, 9, 1))
    event(one, dt.date(2026, 10, 12), "baru")
    count()
    url = reverse("accompaniment:zero-sheet") + "?wilayah=16.06.01&bulan=2026-10"
    signed_in(client, "tpps", "16.06")
    rows = rows_of(client.post(url).content)
    assert rows["16.06.01.2002"][3] == "disamarkan"
    assert rows["16.06.01.2001"][3] == "disamarkan"  # else the total less this one
    assert rows[""][3] == "disamarkan"
    assert isinstance(rows["16.06.01.2002"][14], int)  # D stays: measured children are no cases
    signed_in(client, "gizi", "16.06.01")
    assert rows_of(client.post(url).content)["16.06.01.2002"][3] == 1


def rows_of(body: bytes) -> dict[str, list[object]]:
    """Rows of the first sheet by the code of their area, "" for the total."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    rows = [list(row) for row in book.worksheets[0].iter_rows(min_row=4, values_only=True)]
    return {str(row[1] or ""): row for row in rows if row[0]}
