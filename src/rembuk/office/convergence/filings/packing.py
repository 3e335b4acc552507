"""The filing pack, one zip: filled tabs in the order of the web, documents, check list, difference
from the last filing, proofs, and a list of every file with its hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from rembuk.office.convergence.filings import filing, tab_sheets
from rembuk.office.convergence.filings.filing import Item
from rembuk.office.convergence.filings.tab_sheets import Filled
from rembuk.office.convergence.models import Evidence, Filing, Year
from rembuk.office.documents import files
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.places.models import Area

STAMP: Final = (1980, 1, 1, 0, 0, 0)
LIST: Final = "00-daftar-periksa.xlsx"
CHANGES: Final = "01-beda-dari-lapor-terakhir.xlsx"
HASHES: Final = "daftar-berkas.sha256"
NOTES: Final = (
    "Sel kosong berarti belum dilaporkan; nol berarti memang tidak ada; tanda - tidak berlaku.",
    "Indikator bulanan: keadaan bulan terakhir yang selesai pada tanggal ini; tengah tahunan dan "
    "tahunan: periodenya sendiri.",
    "Persen kabupaten = jumlah pembilang dibagi jumlah penyebut, bukan rata-rata persen.",
)


@dataclass(frozen=True)
class Pack:
    """The zip and what is in it. `empty` cells lack in the tabs, `missing` documents in the steps,
    `lost` kept files that could not be read."""

    content: bytes
    names: tuple[str, ...]
    empty: int
    missing: int
    lost: tuple[str, ...]


def pack(year: Year, as_of: dt.date) -> Pack:
    """Everything to file for a year, as it stands on a day."""
    filled = Filled(year, as_of)
    found = filing.items(year, as_of, filled)
    lost: list[str] = []
    parts: list[tuple[str, bytes]] = [
        (LIST, checklist(year, found, as_of)),
        (CHANGES, changes(year, found, as_of)),
    ]
    for tab in filled.scheme.tabs:
        name = f"tab-{tab.code}-{plain(tab.name_id)}.xlsx"
        parts.append((name, workbook(tab_sheets.sheets(filled, tab), NOTES)))
    for one in filing.papers(year):
        _keep(parts, lost, f"dokumen/{_paper(one)}", one.path)
    for made in year.filings.exclude(proof_path=""):
        _keep(parts, lost, f"bukti-lapor/{_proof(made)}", made.proof_path)
    hashes = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in parts)
    parts.append((HASHES, hashes.encode()))
    tabs = [one for one in found if one.kind != "dokumen"]
    papers = [one for one in found if one.kind == "dokumen"]
    return Pack(
        _zip(parts), tuple(name for name, _content in parts),
        sum(one.expected - one.have for one in tabs),
        sum(one.expected - one.have for one in papers), tuple(lost),
    )  # fmt: skip


def checklist(year: Year, found: list[Item], as_of: dt.date) -> bytes:
    """The check list with what was filed, when, by whom, and the proof."""
    columns = (
        Column("No", 6, "integer"), Column("Butir", 46), Column("Jenis", 12),
        Column("Seharusnya", 12, "integer"), Column("Ada", 10, "integer"),
        Column("Lengkap", 10), Column("Sudah dilapor", 14), Column("Tanggal lapor", 14, "date"),
        Column("Oleh", 28), Column("Bukti", 24), Column("Berubah sejak lapor", 14, "integer"),
        Column("Catatan", 40),
    )  # fmt: skip
    rows = [_checked(number, one) for number, one in enumerate(found, start=1)]
    title = f"Daftar periksa lapor {year.year}, keadaan {as_of:%d/%m/%Y}"
    return workbook([Sheet("Daftar periksa", title, columns, rows, paper=True)], NOTES)


def _checked(number: int, one: Item) -> tuple[object, ...]:
    last = one.last
    return (
        number, one.name, "dokumen" if one.kind == "dokumen" else "tab", one.expected, one.have,
        "ya" if one.whole else "belum", "ya" if last else "belum", last.filed_on if last else None,
        str(last.by) if last else "",
        f"bukti-lapor/{_proof(last)}" if last and last.proof_path else "",
        len(one.changes) if last else None, last.note if last else "",
    )  # fmt: skip


def changes(year: Year, found: list[Item], as_of: dt.date) -> bytes:
    """Every value that is not as it was last filed."""
    places = dict(
        Area.objects.filter(
            code__in={change.parts[0] for one in found for change in one.changes}
        ).values_list("code", "name")
    )
    columns = (
        Column("Butir", 40), Column("Kode wilayah", 16), Column("Wilayah", 24),
        Column("Indikator atau syarat", 28), Column("Periode", 12), Column("Dilapor", 18),
        Column("Sekarang", 18), Column("Tanggal lapor", 14, "date"),
    )  # fmt: skip
    rows = [
        (one.name, place, places.get(place, ""), what, period,
         told(change.was, one.kind), told(change.now, one.kind),
         one.last.filed_on if one.last else None)
        for one in found
        for change in one.changes
        for place, what, period in (change.parts,)
    ]  # fmt: skip
    title = f"Beda dari lapor terakhir {year.year}, keadaan {as_of:%d/%m/%Y}"
    never = [one.name for one in found if one.last is None]
    notes = [f"Belum pernah dilapor: {name}" for name in never]
    return workbook([Sheet("Beda", title, columns, rows, paper=True)], notes or NOTES)


def told(value: list[object] | None, kind: str) -> str:
    """A filed value in words."""
    if value is None:
        return "kosong"
    first, second = (*value, None, None)[:2]
    if kind == "dokumen":
        return f"edisi {first}"
    if kind == "program":
        return f"volume {'kosong' if first is None else f'{first:g}'}, pagu " + (
            "kosong" if second is None else f"{second}"
        )
    if first is None:
        return "tidak berlaku"
    return f"{first}" if second is None else f"{first} dari {second}"


def plain(text: str) -> str:
    """Words as a file name takes them."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]


def _paper(one: Evidence) -> PurePosixPath:
    subject = plain(one.step or one.indicator)
    rest = "-".join(filter(None, (plain(one.requirement), one.place_code, one.period)))
    return PurePosixPath(subject) / f"{rest}-edisi-{one.edition}.{one.path.rpartition('.')[2]}"


def _proof(one: Filing) -> str:
    form = one.proof_path.rpartition(".")[2]
    return f"{plain(one.tab)}-{one.filed_on}-{plain(one.public_id)}.{form}"


def _keep(parts: list[tuple[str, bytes]], lost: list[str], name: str, path: str) -> None:
    try:
        parts.append((name, files.opened(path)))
    except (OSError, ValueError):
        lost.append(name)


def _zip(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def names_in(content: bytes) -> Iterator[str]:
    """Names of a pack's files."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        yield from package.namelist()
