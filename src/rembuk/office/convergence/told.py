"""Acts of the room in words: what the history of a year, a cell, a figure says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.history import Happened
from rembuk.office.convergence.errors import ConvergenceError
from rembuk.office.convergence.models import Status
from rembuk.office.convergence.periods import period
from rembuk.reference.causes import Owner


@dataclass(frozen=True)
class Line:
    """One line of history."""

    at: dt.datetime
    what: str
    by: str
    reason: str
    detail: str = ""


def acts() -> dict[str, str]:
    """Act -> words."""
    return {
        "adopsi": _("Tahun dimulai"), "ganti-skema": _("Skema diganti"),
        "tutup": _("Tahun ditutup"), "pilih-desa": _("Desa yang diminta dipilih"),
        "buka-periode": _("Sel periode disiapkan"),
        "geser-jendela": _("Jendela waktu dipindahkan"), "tugas": _("Petugas dicatat"),
        "akhiri-tugas": _("Tugas diakhiri"), "ajukan": _("Diajukan"),
        "kembalikan": _("Dikembalikan"), "terima": _("Diterima kecamatan"),
        "setujui": _("Disetujui"), "kunci": _("Dikunci"), "buka-lagi": _("Dibuka lagi"),
        "ubah": _("Diubah"), "ketik": _("Diketik"), "berkas": _("Dari berkas Excel"),
        "hitung": _("Dihitung dari catatan"),
        "hitung-hilang": _("Hitungan dikosongkan: catatannya tidak ada lagi"),
        "putusan": _("Penyebut ditetapkan"),
        "slot": _("Slot dilengkapi"), "hapus": _("Dikosongkan"),
        "tagih": _("Kantor ditagih"), "ingatkan": _("Pemeriksa diingatkan"),
        "bukti": _("Bukti disimpan"),
        "bukti-tarik": _("Bukti ditarik"), "langkah-selesai": _("Langkah dinyatakan selesai"),
        "langkah-batal": _("Langkah batal selesai"), "lapor": _("Dicatat sudah dilapor"),
        "tulis": _("Ditulis"), "tarik": _("Ditarik"),
    }  # fmt: skip


def lines(events: Iterable[Happened]) -> list[Line]:
    """Events as lines, in their order."""
    words = acts()
    return [
        Line(one.at, words.get(one.act, one.act), str(one.by or ""), one.reason, _detail(one))
        for one in events
    ]


def _detail(one: Happened) -> str:
    before, after = one.before or {}, one.after or {}
    if "periode" in after and "baru" in after:
        return _("%(period)s: %(n)s sel baru") % {
            "period": period_words(str(after["periode"])), "n": after["baru"],
        }  # fmt: skip
    if "langkah" in after:
        return _("%(step)s: tutup %(was)s menjadi %(now)s") % {
            "step": step_words(str(after["langkah"])), "was": _day(before.get("tutup")),
            "now": _day(after.get("tutup")),
        }  # fmt: skip
    if "kode" in after or "kode" in before:
        said = {**before, **after}
        what = requirement_words(str(said.get("syarat", "")))
        codes = [str(said[k]) for k in ("kode", "indikator") if said.get(k)]
        return " ".join(filter(None, (*codes, what)))
    if "kantor" in after:
        return _("%(office)s, %(n)s sel") % {"office": after["kantor"], "n": after.get("sel", 0)}
    if "desa" in after:
        return _("%s desa") % after["desa"] if after["desa"] else _("semua desa")
    if "skema" in after:
        return f"{before.get('skema', '')} → {after['skema']}".strip(" →")
    if "value" in after or "nilai" in after:
        return f"{_value(before)} → {_value(after)}"
    return ""


def _value(side: dict[str, Any]) -> str:
    value, status = side.get("value", side.get("nilai")), str(side.get("status", ""))
    if status == Status.NONE:
        return _("tidak berlaku")
    if value is None:
        return _("kosong")
    return f"~{value}" if status == Status.ESTIMATED else str(value)


def _day(text: Any) -> str:
    try:
        return dt.date.fromisoformat(str(text)).strftime("%d/%m/%Y")
    except ValueError:
        return "–"


def period_words(code: str) -> str:
    """A period in words; the code itself when it is none."""
    try:
        return period(code).words
    except ConvergenceError:
        return code


def step_words(code: str) -> str:
    """A window in words: the entry of a period, or the code of a step."""
    if code.startswith("isi:"):
        return _("isian %s") % period_words(code.removeprefix("isi:"))
    return code


def requirement_words(code: str) -> str:
    """The name of a document some step asks for; a code no scheme knows any more stays itself."""
    for scheme in reference.load().schemes():
        for one in scheme.steps():
            for requirement in one.requires:
                if requirement.code == code:
                    return named(requirement)
    return code


def role_names(on: dt.date | None = None) -> dict[str, str]:
    """Role -> name of the offices that play it."""
    owners = reference.load().of(Owner, on or timezone.localdate())
    return {one.code: one.name_id for one in owners}


def named(thing: Any) -> str:
    """The name of a rule in the reader's language."""
    return str((get_language() == "en" and thing.name_en) or thing.name_id)


def noted(thing: Any) -> str:
    """What the reference remarks on a part of a scheme, in the reader's language."""
    return str(thing.note if get_language() == "en" else thing.note_id)


def conflict_words(now: str) -> str:
    """Why a cell of a sheet waits: somebody wrote since it left."""
    return _("Sejak lembar diunduh orang lain mengisi %s; tidak ditimpa.") % (now or _("kosong"))
