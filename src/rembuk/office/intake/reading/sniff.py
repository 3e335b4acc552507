"""What a file really is, by its content. The name's extension is never believed."""

from __future__ import annotations

import codecs
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import olefile

from rembuk.office.intake.sentences import Word, noop

from .limits import Unreadable, check_size, check_zip

Format = Literal["xlsx", "xls", "ods", "html", "csv"]
HEAD: Final = 256 * 1024
DELIMITERS: Final = (";", "\t", ",", "|")
_OTHERS: Final = {
    b"%PDF": "PDF",
    b"\x89PNG": noop("gambar PNG"),
    b"\xff\xd8\xff": noop("gambar JPEG"),
    b"GIF8": "gambar GIF",
    b"Rar!": noop("arsip RAR"),
    b"7z\xbc\xaf": noop("arsip 7z"),
    b"\x1f\x8b": noop("arsip gzip"),
    b"SQLite format 3": noop("basis data SQLite"),
    b"PAR1": "Parquet",
    b"MZ": noop("program Windows"),
}


@dataclass(frozen=True)
class Sniffed:
    """The real format; for text also the encoding, for CSV the delimiter."""

    format: Format
    encoding: str = ""
    delimiter: str = ""


def sniff(path: Path) -> Sniffed:
    """The real format of `path`. Raises `Unreadable` with a remedy."""
    check_size(path.stat().st_size)
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(path)
    for magic, name in _OTHERS.items():
        if head.startswith(magic):
            raise Unreadable(
                "bukan-tabel",
                "Isi berkas ini {kind}, bukan tabel, apa pun akhiran namanya. "
                "Ekspor tabelnya sebagai Excel (.xlsx) atau CSV.",
                {"kind": Word(name)},
            )
    return _text(head, whole=len(head) < HEAD)


def _zip(path: Path) -> Sniffed:
    check_zip(path)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise _macros()
        if "xl/workbook.xml" in names:
            return Sniffed("xlsx")
        if "xl/workbook.bin" in names:
            raise Unreadable(
                "xlsb", "Berkas ini Excel biner (.xlsb). Simpan ulang sebagai .xlsx lalu unggah."
            )
        if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:80]:
            return Sniffed("ods")
    kind = noop("dokumen Word") if "word/document.xml" in names else noop("arsip zip")
    raise Unreadable(
        "bukan-tabel",
        "Isi berkas ini {kind}, bukan buku kerja Excel, apa pun akhiran namanya. "
        "Bila arsip, buka dulu lalu unggah tabel di dalamnya.",
        {"kind": Word(kind)},
    )


def _ole(path: Path) -> Sniffed:
    try:
        with olefile.OleFileIO(str(path)) as ole:
            if ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo"):
                raise _locked()
            if ole.exists("_VBA_PROJECT_CUR"):
                raise _macros()
            for name in ("Workbook", "Book"):
                if ole.exists(name):
                    if _filepass(ole.openstream(name).read(8192)):
                        raise _locked()
                    return Sniffed("xls")
    except Unreadable:
        raise
    except Exception as problem:  # olefile raises many kinds on broken files
        raise Unreadable(
            "terpotong",
            "Berkas .xls ini rusak atau terpotong. Unduh ulang, atau simpan ulang di Excel.",
        ) from problem
    raise Unreadable(
        "bukan-tabel",
        "Berkas ini dokumen Office lama, bukan buku kerja Excel. Simpan tabelnya sebagai .xlsx.",
    )


def _filepass(stream: bytes) -> bool:
    """Whether a BIFF stream begins with FILEPASS (0x2F) among its records: it is encrypted."""
    at = 0
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        if record == 0x2F:
            return True
        at += 4 + length
    return False


def _text(head: bytes, *, whole: bool) -> Sniffed:
    encoding = _encoding(head, whole=whole)
    text = head.decode(encoding, errors="ignore")
    if not text.strip("\ufeff \t\r\n\x00"):
        raise Unreadable("kosong", "Berkas ini tidak berisi apa pun. Periksa berkas asalnya.")
    lowered = text.lstrip("\ufeff \t\r\n").lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in lowered[:4000]:
        raise Unreadable(
            "xml-2003",
            "Berkas ini Excel XML 2003. Buka di Excel dan simpan ulang sebagai .xlsx lalu unggah.",
        )
    if lowered.startswith("<"):
        if "<table" in lowered or "<html" in lowered:
            return Sniffed("html", encoding)
        raise Unreadable(
            "bukan-tabel", "Berkas ini XML tanpa tabel. Ekspor sebagai .xlsx atau CSV."
        )
    return Sniffed("csv", encoding, _delimiter(text))


def _encoding(head: bytes, *, whole: bool) -> str:
    """UTF-8, UTF-16 (with or without mark) or cp1252. Binary rubbish is refused."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    zeros_even, zeros_odd = head[0:2000:2].count(0), head[1:2000:2].count(0)
    sample = max(len(head[:2000]) // 2, 1)
    if zeros_odd > sample * 0.6 and zeros_even < sample * 0.1:
        return "utf-16-le"
    if zeros_even > sample * 0.6 and zeros_odd < sample * 0.1:
        return "utf-16-be"
    control = sum(byte < 32 and byte not in (9, 10, 13) for byte in head[:4000])
    if control > len(head[:4000]) * 0.01:
        raise Unreadable(
            "bukan-tabel",
            "Isi berkas ini bukan tabel yang dikenal (xlsx, xls, HTML, CSV). "
            "Ekspor ulang dari aplikasinya sebagai Excel (.xlsx) atau CSV.",
        )
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> str:
    """The mark that cuts most lines into the same, largest number of parts."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    best, found = 0, ""
    for mark in DELIMITERS:
        counts = sorted(line.count(mark) for line in lines)
        typical = counts[len(counts) // 2] if counts else 0
        if typical > best:
            best, found = typical, mark
    if not found:
        raise Unreadable(
            "bukan-tabel",
            "Berkas teks ini tidak berbentuk tabel: tidak ada koma, titik koma atau tab "
            "yang memisah kolom. Ekspor ulang sebagai CSV atau Excel.",
        )
    return found


def _macros() -> Unreadable:
    return Unreadable(
        "makro",
        "Berkas ini berisi makro (program), sehingga tidak diterima. "
        "Simpan sebagai Buku Kerja Excel (.xlsx) tanpa makro, lalu unggah lagi.",
    )


def _locked() -> Unreadable:
    return Unreadable(
        "bersandi",
        "Berkas ini dikunci sandi. Buka di Excel, hapus sandinya (Info, Lindungi Buku Kerja), "
        "simpan, lalu unggah lagi.",
    )
