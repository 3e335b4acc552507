"""Part 8: files that are no table. Each is refused with a remedy and leaves nothing behind."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.intake_sheets import child, shelf_registered, table, xlsx

from rembuk.office.intake import services
from rembuk.office.intake.models import Import, ImportState, SourceFile
from rembuk.office.intake.reading import limits, sniff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings: object, tmp_path: Path) -> Iterator[None]:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    settings.REMBUK_STAGING = tmp_path / "staging"
    with shelf_registered():
        yield


def refused(path: Path) -> tuple[str, str]:
    """Bring a file that must be refused: its code and message."""
    with pytest.raises(services.Unreadable) as caught:
        services.receive(path)
    assert SourceFile.objects.count() == 0
    assert Import.objects.count() == 0
    raw = path.parent / "raw"
    assert not any(raw.iterdir()) if raw.exists() else True
    return caught.value.code, str(caught.value)


def good(tmp_path: Path) -> Path:
    return xlsx(tmp_path / "good.xlsx", table([child(n) for n in range(1, 40)]))


def test_empty(tmp_path: Path) -> None:
    path = tmp_path / "kosong.xlsx"
    path.touch()
    code, message = refused(path)
    assert code == "kosong"
    assert "Unduh" in message


def test_only_blank_text(tmp_path: Path) -> None:
    path = tmp_path / "kosong.csv"
    path.write_text("\n \n\t\n")
    assert refused(path)[0] == "kosong"


@pytest.mark.parametrize("share", [0.2, 0.6, 0.98])
def test_truncated(tmp_path: Path, share: float) -> None:
    path = good(tmp_path)
    body = path.read_bytes()
    path.write_bytes(body[: int(len(body) * share)])
    code, message = refused(path)
    assert code == "terpotong"
    assert "Unduh ulang" in message


def test_damaged_inside(tmp_path: Path) -> None:
    path = good(tmp_path)
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    body = bytearray(path.read_bytes())
    body[at : at + 40] = b"\x00" * 40
    path.write_bytes(bytes(body))
    assert refused(path)[0] == "terpotong"


def ole(streams: dict[str, bytes]) -> bytes:
    """A minimal OLE container: one FAT sector, a directory, streams padded to 4096 bytes."""
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    count = {name: max(8, -(-len(body) // 512)) for name, body in streams.items()}
    directory = -(-(len(streams) + 1) // 4)
    fat = [fat_mark] + [n + 1 for n in range(1, directory)] + [end]
    starts, at = {}, 1 + directory
    for name, sectors in count.items():
        starts[name] = at
        fat += [at + n + 1 for n in range(sectors - 1)] + [end]
        at += sectors
    fat += [free] * (128 - len(fat))

    def entry(name: str, kind: int, child: int, start: int, size: int, right: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text), kind, 1, free, right, child)
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )

    names = sorted(streams, key=lambda n: (len(n), n.upper()))
    entries = entry("Root Entry", 5, 1 if names else free, end, 0, free)
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else free
        entries += entry(name, 2, free, starts[name], count[name] * 512, right)
    entries = entries.ljust(directory * 512, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    body = b"".join(streams[n].ljust(count[n] * 512, b"\0") for n in count)
    return header + struct.pack("<128I", *fat) + entries + body


def test_password_protected_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "rahasia.xlsx"
    path.write_bytes(ole({"EncryptedPackage": b"x" * 600, "EncryptionInfo": b"y" * 100}))
    code, message = refused(path)
    assert code == "bersandi"
    assert "hapus sandinya" in message


def test_password_protected_xls(tmp_path: Path) -> None:
    book = struct.pack("<HH", 0x809, 16) + b"\0" * 16 + struct.pack("<HH", 0x2F, 4) + b"\0" * 4
    path = tmp_path / "rahasia.xls"
    path.write_bytes(ole({"Workbook": book}))
    assert refused(path)[0] == "bersandi"


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "besar.xlsx"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    code, message = refused(path)
    assert code == "terlalu-besar"
    assert "210 MB" in message
    assert "Bagi" in message


def test_a_large_upload_is_stopped_while_it_comes_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rembuk.office.intake import raw

    monkeypatch.setattr(raw, "MAX_BYTES", 2 * 1024 * 1024)
    monkeypatch.setattr(limits, "MAX_BYTES", 2 * 1024 * 1024)
    with pytest.raises(services.Unreadable, match="batasnya"):
        services.receive(io.BytesIO(b"a,b\n" * 2_000_000), name="besar.csv")
    assert not any((tmp_path / "raw").iterdir())


def test_macros(tmp_path: Path) -> None:
    path = good(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    code, message = refused(path.rename(tmp_path / "a.xlsm"))
    assert code == "makro"
    assert ".xlsx" in message


def test_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(40):
                part.write(b"0" * 1024 * 1024)
    assert path.stat().st_size < 100_000
    code, message = refused(path)
    assert code == "bom-zip"
    assert "buku kerja" in message


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bohong.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    body = path.read_bytes().replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1_000))
    path.write_bytes(body)
    assert refused(path)[0] in {"bom-zip", "terpotong"}


def test_one_cell_at_the_far_corner(tmp_path: Path) -> None:
    lines = table([child()])
    path = tmp_path / "jauh.xlsx"
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    for number, line in enumerate(lines):
        page.write_row(number, 0, line)
    page.write(1_048_575, 16_383, "x")
    book.close()
    code, message = refused(path)
    assert code == "terlalu-panjang"
    assert "baris dan kolom kosong" in message


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"MZ\x90\x00....", "Windows"),
        (bytes(range(256)) * 8, "bukan tabel"),
        (b"Yth. Kepala Dinas\nDengan hormat\nsurat ini\n", "tidak berbentuk tabel"),
    ],
)
def test_renamed_files(tmp_path: Path, body: bytes, word: str) -> None:
    path = tmp_path / "data.xlsx"
    path.write_bytes(body)
    code, message = refused(path)
    assert code == "bukan-tabel"
    assert word in message


def test_a_zip_renamed_to_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "arsip.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.csv", "a,b")
    assert "arsip zip" in refused(path)[1]


@pytest.mark.parametrize("name", ["data.xls", "data.csv", "data"])
def test_a_workbook_under_another_name_is_read(tmp_path: Path, name: str) -> None:
    path = good(tmp_path).rename(tmp_path / name)
    assert sniff.sniff(path).format == "xlsx"


def test_wrong_sheet(tmp_path: Path) -> None:
    lines = [["Petunjuk pengisian"], ["Isi tiap kolom dengan benar"]]
    (imported,) = services.recognise(services.receive(xlsx(tmp_path / "a.xlsx", lines)))
    assert imported.state == ImportState.REFUSED
    assert "judul kolom" in imported.message
    assert "pilih lembar lain" in imported.message


def test_an_empty_sheet(tmp_path: Path) -> None:
    (imported,) = services.recognise(services.receive(xlsx(tmp_path / "a.xlsx", [])))
    assert imported.state == ImportState.REFUSED
    assert "kosong" in imported.message


def test_the_right_sheet_is_found_among_others(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Petunjuk").write(0, 0, "Isi dengan benar")
    page = book.add_worksheet("Balita")
    for number, line in enumerate(table([child()])):
        page.write_row(number, 0, line)
    book.close()
    (imported,) = services.recognise(services.receive(path))
    assert (imported.sheet, imported.layout) == ("Balita", "eppgbm-a")
    assert imported.notes[0].startswith("Lembar “Petunjuk” tidak dibaca. ")
