"""Pages of the balance, of deliveries and their sheets, and of support: as offices use them."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.computing_rows import V, W
from tests.factories import account
from tests.family_rows import family, member
from tests.kept_files import pdf, photo, upload
from tests.ledger_rows import Offices
from tests.programme_rows import YEAR, activity, needed, planned_offices

from rembuk.office.documents.models import Document
from rembuk.office.programmes.models import (
    Activity,
    Balance,
    Consent,
    Delivery,
    DeliverySheet,
    Match,
    Offer,
    OfferState,
    Realisation,
)
from rembuk.office.programmes.support import acts as offering

pytestmark = pytest.mark.django_db
NIK = "1606014203980001"


def signed(o: Offices, name: str) -> Client:
    client = Client()
    client.force_login(o.who(name), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def iso(day: dt.date) -> str:
    return day.isoformat()


def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def o() -> Offices:
    return planned_offices()


def test_the_board_shows_links_owner_and_what_is_not_known(o: Offices) -> None:
    needed("INT-JAMBAN", 1200)
    activity(o, volume=4)
    activity(o, "INT-PMT-BUMIL", volume=3, place_code=W, office="dinkes")
    page = signed(o, "camat").get(f"/rencana/imbangan/?tahun={YEAR}&wilayah=16.06.01")
    text = page.content.decode()
    assert page.status_code == 200
    assert "1.196 belum direncanakan" in text
    assert "4 belum dianggarkan" in text
    assert "belum diketahui" in text  # KEK: nobody counted it
    assert "1 desa belum diketahui" in text
    assert "tanpa intervensi" not in text
    below = text.partition('id="h-wilayah"')[2].partition("</section>")[0]
    assert [row.count("belum diketahui") for row in below.split("<tr>")[2:]] == [0, 1]


def test_the_board_says_what_names_no_intervention(o: Offices) -> None:
    needed("INT-JAMBAN", 1200)
    activity(o, volume=4)
    activity(o, "", volume=None, amount=7_000_000, title="Rapat TPPS")
    activity(o, "", volume=None, amount=9_000_000, status="batal")
    client = signed(o, "camat")
    text = client.get(f"/rencana/imbangan/?tahun={YEAR}&wilayah=16.06.01").content.decode()
    assert "1 kegiatan tanpa intervensi" in text
    assert "(Rp7.000.000) tidak masuk tabel ini" in text
    asked = f"/rencana/kegiatan/?tahun={YEAR}&wilayah=16.06.01&intervensi=tanpa"
    assert asked.replace("&", "&amp;") in text
    listed = client.get(asked).content.decode()
    assert "Rapat TPPS" in listed
    assert "Kegiatan contoh INT-JAMBAN" not in listed


def test_a_village_names_its_holes_and_never_another_district(o: Offices) -> None:
    needed("INT-JAMBAN", 10)
    activity(o, volume=4)
    activity(o, volume=30, office="kec", place_code="16.06.01")
    page = signed(o, "desa").get("/rencana/imbangan/")
    text = page.content.decode()
    assert "Yang putus dan siapa pemiliknya" in text
    assert "Direncanakan di atas desa" in text
    assert "biaya satuan belum ditetapkan" in text
    assert signed(o, "desa").get(f"/rencana/imbangan/?wilayah={W}").status_code == 404


def test_one_intervention_is_followed_down_to_places(o: Offices) -> None:
    needed("INT-JAMBAN", 10)
    needed("INT-JAMBAN", 3, W)
    page = signed(o, "rencana").get(
        f"/rencana/imbangan/?tahun={YEAR}&wilayah=16.06.01&intervensi=INT-JAMBAN."
    )
    assert "menurut wilayah" in page.content.decode()
    board = page.context["board"]
    assert {one.area.code: one.row.row.need for one in board.below} == {V: 10, W: 3}


def test_the_board_as_a_workbook(o: Offices) -> None:
    needed("INT-JAMBAN", 10, least=True)
    activity(o, volume=4, status="apb")
    activity(o, volume=2, office="dinkes", place_code="16.06")
    page = signed(o, "rencana").get(f"/rencana/imbangan/excel/?tahun={YEAR}")
    rows = list(openpyxl.load_workbook(io.BytesIO(page.content))["Imbangan"].values)
    heads = rows[2]
    by_place = {row[0]: dict(zip(heads, row, strict=True)) for row in rows[3:]}
    assert by_place[V]["Kebutuhan"] == 10
    assert by_place[V]["Paling sedikit"] == "ya"
    assert by_place[V]["Dianggarkan"] == 4
    assert by_place["16.06"]["Kebutuhan"] is None
    assert by_place["16.06"]["Direncanakan"] == 2


def handed(o: Offices, one: Activity, **more: Any) -> Any:
    data = {"tanggal": iso(today()), "volume": "1", "jenis": "keluarga", "rupiah": "", **more}
    return signed(o, "desa").post(f"/rencana/kegiatan/{one.public_id}/salur/", data)


def test_handing_over_on_the_screen_asks_and_then_keeps(o: Offices) -> None:
    one, home = activity(o, volume=4), family(V)
    page = handed(o, one, kode=home.public_id)
    assert page.status_code == 409
    assert "belum tercantum di anggaran" in page.content.decode()
    assert not Delivery.objects.exists()
    page = handed(o, one, kode=home.public_id, yakin="1", bukti=upload(photo(), "b.jpg"))
    assert page.status_code == 302
    row = Delivery.objects.get()
    assert (row.family, row.place_code, bool(row.proof_path)) == (home, V, True)


def test_a_typed_number_finds_the_family_and_is_not_said_back(o: Offices) -> None:
    one, home = activity(o, volume=4, status="apb"), family(V)
    member(home, "Ibu Contoh", "istri", dt.date(1998, 3, 2), "P", nik=NIK)
    wrong = handed(o, one, kode=f"{NIK}\n9999999999999999")
    assert wrong.status_code == 422
    assert "baris 2 tidak ditemukan" in wrong.content.decode()
    assert NIK not in wrong.content.decode()
    assert handed(o, one, kode=NIK).status_code == 302
    assert Delivery.objects.get().family == home


def test_the_page_of_a_delivery_shows_steps_by_role(o: Offices) -> None:
    one = activity(o, volume=4, status="apb")
    handed(o, one, kode=family(V).public_id)
    row = Delivery.objects.get()
    url = f"/rencana/salur/{row.public_id}/"
    assert "Unggah bukti" in signed(o, "desa").get(url).content.decode()
    assert "Nyatakan sudah diperiksa" not in signed(o, "camat").get(url).content.decode()
    signed(o, "desa").post(f"{url}bukti/", {"bukti": upload(pdf(), "d.pdf")})
    assert "Nyatakan sudah diperiksa" in signed(o, "camat").get(url).content.decode()
    signed(o, "camat").post(f"{url}periksa/")
    row.refresh_from_db()
    assert row.verified_by == o.who("camat")
    answer = signed(o, "camat").get(f"{url}berkas/")
    assert answer["Content-Type"] == "application/pdf"
    listed = signed(o, "camat").get(f"/rencana/salur/?tahun={YEAR}&keadaan=diperiksa")
    assert "sudah diperiksa" in listed.content.decode()


def test_a_leader_sees_that_it_happened_and_not_to_whom(o: Offices) -> None:
    one, home = activity(o, volume=4, status="apb"), family(V)
    member(home, "Kepala Contoh", "kepala", dt.date(1990, 1, 1), "L")
    handed(o, one, kode=home.public_id, bukti=upload(photo(), "b.jpg"))
    row = Delivery.objects.get()
    text = signed(o, "bupati").get(f"/rencana/salur/{row.public_id}/").content.decode()
    assert "tertutup bagi peran Anda" in text
    assert "Kepala Contoh" not in text
    assert signed(o, "bupati").get(f"/rencana/salur/{row.public_id}/berkas/").status_code == 403


def test_spending_is_typed_by_month_and_asked_in_its_place(o: Offices) -> None:
    one = activity(o, volume=4, status="apb")
    url, month = f"/rencana/kegiatan/{one.public_id}/belanja/", f"{YEAR}-01"
    page = signed(o, "desa").post(url, {f"rp:{month}": "2.500", f"v:{month}": "0"})
    assert page.status_code == 422
    assert "ribuan" in page.content.decode()
    signed(o, "desa").post(url, {f"rp:{month}": "2.500.000", f"v:{month}": "0"})
    assert Realisation.objects.get().spent == 2_500_000


def book(rows: list[tuple[Any, ...]]) -> SimpleUploadedFile:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile("lembar.xlsx", out.getvalue())


HEADS = (
    "Nomor kegiatan", "Tanggal", "Kode desa", "Penerima", "Kode, NIK, atau nomor KK", "Volume",
    "Rupiah", "Catatan",
)  # fmt: skip


def test_a_sheet_of_deliveries_is_shown_asked_and_kept_once(o: Offices) -> None:
    one, home = activity(o, volume=1, status="apb"), family(V)
    member(home, "Ibu Contoh", "istri", dt.date(1998, 3, 2), "P", nik=NIK)
    rows: list[tuple[Any, ...]] = [
        HEADS,
        (one.number, today(), V, "keluarga", NIK, 1, None, ""),
        (one.number, today(), V, "keluarga", family(V).public_id, 1, 500_000, ""),
        (one.number, "32/13/2026", V, "keluarga", NIK, 1, None, ""),
        ("K-1999-0001", today(), V, "wilayah", "", 1, None, ""),
        (one.number, today(), V, "keluarga", "1111111111111111", 1, None, ""),
    ]
    client = signed(o, "desa")
    url = f"/rencana/salur/lembar/?tahun={YEAR}"
    page = client.post(url, {"jenis": "penyaluran", "berkas": book(rows)})
    kept = DeliverySheet.objects.get()
    assert page["Location"] == f"/rencana/salur/lembar/{kept.public_id}/"
    assert [(fault["no"], fault["column"]) for fault in kept.faults] == [
        (4, "Tanggal"), (5, "Nomor kegiatan"), (6, "Kode, NIK, atau nomor KK"),
    ]  # fmt: skip
    assert NIK not in str(kept.rows) + str(kept.faults)
    assert not Delivery.objects.exists()
    client.post(page["Location"])  # two of one planned: asked
    kept.refresh_from_db()
    assert list(kept.asks)
    assert not Delivery.objects.exists()
    client.post(page["Location"], {"yakin": list(kept.asks)})
    kept.refresh_from_db()
    assert (kept.taken, Delivery.objects.count()) == (2, 2)
    faults = client.get(f"{page['Location']}galat/")
    held = list(openpyxl.load_workbook(io.BytesIO(faults.content)).active.values)
    assert [row[0] for row in held[1:]] == [4, 5, 6]
    # the same file again writes nothing anew
    page = client.post(url, {"jenis": "penyaluran", "berkas": book(rows)})
    again = DeliverySheet.objects.exclude(pk=kept.pk).get()
    client.post(page["Location"])
    again.refresh_from_db()
    client.post(page["Location"], {"yakin": list(again.asks)})
    assert Delivery.objects.count() == 2


def test_a_sheet_of_another_kind_is_refused_in_words(o: Offices) -> None:
    page = signed(o, "desa").post(
        "/rencana/salur/lembar/", {"jenis": "penyaluran", "berkas": book([("A", "B"), (1, 2)])}
    )
    assert page.status_code == 400
    assert "Nomor kegiatan" in page.content.decode()
    assert not DeliverySheet.objects.exists()


def test_spending_goes_out_and_comes_back_as_a_sheet(o: Offices) -> None:
    one = activity(o, volume=4, status="apb")
    client = signed(o, "desa")
    out = client.get(f"/rencana/salur/lembar/belanja/unduh/?tahun={YEAR}")
    table = openpyxl.load_workbook(io.BytesIO(out.content))
    sheet = table.active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == [one.number, one.title]
    sheet["D2"] = 3_000_000
    again = io.BytesIO()
    table.save(again)
    page = client.post(
        f"/rencana/salur/lembar/?tahun={YEAR}",
        {"jenis": "belanja", "berkas": SimpleUploadedFile("b.xlsx", again.getvalue())},
    )
    client.post(page["Location"])
    row = Realisation.objects.get()
    assert (row.period, row.spent) == (f"{YEAR}-01", 3_000_000)


GIFT = {
    "pemberi": "PT Contoh", "jenis": "tjsp", "apa": "Jamban untuk keluarga", "volume": "10",
    "satuan": "unit", "intervensi": "INT-JAMBAN", "rupiah": "65.000.000", "kontak": "0812 contoh",
}  # fmt: skip


def offered(o: Offices) -> Offer:
    signed(o, "rencana").post("/rencana/dukungan/", GIFT)
    return Offer.objects.get()


def test_support_goes_from_offer_to_thanks_and_names_no_family(o: Offices) -> None:
    needed("INT-JAMBAN", 12)
    home, other = family(V), family(V)
    for one, name in ((home, "Kepala Setuju"), (other, "Kepala Menolak")):
        member(one, name, "kepala", dt.date(1990, 1, 1), "L")
    client, offer = signed(o, "rencana"), offered(o)
    url = f"/rencana/dukungan/{offer.public_id}/"
    match = {"kebutuhan": f"b:{V}:INT-JAMBAN", "keluarga": "2", "volume": "2"}
    client.post(f"{url}cocokkan/", match)
    assert not Match.objects.exists()  # not approved yet
    client.post(f"{url}setujui/")
    client.post(f"{url}cocokkan/", match)
    pair = Match.objects.get()
    row = Balance.objects.get(place_code=V, year=YEAR, intervention="INT-JAMBAN")
    assert (row.supported, row.unplanned) == (2, 10)
    step = f"{url}pasangan/{pair.public_id}/"
    signed(o, "desa").post(f"{step}tanya/", {"kode": f"{home.public_id}\n{other.public_id}"})
    give = {
        "tanggal": iso(today()), "volume": "2", "keluarga": [home.public_id, other.public_id],
    }  # fmt: skip
    client.post(f"{step}serah/", {**give, "bukti": upload(photo(), "b.jpg")})
    pair.refresh_from_db()
    assert pair.delivered_on is None  # asked, not agreed
    client.post(f"{step}jawab/", {"keluarga": home.public_id, "jawaban": "setuju"})
    client.post(f"{step}jawab/", {"keluarga": other.public_id, "jawaban": "tidak"})
    client.post(f"{step}serah/", {**give, "keluarga": [home.public_id]})
    pair.refresh_from_db()
    assert pair.delivered_on is None  # no proof
    client.post(
        f"{step}serah/", {**give, "keluarga": [home.public_id], "bukti": upload(photo(), "b.jpg")}
    )
    pair.refresh_from_db()
    offer.refresh_from_db()
    assert (pair.delivered_volume, offer.state) == (2, OfferState.DELIVERED)
    page = client.get(url)
    told = page.context["for_giver"]
    assert "kurang dari 5 keluarga" in told
    assert "Kepala" not in told
    client.post(f"{url}terima-kasih/")
    offer.refresh_from_db()
    letter = Document.objects.get(subject_kind="dukungan")
    assert (offer.state, letter.without_names) == (OfferState.DONE, True)
    assert client.get(f"/surat/{letter.public_id}/unduh/").status_code == 200
    assert signed(o, "desa").get(f"/surat/{letter.public_id}/unduh/").status_code in {403, 404}


def test_who_does_not_keep_the_plan_sees_counts_and_no_contact(o: Offices) -> None:
    needed("INT-JAMBAN", 12)
    home = family(V)
    member(home, "Kepala Contoh", "kepala", dt.date(1990, 1, 1), "L")
    offer = offered(o)
    keeper = o.who("rencana")
    offering.decide(keeper, offer, True)
    pair = offering.match(
        keeper, offer, V, intervention="INT-JAMBAN", families=1, volume=Decimal(1)
    )
    Consent.objects.create(match=pair, family=home, asked_at=timezone.now())
    text = signed(o, "bupati").get(f"/rencana/dukungan/{offer.public_id}/").content.decode()
    assert "1 keluarga ditanya" in text
    assert "0812 contoh" not in text
    assert "Kepala" not in text.replace("Kepala dinas", "")


def test_a_covered_need_takes_no_more_support(o: Offices) -> None:
    needed("INT-JAMBAN", 4)
    activity(o, volume=4)
    client, offer = signed(o, "rencana"), offered(o)
    url = f"/rencana/dukungan/{offer.public_id}/"
    client.post(f"{url}setujui/")
    page = client.post(
        f"{url}cocokkan/", {"kebutuhan": f"b:{V}:INT-JAMBAN", "keluarga": "1"}, follow=True
    )
    assert "sudah tertutup" in page.content.decode()
    assert not Match.objects.exists()


def test_another_district_does_not_learn_of_an_offer(o: Offices) -> None:
    offer = offered(o)
    o.people["lain"] = account("lain", "tpps", "16.07")
    assert signed(o, "lain").get(f"/rencana/dukungan/{offer.public_id}/").status_code == 404
