"""Loading areas, reading them, importing a crosswalk."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from typer.testing import CliRunner

from rembuk.cli.places_ import app
from rembuk.office.places import queries, services
from rembuk.office.places.models import Area, Crosswalk, Level
from rembuk.office.places.scope import within
from rembuk.reference import areas

pytestmark = pytest.mark.django_db


def test_provinces_kabupaten_and_the_own_district() -> None:
    done = services.load_areas("17.71")
    counts = [Area.objects.filter(level=level).count() for level in Level]
    assert counts == [38, 514, 9, 67]
    assert (done.added, done.changed, done.closed) == (628, 0, 0)
    area = Area.objects.get(pk="17.71.01")
    assert (area.parent_id, area.valid_from, area.valid_to) == ("17.71", None, None)
    assert area.name_key == areas.name_key(area.name)


def test_loading_again_changes_nothing() -> None:
    services.load_areas("17.71")
    assert services.load_areas("17.71") == services.Loaded(added=0, changed=0, closed=0, same=628)


def test_a_renamed_area_is_mended_and_a_dropped_one_closed() -> None:
    services.load_areas("17.71")
    Area.objects.filter(pk="17.71.01").update(name="Lama", name_key="LAMA")
    Area.objects.create(
        code="17.71.01.9999", name="Hilang", name_key="HILANG", level=4, kind="desa",
        parent_id="17.71.01", source="lama",
    )  # fmt: skip
    done = services.load_areas("17.71")
    assert (done.changed, done.closed) == (1, 1)
    assert str(Area.objects.get(pk="17.71.01.9999").valid_to) == areas.AS_OF
    assert Area.objects.get(pk="17.71.01").name != "Lama"


def test_an_area_that_appears_later_began_with_the_newer_table() -> None:
    services.load_areas("17.71")
    Area.objects.get(pk="17.71.01.1001").delete()
    services.load_areas("17.71")
    assert str(Area.objects.get(pk="17.71.01.1001").valid_from) == areas.AS_OF


def test_a_second_district_beside_the_first() -> None:
    services.load_areas("17.71")
    services.load_areas("17.07")
    assert Area.objects.filter(within("code", "17.71"), level=Level.DESA).count() == 67
    assert Area.objects.filter(within("code", "17.07"), level=Level.DESA).count() == 104
    assert not Area.objects.filter(valid_to__isnull=False).exists()
    assert not Area.objects.filter(valid_from__isnull=False).exists()  # history not known


@pytest.mark.parametrize("code", ["", "99.01", "16.0"])
def test_a_code_that_is_no_area(code: str) -> None:
    with pytest.raises(services.UnknownAreaError):
        services.load_areas(code)
    assert not Area.objects.exists()


def test_the_way_down_to_a_post() -> None:
    services.load_areas("16.06")
    path = queries.path_to("16.06.01.1009.P03")
    assert [area.code for area in path] == ["16", "16.06", "16.06.01", "16.06.01.1009"]


def test_children_leave_out_what_is_no_longer_valid() -> None:
    services.load_areas("17.71")
    Area.objects.filter(pk="17.71.01").update(valid_to="2026-01-01")
    assert "17.71.01" not in {area.code for area in queries.children("17.71")}
    assert queries.children("").count() == 38


@pytest.mark.parametrize(
    "asked",
    ["16.06.01.1009", "1606011009", "Sekayu / Kayu Ara", "kel. kayu ara", ("SEKAYU", "Kayu-Ara")],
)
def test_a_village_by_code_or_name(asked: str | tuple[str, str]) -> None:
    services.load_areas("16.06")
    found = queries.resolve(asked, "16.06")
    assert found.area is not None
    assert found.area.code == "16.06.01.1009"


def test_a_typing_error_gets_a_suggestion() -> None:
    services.load_areas("16.06")
    found = queries.resolve("Sekayu / Kayu Arra", "16.06")
    assert found.area is None
    assert found.suggestion.startswith("Kayu Ara (Sekayu) 16.06.01.1009")


HEAD = "kode_kemendagri,kode_bps,valid_from,source\n"


def crosswalk(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "padanan.csv"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_crosswalk_is_imported_once(tmp_path: Path) -> None:
    services.load_areas("16.06")
    path = crosswalk(
        tmp_path,
        "16.06,1606,2020-01-01,Tabel A",
        "16.06.01.1009,1606040012,2020-01-01,Tabel A",
        "1606011010,0606040013,2020-01-01,Tabel A",
    )
    assert services.import_crosswalk(path) == services.CrosswalkLoaded(3, 0, 0)
    assert services.import_crosswalk(path) == services.CrosswalkLoaded(0, 0, 3)
    # taken as written, leading zero and all: never made from Kemendagri digits
    assert Crosswalk.objects.get(area="16.06.01.1010").bps_code == "0606040013"


def test_semicolons_and_an_end_date(tmp_path: Path) -> None:
    services.load_areas("16.06")
    head = "kode_kemendagri;kode_bps;valid_from;valid_to;source\n"
    path = crosswalk(tmp_path, "16.06;1606;2020-01-01;2025-01-01;Tabel A", head=head)
    services.import_crosswalk(path)
    assert str(Crosswalk.objects.get().valid_to) == "2025-01-01"


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("99.99,9999,2020-01-01,A", "kode_kemendagri", "tidak dikenal"),
        ("16.06,1.606E3,2020-01-01,A", "kode_bps", "hanya angka"),
        ("16.06.01,160604,2020-01-01,A", "kode_bps", "7 angka, di sini 6"),
        ("16.06,1606,1/1/2020,A", "valid_from", "2025-01-31"),
        ("16.06,1606,2020-01-01,", "source", "wajib diisi"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    tmp_path: Path, row: str, column: str, message: str
) -> None:
    services.load_areas("16.06")
    path = crosswalk(tmp_path, "16.06,1606,2021-01-01,A", row)
    with pytest.raises(services.CrosswalkError) as caught:
        services.import_crosswalk(path)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (3, column)
    assert message in problem.message
    assert not Crosswalk.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"kode_kemendagri,kode_bps\n16.06,1606\n", "kolom valid_from: Kolom ini tidak ada"),
        (HEAD.encode(), "tidak berisi baris"),
        (HEAD.encode() + b"16.06,1606,2020-01-01,\xff\xfe\n", "bukan UTF-8"),
        (b"", "Kolom ini tidak ada"),
    ],
)
def test_a_file_that_is_no_crosswalk(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(services.CrosswalkError, match=message):
        services.import_crosswalk(path)


def test_the_commands(tmp_path: Path) -> None:
    run = CliRunner()
    loaded = run.invoke(app, ["load", "17.71"])
    assert loaded.exit_code == 0
    assert "628 baru" in loaded.output
    refused = run.invoke(app, ["load", "99.99"])
    assert refused.exit_code == 1
    assert "99.99" in refused.output
    bad = run.invoke(app, ["crosswalk", str(crosswalk(tmp_path, "99.99,9999,2020-01-01,A"))])
    assert bad.exit_code == 1
    assert "baris 2, kolom kode_kemendagri" in bad.output
    good = run.invoke(app, ["crosswalk", str(crosswalk(tmp_path, "17.71,1771,2020-01-01,A"))])
    assert "1 baru" in good.output


def test_a_bad_override_file_stops_the_start(tmp_path: Path, settings) -> None:
    path = tmp_path / "daerah.yaml"
    path.write_text("district: '16.06'\noverrides: [{code: kbm}]\n", encoding="utf-8")
    settings.REMBUK_OVERRIDES = path
    with pytest.raises(SystemCheckError, match="valid_from: tidak ada"):
        call_command("check")
