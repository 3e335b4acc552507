"""The situation analysis drafted from cells, register and promises; words, obstacles, editions."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.convergence_rows import VILLAGE, Room
from tests.factories import child
from tests.review_analysis_rows import (
    FAMILIES,
    FEEDING,
    TABLETS,
    TODAY,
    VACCINES,
    analysed,
)

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.convergence import years
from rembuk.office.convergence.models import Evidence, Year
from rembuk.office.documents import files
from rembuk.office.documents.models import Document
from rembuk.office.ledger import services
from rembuk.office.ledger.models import Promise
from rembuk.office.review import analysis_activities, analysis_freeze, analysis_words
from rembuk.office.review.analysis import Analysis, analysis
from rembuk.office.review.analysis_gaps import Gap
from rembuk.office.review.analysis_reach import Counted, Reach
from rembuk.office.review.analysis_scope import scope
from rembuk.office.review.analysis_words import Told
from rembuk.office.review.errors import NotYoursError, ReviewError, StaleError
from rembuk.office.review.models import Analysed, Obstacle
from rembuk.office.seats.models import Office
from rembuk.reference.analysis import ServiceLink, problems

pytestmark = pytest.mark.django_db
DISTRICT, KECAMATAN = "16.06", "16.06.01"


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    analysed()


@pytest.fixture
def r(_built: None, settings: Any, tmp_path: Path) -> Room:
    settings.MEDIA_ROOT = tmp_path
    return Room(Year.objects.get(), {one.username: one for one in Account.objects.all()})


def of(r: Room, place: str = DISTRICT, *, hiding: bool = False) -> Analysis:
    return analysis(scope(r.year, place, hiding=hiding, today=TODAY))


def service(found: Analysis, code: str) -> Reach:
    return next(one for one in found.coverage.services if one.indicator.code == code)


def gap(found: Analysis, code: str) -> Gap:
    return next(one for one in found.gaps if one.reach.indicator.code == code)


def promised(r: Room, **more: Any) -> Promise:
    """A promise of Dinkes for vaccines, due in the year."""
    draft = {
        "title": "Imunisasi kejar di posyandu", "owner": Office.objects.get(code="dinkes"),
        "due": dt.date(2023, 12, 31), "place_code": VILLAGE, "kind": "spesifik",
        "intervention": "INT-IMUNISASI", "volume": Decimal(10), "unit": "anak",
    }  # fmt: skip
    return services.propose(services.Draft(**{**draft, **more}), r.who("tpps"))


def judged(r: Room, promise: Promise) -> None:
    """Walk it to where another office has judged its proof."""
    owner = r.who("dinkes")
    services.accept(promise, owner)
    services.start(promise, owner)
    services.add_proof(
        promise, owner, "penyerahan", text="Dicatat di kohort", taken_on=dt.date(2026, 1, 2)
    )
    services.finish(promise, owner)
    services.verify(promise, r.who("verifikator"))


def test_coverage_is_sum_over_sum_never_a_mean_of_percentages(r: Room) -> None:
    one = service(of(r), TABLETS)
    assert (one.total.n, one.total.of) == (60, 100)
    assert one.total.pct == 60  # the mean of 25, 75 and 100 would be 66.7
    assert {x.code: (x.n, x.of) for x in one.areas} == {KECAMATAN: (40, 80), "16.06.02": (20, 20)}


def test_empty_is_not_zero_and_zero_is_not_empty(r: Room) -> None:
    found = of(r)
    vaccines, families = service(found, VACCINES), service(found, FAMILIES)
    assert (vaccines.total.n, vaccines.total.of, vaccines.empty) == (56, 80, 1)
    assert [x.code for x in vaccines.holes] == ["16.06.02"]
    assert (families.total.n, families.total.of, families.empty) == (0, 90, 0)
    assert families.readable
    assert families.total.pct == 0


def test_what_is_too_empty_is_said_and_not_read(r: Room) -> None:
    found = of(r)
    one = service(found, FEEDING)
    assert (one.total.filled, one.total.expected) == (1, 3)
    assert one.known
    assert not one.readable
    assert one in found.coverage.unread
    assert FEEDING not in [x.key for x in found.activities]
    assert gap(found, FEEDING).hole == "angka"


def test_the_newest_period_with_enough_cells_is_read_and_later_ones_are_counted(r: Room) -> None:
    one = service(of(r), VACCINES)
    assert one.period is not None
    assert (one.period.code, one.behind) == ("2023-05", 1)  # June is open, ended, and empty
    sign = next(x for x in of(r).signs if x.key == f"data:{VACCINES}")
    assert "1 periode sesudahnya" in sign.words
    assert "1 dari 3 sel kosong" in sign.words


def test_targets_carry_their_document_and_the_national_one_says_so(r: Room) -> None:
    one = service(of(r), VACCINES)
    assert one.goal is not None
    assert (one.goal.value, one.goal.national) == (90, True)
    assert one.short == pytest.approx(20)
    assert (one.lacking, one.to_goal) == (24, 16)  # 72 of 80 would be 90 %


def test_a_kecamatan_reads_its_own_villages_only(r: Room) -> None:
    found = of(r, KECAMATAN)
    one = service(found, TABLETS)
    assert (one.total.n, one.total.of) == (40, 80)
    assert [x.code for x in one.areas] == ["16.06.01.2001", "16.06.01.2002"]
    assert [x.code for x in one.worst] == ["16.06.01.2001"]  # 30 of 40 lack, 10 of 40 there
    assert found.spread.total is not None
    assert (found.spread.total.stunting.n, found.spread.total.stunting.of) == (5, 16)
    assert all(x.indicator.level != "kabupaten" for x in found.coverage.supply)


def test_the_register_is_summed_and_low_coverage_is_not_read(r: Room) -> None:
    spread = of(r).spread
    assert spread.total is not None
    assert (spread.total.stunting.n, spread.total.stunting.of) == (5, 24)
    rows = {one.figures.code: one for one in of(r, KECAMATAN).spread.rows}
    assert rows["16.06.01.2001"].readable
    assert not rows["16.06.01.2002"].readable  # D/S 50 %
    assert rows["16.06.01.2002"] in of(r, KECAMATAN).spread.unread


def test_surveys_stand_apart_from_the_register(r: Room) -> None:
    found = of(r).spread
    known = {(x.survey, x.year): x.stunting_pct for x in reference.load().prevalence(DISTRICT)}
    assert found.surveys
    for one in found.surveys:
        assert known[one.point.survey, one.point.year] == one.point.percent
        assert one.point.year <= 2023


def test_need_planned_delivered_and_what_lacks_first(r: Room) -> None:
    assert gap(of(r), VACCINES).hole == "rencana"
    first = promised(r)
    now = gap(of(r), VACCINES)
    assert (now.planned.promises, now.same_unit, now.proven) == (1, 10, 0)
    assert now.hole == "kurang"  # 10 promised, 24 lack
    promised(r, volume=Decimal(14))
    assert gap(of(r), VACCINES).hole == "bukti"
    judged(r, first)
    now = gap(of(r), VACCINES)
    assert (now.planned.delivered, now.proven, now.hole) == (1, 10, "")


def test_other_units_are_not_compared_and_persons_are_not_told(r: Room) -> None:
    promised(r, volume=Decimal(3), unit="kali")
    promised(r, volume=None, unit="")
    person = child("16.06.01.2001.P01")
    promised(r, person=person, beneficiary_kind="orang")
    promised(r, audience="terbatas")
    promised(r, due=dt.date(2024, 1, 31))
    now = gap(of(r), VACCINES)
    assert (now.planned.promises, now.planned.without_volume) == (2, 1)
    assert now.same_unit is None
    assert now.planned.volumes == {"kali": 3}
    assert len(of(r).programmes) == 2


def test_no_office_is_the_first_hole(r: Room) -> None:
    Office.objects.filter(code="dinkes").update(role="")
    found = of(r)
    assert gap(found, VACCINES).hole == "pemilik"
    assert f"pemilik:{VACCINES}" in {one.key for one in found.signs}


def test_activities_come_by_points_short_and_few_people_last(r: Room) -> None:
    keys = [one.key for one in of(r).activities]
    assert keys.index(FAMILIES) < keys.index(VACCINES)  # 90 points short, then 20
    assert TABLETS not in keys  # 60 % of 58 %
    few = Counted("", 0, 2, 3, 3, 3)
    one = service(of(r), FAMILIES)
    lone = replace(one, total=few, areas=(few,))
    assert one.sure
    assert not lone.sure or lone.goal is not None
    assert one.order < replace(lone, goal=None).order


def test_an_activity_becomes_a_promise_of_its_office_once_seen(r: Room) -> None:
    given = scope(r.year, DISTRICT, today=TODAY)
    one = next(x for x in analysis(given).activities if x.key == VACCINES)
    wanted = analysis_activities.Wanted(
        one.what, Office.objects.get(code="dinkes"), dt.date(2023, 12, 31), KECAMATAN,
        Decimal(16), "anak",
    )  # fmt: skip
    made = analysis_activities.promise(given, one, wanted, r.who("tpps"))
    assert (made.intervention, made.verifier and made.verifier.code) == ("INT-IMUNISASI", "bappeda")
    again = next(x for x in analysis(given).activities if x.key == VACCINES)
    assert [x.number for x in again.promises] == [made.number]
    assert gap(of(r), VACCINES).planned.promises == 1
    elsewhere = analysis_activities.Wanted(one.what, wanted.owner, wanted.due, "16.07.01", None)
    with pytest.raises(ReviewError):
        analysis_activities.promise(given, one, elsewhere, r.who("tpps"))


def test_words_are_versioned_and_a_late_writer_overwrites_nothing(r: Room) -> None:
    say = analysis_words.say
    say(r.year, DISTRICT, "sebaran", "Dua desa di seberang sungai.", 0, r.who("tpps"))
    with pytest.raises(StaleError) as stale:
        say(r.year, DISTRICT, "sebaran", "Tulisan kedua.", 0, r.who("tpps"))
    assert stale.value.version == 1
    say(r.year, DISTRICT, "sebaran", "", 1, r.who("tpps"))
    assert of(r).words["sebaran"].text == ""
    texts = [one.text for one in analysis_words.history(r.year, DISTRICT, "sebaran")]
    assert texts == ["", "Dua desa di seberang sungai."]


def test_who_speaks_for_the_analysis(r: Room) -> None:
    may = analysis_words.may_write
    assert may(r.who("tpps"), r.year, DISTRICT)
    assert not may(r.who("dinkes"), r.year, DISTRICT)
    assert may(r.who("camat"), r.year, KECAMATAN)
    assert not may(r.who("camat"), r.year, DISTRICT)
    assert not may(r.who("camat"), r.year, "16.06.02")
    assert analysis_words.may_tell(r.who("dinkes"), r.year, DISTRICT)
    with pytest.raises(NotYoursError):
        analysis_words.say(r.year, DISTRICT, "sebaran", "Bukan haknya.", 0, r.who("dinkes"))


def test_a_closed_year_takes_no_words(r: Room) -> None:
    years.close(r.year, r.who("tpps"), "Selesai")
    with pytest.raises(ValidationError):
        analysis_words.say(r.year, DISTRICT, "sebaran", "Terlambat.", 0, r.who("tpps"))


def test_a_sign_in_the_data_is_taken_over_once_and_closed_with_a_reason(r: Room) -> None:
    sign = next(x for x in of(r).signs if x.key == f"data:{VACCINES}")
    told = Told("Buku kohort belum direkap bidan", "hambatan.data", VACCINES, None, sign.key)
    made = analysis_words.note(r.year, DISTRICT, told, r.who("dinkes"))
    assert analysis_words.note(r.year, DISTRICT, told, r.who("tpps")).pk == made.pk
    assert next(x for x in of(r).signs if x.key == sign.key).taken
    with pytest.raises(ReviewError):
        analysis_words.close(made, "", 1, r.who("dinkes"))
    with pytest.raises(NotYoursError):
        analysis_words.close(made, "Sudah direkap", 1, r.who("dppkb"))
    analysis_words.close(made, "Sudah direkap", 1, r.who("dinkes"))
    with pytest.raises(StaleError):
        analysis_words.change(made, told, 1, r.who("dinkes"))
    assert not of(r).standing
    assert not next(x for x in of(r).signs if x.key == sign.key).taken
    assert [one.act for one in made.events.all()] == ["catat", "tutup"]


def test_an_obstacle_of_a_kecamatan_is_read_by_the_district(r: Room) -> None:
    told = Told("Jalan putus tiap musim hujan", "hambatan.akses", VACCINES)
    analysis_words.note(r.year, KECAMATAN, told, r.who("camat"))
    assert [one.text for one in of(r).standing] == [told.text]
    assert not of(r, "16.06.02").standing
    with pytest.raises(ReviewError):
        analysis_words.note(r.year, KECAMATAN, Told("Jalan putus", "jenis-lain"), r.who("camat"))
    assert Obstacle.objects.count() == 1


def test_freezing_keeps_paper_twin_and_workbook_and_ticks_the_steps(r: Room) -> None:
    analysis_words.say(r.year, DISTRICT, "hambatan", "Musim hujan panjang.", 0, r.who("tpps"))
    made = analysis_freeze.freeze(r.year, DISTRICT, r.who("tpps"), today=TODAY)
    document = Document.objects.get(public_id=made.document_id)
    assert (made.edition, document.number != "") == (1, True)
    held = {
        (one.step, one.requirement, one.kind)
        for one in Evidence.objects.filter(year=r.year, place_code=DISTRICT)
    }
    assert held == {
        ("1.2", "analisis-cakupan", "xlsx"), ("1.3", "peta-program", "xlsx"),
        ("1.4", "laporan-ansit", "pdf"),
    }  # fmt: skip
    text = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(files.opened(document.file))).pages
    )
    assert "60 dari 100" in text
    assert "Musim hujan panjang." in text
    assert "1 dari 7" not in text  # one child: too few to print
    assert files.opened(made.word_path)[:2] == b"PK"
    assert made.figures["cakupan"][TABLETS]["n"] == 60
    with pytest.raises(ReviewError):
        analysis_freeze.freeze(r.year, DISTRICT, r.who("tpps"), today=TODAY)
    second = analysis_freeze.freeze(
        r.year, DISTRICT, r.who("tpps"), reason="Angka Dinkes dibetulkan", today=TODAY
    )
    document.refresh_from_db()
    assert second.edition == 2
    assert document.replaced_by is not None
    assert document.replaced_by.public_id == second.document_id
    with pytest.raises(NotYoursError):
        analysis_freeze.freeze(r.year, DISTRICT, r.who("camat"), today=TODAY)
    assert Analysed.objects.count() == 2


def test_the_scheme_of_2025_asks_every_kecamatan_for_its_analysis(r: Room) -> None:
    year = years.adopt(DISTRICT, 2026, "aksi-2025", r.who("tpps"))
    whole = [(s.code, n.code) for s, n in analysis_freeze.asked_for(year, DISTRICT)]
    part = [(s.code, n.code) for s, n in analysis_freeze.asked_for(year, KECAMATAN)]
    assert whole == [("U1.4", "laporan-ansit")]
    assert part == [("U1.3", "ansit-kecamatan")]
    made = analysis_freeze.freeze(year, KECAMATAN, r.who("camat"), today=dt.date(2026, 3, 1))
    held = Evidence.objects.get(year=year)
    assert (held.step, held.place_code, made.place_code) == ("U1.3", KECAMATAN, KECAMATAN)


def test_the_workbook_names_every_area_and_leaves_empty_empty(r: Room) -> None:
    from rembuk.office.review import analysis_sheet

    book = load_workbook(io.BytesIO(analysis_sheet.book(of(r))), data_only=True)
    rows = [
        row for row in book["Cakupan per wilayah"].iter_rows(values_only=True) if row[0] == VACCINES
    ]
    assert [(row[3], row[5], row[6]) for row in rows] == [
        (KECAMATAN, 56, 80), ("16.06.02", None, None),
    ]  # fmt: skip
    assert {"Sebaran", "Survei", "Kesenjangan", "Pemetaan program", "Hambatan"} <= set(
        book.sheetnames
    )


def test_every_link_of_a_service_points_somewhere() -> None:
    known = reference.load()
    day = dt.date(2023, 12, 31)
    essential = {one.numerator for one in known.indicators("ANSIT-ESENSIAL", day) if one.numerator}
    assert essential <= set(known.service_links(day))
    lost = ServiceLink(
        code="layanan.x", quantity="tidak-ada", interventions=("INT-X",), valid_from=day,
        source=("BG",), confidence="belum-pasti",
    )  # fmt: skip
    assert len(list(problems(lost, set(), set()))) == 2
