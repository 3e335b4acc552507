"""Steps with evidence, and filing: ticked by content, older editions kept, what changed since."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings
from tests.convergence_rows import KABUPATEN, MAY, SECOND, VILLAGE, Room, again, typed
from tests.kept_files import pdf

from rembuk.office.convergence import proving, steps
from rembuk.office.convergence.chasing import owed as chasing
from rembuk.office.convergence.filings import filing, packing, tab_sheets
from rembuk.office.convergence.models import Evidence
from rembuk.office.convergence.proving import OF_INDICATOR, Subject

pytestmark = pytest.mark.django_db
AS_OF = dt.date(2023, 5, 31)
DAY = dt.date(2023, 6, 1)
KEK = "BG22-E-BUM-1"


@pytest.fixture
def r(may_open: None, settings: Settings, tmp_path: Path) -> Room:
    settings.MEDIA_ROOT = tmp_path
    return again()


def line(r: Room, code: str) -> steps.StepLine:
    found = steps.line(r.year, code, DAY)
    assert found is not None
    return found


def subject(r: Room, step: str, code: str) -> Subject:
    wanted = {one.code: one for one in line(r, step).step.requires}
    return Subject(r.year, KABUPATEN, wanted[code], step=step)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def bring(r: Room, step: str, code: str, content: bytes, name: str = "a.pdf") -> Evidence:
    return proving.add(subject(r, step, code), r.who("tpps"), upload=upload(name, content), on=DAY)


def fill(r: Room, place: str, value: int = 3) -> None:
    one = chasing.Names(r.year).of(MAY).indicators[KEK]
    assert typed(r, "dinkes", one.numerator, value, place=place).saved
    typed(r, "dinkes", one.denominator, 9, place=place)


# evidence


def test_a_requirement_is_ticked_by_what_the_file_is(r: Room) -> None:
    with pytest.raises(ValidationError, match="bukan PDF"):
        bring(r, "3.1", "berita-acara", b"\x00\x01 whatever", "berita-acara.pdf")
    kept = bring(r, "3.1", "berita-acara", pdf(), "tanpa-nama.bin")
    assert (kept.kind, kept.edition, kept.pages) == ("pdf", 1, 1)
    (place,) = line(r, "3.1").places
    assert {one.requirement.code for one in place.lacks} == {"komitmen", "daftar-hadir"}


def test_a_newer_file_stands_beside_the_older_and_the_same_is_the_same(r: Room) -> None:
    first = bring(r, "3.1", "berita-acara", pdf(1))
    assert bring(r, "3.1", "berita-acara", pdf(1)).pk == first.pk
    second = bring(r, "3.1", "berita-acara", pdf(2))
    assert second.edition == 2
    (found,) = (m for m in line(r, "3.1").places[0].met if m.requirement.code == "berita-acara")
    assert [one.edition for one in found.editions] == [2, 1]
    proving.withdraw(second, r.who("tpps"), "Salah berkas")
    (found,) = (m for m in line(r, "3.1").places[0].met if m.requirement.code == "berita-acara")
    assert found.now == first
    assert Evidence.objects.filter(pk=second.pk, withdrawn="Salah berkas").exists()


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://contoh.go.id/stunting/2023", True),
        ("http://contoh.go.id/", False),
        ("javascript:alert(1)", False),
        ("https://contoh.go.id/ spasi", False),
        ("https://contoh.go.id/" + "a" * 200, False),
    ],
)
def test_a_published_address_is_evidence_where_it_is_asked_for(
    r: Room, address: str, good: bool
) -> None:
    wanted = subject(r, "7.3", "tautan-publikasi")
    if good:
        made = proving.add(wanted, r.who("tpps"), address=address, on=DAY)
        assert (made.kind, made.path) == ("link", address)
        return
    with pytest.raises(ValidationError, match="alamat lengkap"):
        proving.add(wanted, r.who("tpps"), address=address, on=DAY)


def test_an_address_where_a_file_is_asked_for_is_refused(r: Room) -> None:
    with pytest.raises(ValidationError, match="meminta berkas"):
        proving.add(
            subject(r, "3.1", "komitmen"), r.who("tpps"), address="https://a.go.id/", on=DAY
        )


def test_an_indicator_brings_evidence_too_and_a_stranger_does_not(r: Room) -> None:
    wanted = Subject(r.year, VILLAGE, OF_INDICATOR, indicator=KEK, period=MAY)
    made = proving.add(wanted, r.who("dinkes"), upload=upload("a", pdf()), on=DAY)
    assert (made.indicator, made.period, made.step) == (KEK, MAY, "")
    with pytest.raises(ValidationError, match="tidak mengunggah"):
        proving.add(wanted, r.who("sekcam2"), upload=upload("a", pdf(3)), on=DAY)


# steps


def test_a_step_is_done_with_its_evidence_or_a_reason(r: Room) -> None:
    tpps = r.who("tpps")
    with pytest.raises(ValidationError, match="Berita acara rembuk"):
        steps.mark_done(r.year, "3.1", KABUPATEN, DAY, tpps)
    steps.mark_done(r.year, "3.1", KABUPATEN, DAY, tpps, "Arsip masih di Setda")
    done = line(r, "3.1")
    assert (done.standing, done.finished_on, done.after_close) == ("selesai", DAY, True)
    steps.take_back(r.year, "3.1", KABUPATEN, tpps, "Keliru tanggal")
    assert line(r, "3.1").standing == "lewat"
    acts = list(r.year.events.values_list("act", flat=True))
    assert {"langkah-selesai", "langkah-batal"} <= set(acts)


def test_steps_say_where_they_stand_and_which_is_next(r: Room) -> None:
    found = steps.lines(r.year, dt.date(2023, 6, 1))
    by_code = {one.step.code: one for one in found}
    assert by_code["1.2"].window.closes == dt.date(2023, 5, 31)
    assert by_code["1.2"].window.sure  # read in a public source
    assert not by_code["3.1"].window.sure
    assert by_code["4.1"].standing == "berjalan"
    assert by_code["8.1"].standing == "nanti"
    assert len(by_code["5.2"].places) == 3  # the villages do it
    assert len(by_code["7.2"].places) == 1  # Dinkes does it for all
    first = steps.next_of(found)
    assert first is not None
    assert first.window.closes == min(o.window.closes for o in found if o.standing != "selesai")


# filing


def tick(r: Room, code: str, **more: object) -> filing.Item:
    filing.file(r.year, code, DAY, r.who("tpps"), **more)
    return next(one for one in filing.items(r.year, dt.date(2026, 1, 1)) if one.code == code)


def test_the_check_list_follows_the_web(r: Room) -> None:
    found = filing.items(r.year, AS_OF)
    tabs = [one.code for one in found if one.kind != "dokumen"]
    assert tabs == list("abcdefghijklmno")
    assert [one.step for one in found if one.kind == "dokumen"][:2] == ["1.1", "1.2"]


def test_what_changed_since_the_last_filing_is_named() -> None:
    was = {"a|X|2023": [3, 9], "b|X|2023": [0, 4], "c|X|2023": [None, None]}
    now = {"a|X|2023": [4, 9], "c|X|2023": [None, None], "d|X|2023": [1, 2]}
    found = {one.parts[0]: (packing.told(one.was, "desa"), packing.told(one.now, "desa"))
             for one in filing.difference(was, now)}  # fmt: skip
    assert found == {
        "a": ("3 dari 9", "4 dari 9"), "b": ("0 dari 4", "kosong"), "d": ("kosong", "1 dari 2"),
    }  # fmt: skip


def test_documents_filed_are_followed_by_edition(r: Room) -> None:
    bring(r, "3.1", "berita-acara", pdf(1))
    code = filing.paper_code("3.1")
    item = tick(r, code, note="Diunggah", proof=upload("layar.pdf", pdf(4)))
    assert (item.standing, item.have, item.expected) == ("sama", 1, 3)
    bring(r, "3.1", "berita-acara", pdf(2))
    item = next(one for one in filing.items(r.year, DAY) if one.code == code)
    assert item.standing == "berubah"
    (change,) = item.changes
    assert (packing.told(change.was, item.kind), packing.told(change.now, item.kind)) == (
        "edisi 1", "edisi 2",
    )  # fmt: skip


def test_only_who_manages_files_and_only_what_is_on_the_list(r: Room) -> None:
    with pytest.raises(ValidationError, match="tidak mencatat pelaporan"):
        filing.file(r.year, "a", DAY, r.who("dinkes"))
    with pytest.raises(ValidationError, match="tidak ada di daftar"):
        filing.file(r.year, "zz", DAY, r.who("tpps"))


def test_a_tab_is_filled_in_the_columns_of_the_form(r: Room) -> None:
    fill(r, VILLAGE)
    fill(r, SECOND, 0)
    filled = tab_sheets.Filled(r.year, AS_OF)
    (sheet,) = tab_sheets.sheets(filled, filled.scheme.tab("b"))
    heads = [one.head for one in sheet.columns]
    assert heads[:7] == [
        "No", "ID Kecamatan", "Kecamatan", "Puskesmas", "ID Desa BPS", "ID Desa Kemendagri",
        "Nama Desa",
    ]  # fmt: skip
    at = next(n for n, head in enumerate(heads) if "KEK" in head and head.endswith(": n"))
    rows = {row[5]: list(row[at : at + 3]) for row in sheet.rows}
    assert rows[VILLAGE] == [3, 9, pytest.approx(1 / 3)]
    assert rows[SECOND] == [0, 9, 0]  # a zero is a zero
    assert rows["16.06.02.2001"][0] is None  # empty stays empty


def test_the_pack_holds_everything_and_its_hashes(r: Room) -> None:
    fill(r, VILLAGE)
    bring(r, "3.1", "berita-acara", pdf(2))
    tick(r, filing.paper_code("3.1"), proof=upload("layar.pdf", pdf(4)))
    made = packing.pack(r.year, AS_OF)
    with zipfile.ZipFile(io.BytesIO(made.content)) as package:
        names = package.namelist()
        assert [n[:5] for n in names if n.startswith("tab-")] == [
            f"tab-{letter}" for letter in "abcdefghijklmno"
        ]
        assert any(n.startswith("dokumen/3-1/berita-acara-16.06-edisi-1") for n in names)
        assert any(n.startswith("bukti-lapor/dok-3-1-2023-06-01") for n in names)
        listed = dict(
            reversed(row)
            for row in csv.reader(
                io.StringIO(package.read(packing.HASHES).decode().replace("  ", "|")),
                delimiter="|",
            )
        )
        for name, digest in listed.items():
            assert hashlib.sha256(package.read(name)).hexdigest() == digest
        assert set(listed) == set(names) - {packing.HASHES}
        book = openpyxl.load_workbook(io.BytesIO(package.read(packing.LIST)), read_only=True)
        rows = list(book.worksheets[0].values)
    filed = next(row for row in rows if row[1] and str(row[1]).startswith("3.1"))
    assert filed[6] == "ya"
    assert filed[9].startswith("bukti-lapor/")
    assert made.empty
    assert made.missing


def test_a_lost_file_is_said_not_hidden(r: Room) -> None:
    held = bring(r, "3.1", "berita-acara", pdf(2))
    Evidence.objects.filter(pk=held.pk).update(path="00/" + "0" * 40 + ".pdf")
    made = packing.pack(r.year, AS_OF)
    assert len(made.lost) == 1
    assert "berita-acara" in made.lost[0]
