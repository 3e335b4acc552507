"""Trends, targets and lokus of the district: what they say, who may set, what stays frozen."""

from __future__ import annotations

import datetime as dt
import io

import pypdf
import pytest
from django.test import Client
from tests.factories import OCTOBER, POSTS, account, child, count, district, measured

from rembuk.office.access.history import AppendOnlyError
from rembuk.office.access.models import Account
from rembuk.office.convergence import years
from rembuk.office.convergence.models import Cell, Figure, Year
from rembuk.office.documents import files
from rembuk.office.documents.models import Document
from rembuk.office.insight import targets
from rembuk.office.insight.models import Lokus, SurveyValue, Target
from rembuk.office.posyandu.models import Measurement

pytestmark = pytest.mark.django_db

SEKAYU = "16.06.01"
JAYA, MAKMUR, RUKUN = "16.06.01.2001", "16.06.01.2002", "16.06.02.2001"
BOOK = {
    "survei": "SSGI",
    "tahun": "2024",
    "persen": "14,2",
    "n": "812",
    "sumber": "Buku SSGI h. 88",
}


@pytest.fixture(autouse=True, scope="module")
def _filled(kept: None) -> None:
    """Jaya: 12 weighed, 6 short. Makmur: 10 weighed, 1 short. Rukun: 8 weighed, none short."""
    district()
    for post, weighed, short in ((0, 12, 6), (2, 10, 1), (3, 8, 0)):
        for number in range(weighed):
            one = child(POSTS[post][0], dt.date(2025, 1 + number % 9, 8))
            tbu = "pendek" if number < short else "normal"
            measured(one, OCTOBER.replace(day=12), tbu=tbu)
    count()


WATER, UNMET = "BG22-E-SAN-1", "BG22-E-BUM-3"


def cells(told: dict[str, tuple[tuple[str, int, int], ...]]) -> None:
    """Cells of October in a year of convergence: indicator -> village, numerator, denominator."""
    year = Year.objects.create(
        public_id="tahun2026", district_code="16.06", year=2026, scheme="8-aksi"
    )
    years.note(year, None, "adopsi", after={"skema": "8-aksi", "mulai": "2026-01-01"})
    for indicator, rows in told.items():
        for place, n, of in rows:
            Cell.objects.create(
                year=year, indicator=indicator, place_code=place, kecamatan=place[:8],
                period="2026-10", numerator=n, denominator=of, status="isi",
                due=dt.date(2026, 11, 7),
            )  # fmt: skip


def signed_in(role: str = "tpps", place: str = "16.06") -> Client:
    client = Client()
    name = f"{role}-{place}"
    client.force_login(Account.objects.filter(username=name).first() or account(name, role, place))
    return client


def text_of(answer: object) -> str:
    return " ".join(answer.content.decode().split())


class TestTrend:
    def test_surveys_are_tested_and_breaks_marked(self) -> None:
        body = text_of(signed_in().get("/situasi/tren/"))
        assert "SSGI 2022" in body
        assert "SKI 2023" in body
        assert "jeda metode" in body
        assert "perubahan belum terlihat" in body  # 17.7 to 16.5
        assert "dikira-kira: contoh dan galat baku belum diketahui" in body

    def test_pace_stays_within_one_method_unless_told(self) -> None:
        client = signed_in()
        own = client.get("/situasi/tren/").context
        assert own["pace"].points == 2
        assert not own["pace"].across
        told = client.get("/situasi/tren/?sambung=ya")
        assert told.context["pace"].points == 3
        assert "Melewati jeda metode" in text_of(told)

    def test_a_typed_survey_stands_beside_the_published_ones(self) -> None:
        client = signed_in()
        assert client.post("/situasi/tren/angka/", BOOK).status_code == 302
        page = client.get("/situasi/tren/")
        last = page.context["rows"][-1]["survey"]
        assert (last.point.year, last.point.percent, last.point.n) == (2024, 14.2, 812)
        assert "812 balita contoh" in text_of(page)
        client.post("/situasi/tren/angka/", BOOK | {"se": "1,1", "persen": "14,4"})
        last = client.get("/situasi/tren/").context["rows"][-1]["survey"]
        assert (last.point.percent, last.point.se) == (14.4, 1.1)
        assert SurveyValue.objects.count() == 2  # the first stays to be read

    def test_a_typed_survey_never_hides_that_another_was_published(self) -> None:
        client = signed_in()
        client.post("/situasi/tren/angka/", BOOK | {"tahun": "2022", "persen": "18,9"})
        assert "angka terbitan lain: 17,7%" in text_of(client.get("/situasi/tren/"))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"persen": "120"}, {"persen": ""}, {"tahun": "1990"}, {"survei": "e-PPGBM"},
            {"n": "satu"}, {"n": ""}, {"sumber": ""}, {"bawah": "10"},
            {"bawah": "15", "atas": "20"}, {"se": "-1"},
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_and_not_kept(self, wrong: dict[str, str]) -> None:
        answer = signed_in().post("/situasi/tren/angka/", BOOK | wrong)
        assert answer.status_code == 422
        assert answer.context["wrong"]
        assert not SurveyValue.objects.exists()

    def test_only_who_manages_types(self) -> None:
        assert signed_in("pimpinan").post("/situasi/tren/angka/", BOOK).status_code == 403
        assert "Ketik dari buku survei" not in text_of(signed_in("pimpinan").get("/situasi/tren/"))

    def test_a_camat_sees_the_register_of_the_own_place(self) -> None:
        page = signed_in("camat", SEKAYU).get("/situasi/tren/")
        assert page.context["months"][0]["figures"].counts.len_n == 22
        assert "Kecamatan Sekayu" in text_of(page)

    def test_meeting_hides_small_counts_of_the_register(self) -> None:
        client = signed_in("camat", "16.06.02")
        measured(child(POSTS[3][0]), OCTOBER.replace(day=13), tbu="pendek")
        count()
        assert "1 dari 9" in text_of(client.get("/situasi/tren/"))
        client.post("/rapat/", {"nyala": "ya"})
        page = client.get("/situasi/tren/")
        assert "1 dari 9" not in text_of(page)
        assert page.context["chart"]["months"][-1]["pct"] is None


class TestTargets:
    ASKED = {"indikator": "stunting-survei", "tempat": "16.06", "tahun": "2029", "nilai": "12"}

    def test_a_typed_target_is_answered_at_once(self) -> None:
        page = signed_in().get("/situasi/target/", self.ASKED)
        said = page.context["answer"]["said"]
        assert said.reach.base.year == 2022  # the path of one method
        low, high = said.reach.chance.low, said.reach.chance.high
        assert low < high
        body = text_of(page)
        assert "Turun 5,4 persen setahun, dari 17,7% (SSGI 2022) ke 12,0% pada 2029." in body
        assert "Peluang tercapai" in body
        assert not Target.objects.exists()

    def test_saved_with_its_answer_and_its_document(self) -> None:
        client = signed_in()
        refused = client.post("/situasi/target/simpan/", self.ASKED)
        assert refused.status_code == 422
        assert "Sebut dokumen" in text_of(refused)
        client.post("/situasi/target/simpan/", self.ASKED | {"dokumen": "RPJMD 2025-2029"})
        kept = Target.objects.get()
        assert kept.said["required"] == pytest.approx(5.4, abs=0.05)
        assert len(kept.said["chance"]) == 2
        assert "RPJMD 2025-2029" in text_of(client.get("/situasi/target/"))

    def test_a_later_target_replaces_and_one_can_be_taken_back(self) -> None:
        client = signed_in()
        for value in ("12", "11"):
            client.post(
                "/situasi/target/simpan/", self.ASKED | {"nilai": value, "dokumen": "RPJMD"}
            )
        first, second = Target.objects.order_by("pk")
        (held,) = targets.current("16.06").values()
        assert held == second
        client.post("/situasi/target/cabut/", {"target": first.pk, "alasan": "salah ketik"})
        assert targets.current("16.06")  # the first holds no more: nothing to take back
        client.post("/situasi/target/cabut/", {"target": second.pk, "alasan": "salah ketik"})
        assert not targets.current("16.06")
        assert Target.objects.count() == 3
        with pytest.raises(AppendOnlyError):
            second.save()

    @pytest.mark.parametrize(
        "wrong",
        [{"nilai": "0"}, {"nilai": "101"}, {"tahun": "2020"}, {"tempat": SEKAYU},
         {"indikator": "lain"}],
    )  # fmt: skip
    def test_what_cannot_be_a_target(self, wrong: dict[str, str]) -> None:
        asked = self.ASKED | {"dokumen": "RPJMD"} | wrong
        client = signed_in()
        assert client.post("/situasi/target/simpan/", asked).status_code == 422
        assert client.get("/situasi/target/", asked).context["answer"]["wrong"]
        assert not Target.objects.exists()

    def test_a_place_outside_is_not_found(self) -> None:
        asked = {"indikator": "stunting-register", "tempat": "16.06.02", "tahun": "2029"}
        camat = signed_in("camat", SEKAYU)
        assert camat.get("/situasi/target/", asked | {"nilai": "9"}).status_code == 404
        assert camat.post("/situasi/target/simpan/", asked | {"nilai": "9"}).status_code == 403

    def test_register_and_coverage_answer_too(self) -> None:
        client = signed_in()
        register = client.get(
            "/situasi/target/", self.ASKED | {"indikator": "stunting-register", "tempat": JAYA}
        )
        assert register.context["answer"]["said"].reach.base.survey == "Register"
        coverage = client.get(
            "/situasi/target/", self.ASKED | {"indikator": "cakupan-ds", "nilai": "100"}
        )
        assert "tidak lebih dari yang sudah tercapai" in text_of(coverage)

    def test_an_indicator_of_the_lists_says_what_is_asked_of_it(self) -> None:
        code, one = next(
            (code, one) for code, one in targets.indicators(dt.date(2026, 11, 1)).items()
            if one.numerator and 13 in one.levels and one.direction == "naik"
        )  # fmt: skip
        for place, n, of in ((JAYA, 3, 10), (MAKMUR, 5, 10), (RUKUN, 9, None)):
            for quantity, value in ((one.numerator, n), (one.denominator, of)):
                Figure.objects.create(
                    place_code=place, quantity=quantity, period="2026-10", value=value
                )
        page = signed_in().get("/situasi/target/", self.ASKED | {"indikator": code, "nilai": "70"})
        assert page.context["answer"]["now"].percent == 40  # 8 of 20: Rukun told one of the two
        assert "10,0 poin persen setahun" in text_of(page)

    def test_every_village_of_a_kecamatan_is_required(self) -> None:
        client = signed_in()
        page = client.get("/situasi/target/")
        assert (page.context["gap_missing"], page.context["gap_villages"]) == (3, 3)
        form = f"/situasi/target/desa/{SEKAYU}/"
        given = {"tahun": "2027", "dokumen": "RKPDes 2027", f"t_{JAYA}": "30"}
        refused = client.post(form, given)
        assert refused.status_code == 422
        assert "Target wajib diisi." in text_of(refused)
        assert not Target.objects.exists()
        assert client.post(form, given | {f"t_{MAKMUR}": "8,5"}).status_code == 302
        assert client.get("/situasi/target/?tahun=2027").context["gap_missing"] == 1
        assert signed_in("camat", SEKAYU).post(form, given).status_code == 404
        assert signed_in("camat", SEKAYU).get(form).status_code == 200


class TestLokus:
    DECREE = {
        "tahun": "2027", "nomor": "440/12/2026", "tanggal": "2026-11-02", "jabatan": "Bupati",
        "jumlah": "1", "pilih": [JAYA], f"t_{JAYA}": "30",
    }  # fmt: skip

    def test_villages_are_scored_with_counts_interval_and_funnel(self) -> None:
        page = signed_in().get("/situasi/lokus/?jumlah=1")
        known = page.context["known"]
        assert [one.facts.code for one in known] == [JAYA, MAKMUR, RUKUN]
        assert [one.chosen for one in known] == [True, False, False]
        first = known[0].facts
        assert (first.stunting.n, first.stunting.of) == (6, 12)
        assert 0.23 < first.drawn.mean < 0.5  # drawn towards 7 of 30
        assert first.interval.low < 0.5 < first.interval.high
        assert "6 dari 12" in text_of(page)

    def test_weights_are_tried_without_saving(self) -> None:
        client = signed_in()
        only = "b_kasus=0&b_prevalensi=0&b_keluarga=0&b_cakupan=3"
        page = client.get(f"/situasi/lokus/?{only}")
        assert {one.scored.score for one in page.context["known"]} == {50.0}  # all weighed: alike
        wrong = client.get("/situasi/lokus/?b_kasus=banyak&jumlah=0")
        assert set(wrong.context["wanted"].wrong) == {"kasus", "jumlah"}
        assert not Lokus.objects.exists()

    def test_coverage_may_be_a_service_of_the_year(self) -> None:
        cells({WATER: ((JAYA, 30, 40), (MAKMUR, 10, 40), (RUKUN, 2, 4))})
        client = signed_in()
        only = "b_kasus=0&b_prevalensi=0&b_keluarga=0&b_cakupan=1&jumlah=1"
        assert "Penimbangan (D/S)" in text_of(client.get("/situasi/lokus/"))
        page = client.get(f"/situasi/lokus/?{only}&dasar={WATER}")
        known = {one.facts.code: one for one in page.context["known"]}
        assert list(known) == [MAKMUR, RUKUN, JAYA]  # 25, 50, 75 percent
        assert (known[MAKMUR].coverage, known[RUKUN].coverage) == (25, None)  # 2 of 4: too few
        assert "sel indikator Oktober 2026, diketahui di 3 desa" in text_of(page)
        assert f"dasar={WATER}" in page.context["wanted"].query
        wrong = client.get(f"/situasi/lokus/?{only}&dasar=ANTAH")
        assert wrong.context["wanted"].wrong == ("dasar",)

    def test_coverage_may_be_the_mean_place_over_services(self) -> None:
        cells({
            WATER: ((JAYA, 30, 40), (MAKMUR, 10, 40), (RUKUN, 20, 40)),
            UNMET: ((JAYA, 30, 40), (MAKMUR, 10, 40), (RUKUN, 20, 40)),  # less is better
        })  # fmt: skip
        only = "b_kasus=0&b_prevalensi=0&b_keluarga=0&b_cakupan=1"
        page = signed_in().get(f"/situasi/lokus/?{only}&dasar=rata")
        assert {one.coverage for one in page.context["known"]} == {50.0}
        assert "2 layanan esensial" in text_of(page)

    def test_an_unknown_cell_is_not_a_zero(self) -> None:
        cells({WATER: ((JAYA, 30, 40), (MAKMUR, 10, 40))})
        page = signed_in().get(f"/situasi/lokus/?dasar={WATER}")
        (rest,) = page.context["unknown"]
        assert (rest.facts.code, rest.lacks) == (RUKUN, (page.context["wanted"].basis.name,))

    def test_the_decision_keeps_what_counted_as_coverage(self) -> None:
        cells({WATER: ((JAYA, 30, 40), (MAKMUR, 10, 40), (RUKUN, 2, 4))})
        client = signed_in()
        why = {"dasar": WATER, "alasan": "Kasus terbanyak"}
        client.post("/situasi/lokus/tetapkan/", self.DECREE | why)
        made = Lokus.objects.get()
        kept = next(one for one in made.criteria if one["code"] == "cakupan")
        assert (kept["basis"], "Oktober 2026" in kept["note"]) == (WATER, True)
        shares = {row["code"]: row["coverage"] for row in made.rows}
        assert shares == {JAYA: 75, MAKMUR: 25, RUKUN: None}
        Cell.objects.update(numerator=0)
        body = text_of(client.get(f"/situasi/lokus/{made.public_id}/"))
        assert "cakupan 75,0" in body
        assert kept["name"] in body

    def test_a_camat_sees_own_villages_with_their_rank_among_all(self) -> None:
        page = signed_in("camat", "16.06.02").get("/situasi/lokus/")
        (one,) = page.context["known"]
        assert (one.facts.code, one.scored.rank) == (RUKUN, 3)
        assert page.context["funnel"]["points"][0]["name"] == "Contoh Rukun"
        assert "Contoh Jaya" not in text_of(page)

    def test_meeting_hides_small_counts_with_their_shares(self) -> None:
        client = signed_in()
        client.post("/rapat/", {"nyala": "ya"})
        page = client.get("/situasi/lokus/")
        body = text_of(page)
        assert "1 dari 10" not in body
        assert "10,0%" not in body
        assert "Contoh Makmur" not in str(page.context["funnel"])

    def test_frozen_with_annex_and_targets(self) -> None:
        client = signed_in()
        answer = client.post("/situasi/lokus/tetapkan/", self.DECREE)
        made = Lokus.objects.get()
        assert answer["Location"] == f"/situasi/lokus/{made.public_id}/"
        assert [row["code"] for row in made.rows] == [JAYA, MAKMUR, RUKUN]
        assert float(made.rows[0]["target"]) == 30
        (held,) = targets.current(JAYA, targets.REGISTER.code, 2027).values()
        assert (held.value, held.document) == (30, "Keputusan 440/12/2026")
        paper = Document.objects.get(public_id=made.document_id)
        pdf = pypdf.PdfReader(io.BytesIO(files.opened(paper.file)))
        words = " ".join(page.extract_text() for page in pdf.pages)
        assert "Contoh Jaya" in words
        assert "440/12/2026" in words
        assert client.get(f"/surat/{made.document_id}/").status_code == 200
        with pytest.raises(AppendOnlyError):
            made.save()

    def test_figures_stay_as_they_were(self) -> None:
        client = signed_in()
        client.post("/situasi/lokus/tetapkan/", self.DECREE)
        made = Lokus.objects.get()
        for _number in range(5):
            measured(child(POSTS[0][0]), OCTOBER.replace(day=13), tbu="pendek")
        count()
        (shown,) = client.get(f"/situasi/lokus/{made.public_id}/").context["chosen"]
        assert (shown["row"].cases, shown["row"].of) == (6, 12)

    def test_a_decision_hides_small_counts_for_everybody(self) -> None:
        client = signed_in()
        two = self.DECREE | {"jumlah": "2", "pilih": [JAYA, MAKMUR], f"t_{MAKMUR}": "9"}
        client.post("/situasi/lokus/tetapkan/", two)
        made = Lokus.objects.get()
        body = text_of(client.get(f"/situasi/lokus/{made.public_id}/"))
        assert "1 dari 10" not in body
        assert "6 dari 12" not in body  # or the total would give the other away
        pdf = pypdf.PdfReader(
            io.BytesIO(files.opened(Document.objects.get(public_id=made.document_id).file))
        )
        assert "1 dari 10" not in pdf.pages[0].extract_text()

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"nomor": ""}, "nomor keputusan"),
            ({"tanggal": "2099-01-01"}, "belum tiba"),
            ({"tanggal": "kemarin"}, "belum tiba"),
            ({"jabatan": ""}, "jabatan"),
            ({f"t_{JAYA}": ""}, "Target wajib diisi untuk: Contoh Jaya"),
            ({f"t_{JAYA}": "200"}, "paling besar 100"),
            ({"pilih": [RUKUN], f"t_{RUKUN}": "5"}, "berbeda dari urutan skor"),
        ],
    )
    def test_what_a_decision_needs(self, wrong: dict[str, object], said: str) -> None:
        answer = signed_in().post("/situasi/lokus/tetapkan/", self.DECREE | wrong)
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert not Lokus.objects.exists()
        assert not Target.objects.exists()

    def test_another_decision_takes_its_place_and_the_first_stays(self) -> None:
        client = signed_in()
        client.post("/situasi/lokus/tetapkan/", self.DECREE)
        again = self.DECREE | {"nomor": "440/13/2026"}
        assert client.post("/situasi/lokus/tetapkan/", again).status_code == 422  # why?
        client.post("/situasi/lokus/tetapkan/", again | {"alasan": "Angka bulan ini diperbaiki"})
        first, second = Lokus.objects.order_by("pk")
        assert second.replaces == first
        assert not first.holds
        assert "sudah diganti" in text_of(client.get(f"/situasi/lokus/{first.public_id}/"))

    def test_who_decides_and_who_reads(self) -> None:
        assert signed_in("camat", SEKAYU).post(
            "/situasi/lokus/tetapkan/", self.DECREE
        ).status_code == 403  # fmt: skip
        signed_in().post("/situasi/lokus/tetapkan/", self.DECREE)
        page = f"/situasi/lokus/{Lokus.objects.get().public_id}/"
        assert signed_in("camat", SEKAYU).get(page).status_code == 200
        assert signed_in("tpps", "16.71").get(page).status_code == 404

    def test_no_data_says_so(self) -> None:
        Measurement.objects.all().delete()
        count()
        assert "Belum ada data penimbangan" in text_of(signed_in().get("/situasi/lokus/"))
        assert signed_in().get("/situasi/lokus/tetapkan/").status_code == 302
        assert signed_in().get("/situasi/tren/").status_code == 200

    def test_few_questions_however_many_villages(self, django_assert_max_num_queries) -> None:
        client = signed_in()
        client.get("/situasi/lokus/")
        with django_assert_max_num_queries(30):
            client.get("/situasi/lokus/")
