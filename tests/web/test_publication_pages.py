"""Publications: who drafts and who publishes, what anybody reads, and what nobody can."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from dataclasses import asdict
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.factories import KABUPATEN, POSTS, account, child, count, district, measured

from rembuk.demo.clock import standing_at
from rembuk.office.access.models import Account
from rembuk.office.convergence import years
from rembuk.office.convergence.models import Evidence, Figure
from rembuk.office.documents.models import Document
from rembuk.office.insight.frozen_village import Frozen
from rembuk.office.insight.models import Lokus
from rembuk.office.posyandu.models import Measurement
from rembuk.office.publication import services
from rembuk.office.publication.models import FixedError, Publication, PublicationEvent, State

pytestmark = pytest.mark.django_db

AUGUST = dt.date(2026, 8, 1)
DRAFTED = dt.date(2026, 9, 20)
OUT = dt.date(2026, 9, 24)
ADDRESS = "/publikasi/16.06/2026-08/"
FIRST = f"{ADDRESS}edisi-1/"
JAYA, MAKMUR, RUKUN = "16.06.01.2001", "16.06.01.2002", "16.06.02.2001"
ORIGIN = "https://rembuk.contoh.go.id"


@pytest.fixture(autouse=True, scope="module")
def _filled(kept: None) -> None:
    """Of the children judged: Jaya 8 of 20 short, Makmur 3 of 14, Rukun 9 of 16."""
    district()
    for post, judged, severe, short in ((0, 20, 2, 6), (2, 14, 0, 3), (3, 16, 4, 5)):
        for number in range(judged):
            one = child(POSTS[post][0], dt.date(2025, 1 + number % 6, 8))
            tbu = "sangat-pendek" if number < severe else "pendek"
            measured(one, AUGUST.replace(day=12), tbu=tbu if number < severe + short else "normal")
    count()
    account("dinkes", "operator")
    account("bupati", "pimpinan")
    account("tpps", "tpps")
    account("camat", "camat", "16.06.01")


def who(name: str) -> Account:
    return Account.objects.get(username=name)


def client(name: str = "") -> Client:
    made = Client()
    if name:
        made.force_login(who(name))
    return made


def drafted(**more: Any) -> Publication:
    with standing_at(DRAFTED):
        made = services.draft(KABUPATEN, AUGUST, who("dinkes"), **more)
        return services.write(
            made, who("dinkes"), made.version, causes="Air minum belum layak.",
            follow_up="Sumur diperiksa.",
        )  # fmt: skip


def out(**more: Any) -> Publication:
    made = drafted(**more)
    with standing_at(OUT):
        return services.publish(made, who("bupati"), made.version, origin=ORIGIN)


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


class TestPublicPage:
    def test_anybody_reads_it_without_a_cookie(self) -> None:
        out()
        answer = client().get(ADDRESS)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "csrfmiddlewaretoken" not in answer.content.decode()
        assert "public" in answer["Cache-Control"]
        assert "Cookie" in answer["Vary"]
        body = words(answer)
        assert "20 dari 50 balita dinilai" in body
        assert "Air minum belum layak." in body
        assert "bukan survei" in body
        assert "Musi Banyuasin, Agustus 2026" in words(client().get("/publikasi/"))
        assert "/publikasi/" in client().get("/akun/login/").content.decode()

    def test_it_speaks_english_when_asked(self) -> None:
        out()
        answer = client().get(f"{ADDRESS}?bahasa=en")
        assert '<html lang="en"' in answer.content.decode()
        assert not answer.cookies

    def test_a_small_count_stands_nowhere(self) -> None:
        """Makmur has 3, so Jaya's 8 of the same kecamatan would give it away; both are shut."""
        made = out()
        table = client().get(f"{FIRST}tabel.csv").content.decode()
        rows = {row["kode_wilayah"]: row for row in csv.DictReader(io.StringIO(table))}
        for code in (JAYA, MAKMUR):
            assert rows[code]["stunting"] == rows[code]["prevalensi_persen"] == ""
            assert "stunting" in rows[code]["tidak_ditampilkan"].split()
            assert rows[code]["alasan_tanpa_prevalensi"] == "ditutup"
        assert rows[MAKMUR]["dinilai_tbu"] == "14"
        assert rows["16.06.01"]["stunting"] == "11"
        assert rows[RUKUN]["stunting"] == "9"
        page = client().get(f"{ADDRESS}?peta=desa")
        drawn = {row["kode"]: row for row in page.context["map"]["rows"]}
        assert drawn[MAKMUR]["nilai"] is drawn[MAKMUR]["kelas"] is None
        assert drawn[MAKMUR]["kata"] == "ditutup: angka kecil, atau pelindungnya"
        assert drawn[RUKUN]["kelas"] == 4  # the map says what the table says
        lines = {one.code: one for one in page.context["published"].lines}
        assert lines[MAKMUR].stunted is lines[MAKMUR].percent is None
        for text in (page.content.decode(), json.dumps(made.lines), table, pdf_text()):
            assert not re.search(r"21,4|21\.4|\b3 dari 14\b", text)  # 3 of 14

    def test_metadata_has_its_three_parts_and_every_column(self) -> None:
        out()
        held = client().get(f"{FIRST}metadata.json").json()
        assert {"kegiatan", "variabel", "indikator"} <= set(held)
        header = client().get(f"{FIRST}tabel.csv").content.decode().splitlines()[0].split(",")
        named = {one["Kode variabel"] for one in held["variabel"]}
        assert set(header) - {"bulan", "edisi", "nama"} == named
        assert held["berkas"]["csv"].endswith("/edisi-1/tabel.csv")
        assert "Prevalensi stunting" in words(client().get(f"{FIRST}metadata/"))

    def test_a_village_is_found_by_name(self) -> None:
        out()
        found = client().get(f"{ADDRESS}?cari=rukun").context["groups"]
        assert [v.code for group in found for v in group.villages] == [RUKUN]
        assert "Tidak ada desa" in words(client().get(f"{ADDRESS}?cari=Paris"))

    def test_a_low_coverage_is_not_a_prevalence(self) -> None:
        """Rukun: 16 of 46 weighed."""
        for number in range(30):
            one = child(POSTS[3][0], dt.date(2025, 1 + number % 6, 9))
            measured(one, dt.date(2026, 7, 12))
        count()
        out()
        page = client().get(f"{ADDRESS}?peta=desa")
        line = page.context["published"].by_code[RUKUN]
        assert (line.d, line.s) == (16, 46)
        assert (line.percent, line.why) == (None, "d-s-rendah")
        drawn = {row["kode"]: row for row in page.context["map"]["rows"]}
        assert (drawn[RUKUN]["rendah"], drawn[RUKUN]["nilai"]) == (True, None)
        assert "belum bisa dibaca" in words(page)

    def test_nothing_before_it_is_out(self) -> None:
        drafted()
        assert client().get(ADDRESS).status_code == 404
        assert "Agustus 2026" not in words(client().get("/publikasi/"))


class TestTwoPeople:
    def test_an_author_does_not_publish(self) -> None:
        with standing_at(DRAFTED):
            made = services.draft(KABUPATEN, AUGUST, who("tpps"))
            made = services.write(
                made, who("tpps"), made.version, causes="Sebab.", follow_up="Lanjut."
            )
        with standing_at(OUT), pytest.raises(ValidationError, match="ikut menyusun"):
            services.publish(made, who("tpps"), made.version)
        made.refresh_from_db()
        assert made.state == State.DRAFT
        assert "Belum dapat Anda terbitkan" in words(
            client("tpps").get(f"/publikasi/meja/{made.public_id}/")
        )

    def test_who_wrote_the_words_is_an_author_too(self) -> None:
        made = drafted()
        with standing_at(DRAFTED):
            made = services.write(
                made, who("tpps"), made.version, causes="Lain.", follow_up="Lain."
            )
        with standing_at(OUT), pytest.raises(ValidationError, match="ikut menyusun"):
            services.publish(made, who("tpps"), made.version)

    @pytest.mark.parametrize(("name", "status"), [("camat", 403), ("dinkes", 403), ("bupati", 302)])
    def test_only_some_publish(self, name: str, status: int) -> None:
        made = drafted()
        with standing_at(OUT):
            answer = client(name).post(
                f"/publikasi/meja/{made.public_id}/terbit/", {"versi": made.version}
            )
        assert answer.status_code == status

    def test_only_some_draft(self) -> None:
        answer = client("bupati").post("/publikasi/meja/draf/", {"bulan": "2026-08"})
        assert answer.status_code == 403
        assert not Publication.objects.exists()

    def test_a_camat_reads_what_is_out_and_no_draft(self) -> None:
        made = drafted()
        answer = client("camat").get("/publikasi/meja/")
        assert (answer.status_code, answer["Location"]) == (302, "/publikasi/")
        assert client("camat").get(f"/publikasi/meja/{made.public_id}/").status_code == 404

    def test_a_stale_form_changes_nothing_and_keeps_what_was_typed(self) -> None:
        made = drafted()
        answer = client("dinkes").post(
            f"/publikasi/meja/{made.public_id}/kerja/",
            {"versi": made.version - 1, "aksi": "kata", "penyebab": "Ketikan saya", "tindak": "X"},
        )
        assert answer.status_code == 422
        assert "Ketikan saya" in answer.content.decode()
        made.refresh_from_db()
        assert made.causes == "Air minum belum layak."


class TestChecks:
    def test_a_month_that_is_not_over_stays(self) -> None:
        with standing_at(dt.date(2026, 8, 25)):
            made = services.draft(KABUPATEN, AUGUST, who("dinkes"))
            made = services.write(made, who("dinkes"), made.version, causes="A.", follow_up="B.")
            with pytest.raises(ValidationError, match="belum berakhir"):
                services.publish(made, who("bupati"), made.version)

    def test_words_are_asked_for(self) -> None:
        with standing_at(DRAFTED):
            made = services.draft(KABUPATEN, AUGUST, who("dinkes"))
            made = services.write(made, who("dinkes"), made.version, causes="", follow_up="")
        with standing_at(OUT), pytest.raises(ValidationError, match="wajib diisi"):
            services.publish(made, who("bupati"), made.version)

    def test_a_register_that_moved_is_drawn_anew_first(self) -> None:
        made = drafted()
        measured(child(POSTS[0][0], dt.date(2025, 3, 8)), AUGUST.replace(day=14), tbu="pendek")
        count()
        with standing_at(OUT):
            with pytest.raises(ValidationError, match="Ambil ulang"):
                services.publish(made, who("bupati"), made.version)
            made = services.redraw(made, who("dinkes"), made.version)
            services.publish(made, who("bupati"), made.version)


class TestElsewhere:
    def test_a_decree_that_told_a_count_is_reckoned_with(self) -> None:
        """The annex of a decree prints Jaya's 8: hiding it would not protect Makmur's 3, so the
        kecamatan's sum is shut. A decree after the draft asks to draw it anew."""
        made = drafted()
        row = Frozen(
            JAYA, "Contoh Jaya", "Sekayu", 8, 20, 40.0, 20.0, 60.0, "di-dalam", None, None, 20, 20,
            50.0, 1, 1, 1, True, "30",
        )  # fmt: skip
        Lokus.objects.create(
            public_id="LOKUS", district_code=KABUPATEN, year=2027, month=AUGUST, criteria=[],
            rows=[asdict(row)], chosen=1, decree_number="1", decree_on=DRAFTED, decree_by="Bupati",
            rule_version="uji", document_id="X",
        )  # fmt: skip
        with standing_at(OUT):
            with pytest.raises(ValidationError, match="Ada angka lain"):
                services.publish(made, who("bupati"), made.version)
            made = services.redraw(made, who("dinkes"), made.version)
        lines = {one["code"]: one for one in made.lines}
        assert lines["16.06.01"]["stunted"] is None
        assert lines[JAYA]["stunted"] == 8  # it is public: to hide it would hide nothing
        assert lines[MAKMUR]["stunted"] is None


class TestEditions:
    def test_a_correction_asks_why_and_stands_beside_the_first(self) -> None:
        out()
        with standing_at(DRAFTED), pytest.raises(ValidationError, match="alasan edisi"):
            services.draft(KABUPATEN, AUGUST, who("dinkes"))
        out(reason="Satu posyandu terlambat masuk.")
        page = client().get(ADDRESS)
        assert page.context["one"].edition == 2
        assert "Satu posyandu terlambat masuk." in words(page)
        assert "sudah diganti edisi 2" in words(client().get(FIRST))
        assert Document.objects.filter(replaced_by__isnull=False).count() == 1

    def test_a_correction_does_not_tell_what_the_first_hid(self) -> None:
        """Makmur is corrected from 3 to 6, large enough to show. Yet Jaya's 8, hidden before and
        unchanged, would with the old sum of 11 tell Makmur's old 3: it stays shut."""
        out()
        for _number in range(3):
            measured(child(POSTS[2][0], dt.date(2025, 3, 8)), AUGUST.replace(day=14), tbu="pendek")
        count()
        made = out(reason="Tiga balita menyusul masuk.")
        lines = {one["code"]: one for one in made.lines}
        assert lines[JAYA]["stunted"] is None
        assert lines[MAKMUR]["stunted"] is None  # with the new sum of 14 it would tell Jaya's

    def test_what_is_out_does_not_change(self) -> None:
        made = out()
        made.causes = "Lain"
        with pytest.raises(FixedError):
            made.save()
        with pytest.raises(FixedError):
            made.delete()

    def test_a_withdrawal_is_said_and_takes_the_numbers_away(self) -> None:
        made = out()
        answer = client("bupati").post(
            f"/publikasi/meja/{made.public_id}/tarik/",
            {"versi": made.version, "alasan": "Ada berkas ganda dari dua puskesmas."},
        )
        assert answer.status_code == 302
        page = client().get(ADDRESS)
        assert page.status_code == 410
        assert "Ada berkas ganda" in words(page)
        assert "20 dari 50" not in words(page)
        for name in ("tabel.csv", "laporan.pdf"):
            assert client().get(f"{FIRST}{name}").status_code == 404
        assert Document.objects.get().withdrawn_at is not None
        assert "Agustus 2026" not in words(client().get("/publikasi/"))
        assert list(PublicationEvent.objects.values_list("act", flat=True)) == [
            "draf", "kata", "terbit", "tarik",
        ]  # fmt: skip

    def test_a_withdrawn_correction_does_not_bring_the_first_back(self) -> None:
        out()
        made = out(reason="Satu posyandu terlambat masuk.")
        with standing_at(OUT):
            services.withdraw(made, who("bupati"), made.version, "Angkanya keliru semua.")
        assert client().get(ADDRESS).status_code == 410
        assert "Agustus 2026" not in words(client().get("/publikasi/"))
        assert client().get(FIRST).status_code == 200  # it can still be read, as replaced
        assert "sudah diganti edisi 2" in words(client().get(FIRST))

    def test_drawing_anew_keeps_the_words_beside_it(self) -> None:
        made = drafted()
        client("dinkes").post(
            f"/publikasi/meja/{made.public_id}/kerja/",
            {"versi": made.version, "aksi": "ulang", "penyebab": "Baru.", "tindak": "Juga baru."},
        )
        made.refresh_from_db()
        assert (made.causes, made.follow_up) == ("Baru.", "Juga baru.")

    def test_a_draft_put_away_makes_room(self) -> None:
        made = drafted()
        client("dinkes").post(
            f"/publikasi/meja/{made.public_id}/kerja/", {"versi": made.version, "aksi": "buang"}
        )
        made.refresh_from_db()
        assert made.state == State.DROPPED
        assert drafted().pk != made.pk

    def test_changes_are_told_of_published_values_only(self) -> None:
        """In September Makmur has 6 of 14; in August it was hidden: no change is told."""
        out()
        later = dt.date(2026, 9, 12)
        for row in Measurement.objects.filter(month=AUGUST):
            measured(row.child, later, tbu=row.tbu)
        rows = Measurement.objects.filter(month=later.replace(day=1), place_code=POSTS[2][0])
        for row in rows.filter(tbu="normal")[:4]:
            Measurement.objects.filter(pk=row.pk).update(tbu="pendek")
        count()
        with standing_at(dt.date(2026, 10, 20)):
            made = services.draft(KABUPATEN, later.replace(day=1), who("dinkes"))
        lines = {one["code"]: one for one in made.lines}
        assert lines[MAKMUR]["stunted"] == 7
        assert lines[MAKMUR]["before"] is None
        assert lines[RUKUN]["before"] == 56.25
        assert lines[KABUPATEN]["before"] == 40.0


class TestEvidence:
    @pytest.mark.parametrize(("scheme", "step"), [("aksi-2025", "P2.1"), ("8-aksi", "7.3")])
    def test_publishing_ticks_the_step(self, scheme: str, step: str) -> None:
        with standing_at(dt.date(2026, 1, 5)):
            years.adopt(KABUPATEN, 2026, scheme, who("tpps"))
        made = out()
        held = Evidence.objects.filter(step=step, withdrawn="")
        assert set(held.values_list("requirement", "kind")) == {
            ("tabel-publikasi", "pdf"), ("tautan-publikasi", "link"),
        }  # fmt: skip
        assert held.get(kind="link").path == f"{ORIGIN}{FIRST}"
        figure = Figure.objects.get(quantity="publikasi_stunting", place_code=KABUPATEN)
        assert (figure.period, figure.value) == ("2026", 1)
        with standing_at(OUT):
            services.withdraw(made, who("bupati"), made.version, "Angkanya keliru semua.")
        assert not held.all().exists()
        figure.refresh_from_db()
        assert figure.value is None

    def test_without_a_year_it_is_published_all_the_same(self) -> None:
        assert out().evidence == []


def pdf_text() -> str:
    content = client().get(f"{FIRST}laporan.pdf").content
    reader = pypdf.PdfReader(io.BytesIO(content))
    return " ".join(page.extract_text() for page in reader.pages)
