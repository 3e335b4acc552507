"""Promises as a workbook with the columns of the audit's follow-up matrix, without names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.ledger import lines
from rembuk.office.ledger.models import InterventionKind, Promise
from rembuk.office.ledger.states import State
from rembuk.office.places.models import Area

CODE: Final = "Kode janji"
VERSION: Final = "Versi"

HEADS: Final[tuple[tuple[str, str, float, Any], ...]] = (
    # field, head, width, kind
    ("no", "No", 6, "integer"),
    ("code", CODE, 13, "text"),
    ("version", VERSION, 7, "integer"),
    ("cycle", "Siklus", 12, "text"),
    ("case_code", "Kode kasus", 12, "text"),
    ("group", "Kelompok", 12, "text"),
    ("cause", "Masalah/penyebab", 20, "text"),
    ("recommendation", "Rekomendasi pakar", 32, "text"),
    ("title", "Janji", 40, "text"),
    ("intervention", "Intervensi", 20, "text"),
    ("kind", "Jenis", 12, "text"),
    ("owner", "OPD penanggung jawab", 22, "text"),
    ("executor", "Pelaksana", 20, "text"),
    ("village", "Desa", 20, "text"),
    ("place_code", "Kode wilayah", 15, "text"),
    ("volume", "Volume", 10, "decimal"),
    ("unit", "Satuan", 12, "text"),
    ("budget", "Anggaran", 16, "integer"),
    ("money", "Sumber dana", 14, "text"),
    ("sub_activity", "Sub kegiatan/rekening", 24, "text"),
    ("start", "Mulai", 12, "date"),
    ("due", "Target selesai", 12, "date"),
    ("state", "Status", 18, "text"),
    ("proofs", "Bukti", 8, "integer"),
    ("spent", "Belanja", 16, "integer"),
    ("obstacle", "Kendala", 24, "text"),
    ("verified", "Tanggal verifikasi", 14, "date"),
    ("verifier", "Verifikator", 22, "text"),
)


def body(found: Iterable[Promise], on: dt.date, account: str) -> bytes:
    """The workbook. Blank rows at its foot may be filled for new promises."""
    money = lines.money_names(on)
    columns = [
        Column(head, width, kind, choices=tuple(money.values()) if field == "money" else ())
        for field, head, width, kind in HEADS
    ]
    sheet = Sheet("Janji", _("Daftar janji"), columns, _rows(found, money))
    when = timezone.localtime().strftime("%d/%m/%Y %H.%M")
    return workbook(
        [sheet],
        [
            _("Diunduh %(when)s oleh %(account)s. Tanpa nama orang.")
            % {"when": when, "account": account},
            _("Ubah isinya di sini lalu masukkan lagi di halaman Janji: Rembuk menunjukkan dulu "
                "apa yang berubah. Jangan ubah kolom Kode janji dan Versi."),
            _("Baris baru: kosongkan Kode janji; isi Janji, OPD penanggung jawab, Kode wilayah, "
                "dan Target selesai."),
            _("Status, bukti, dan verifikasi tidak dibaca dari berkas."),
        ],
    )  # fmt: skip


def _rows(found: Iterable[Promise], money: dict[str, str]) -> Iterator[list[object]]:
    names: dict[str, str] = {}
    for number, one in enumerate(found, start=1):
        village = one.place_code[:13]
        if village not in names:
            area = Area.objects.filter(code=village).first()
            names[village] = area.name if area else village
        judged = one.verified_by
        verifier = one.verifier or ""
        values: dict[str, object] = {
            "no": number, "code": one.public_id, "version": one.version,
            "cycle": one.origin.get("cycle", ""), "case_code": one.case_code,
            "group": one.origin.get("group", ""), "cause": one.origin.get("cause", ""),
            "recommendation": one.origin.get("recommendation", ""), "title": one.title,
            "intervention": one.intervention, "kind": InterventionKind(one.kind).label,
            "owner": one.owner.short, "executor": one.executor, "village": names[village],
            "place_code": one.place_code,
            "volume": float(one.volume) if one.volume is not None else None, "unit": one.unit,
            "budget": one.budget, "money": money.get(one.money, one.money),
            "sub_activity": one.sub_activity, "start": one.start, "due": one.due,
            "state": State(one.state).label, "proofs": one.proofs_kept, "spent": one.spent,
            "obstacle": one.obstacle,
            "verified": timezone.localtime(one.verified_at).date() if one.verified_at else None,
            "verifier": str(judged or verifier),
        }  # fmt: skip
        yield [values[field] for field, *_rest in HEADS]
