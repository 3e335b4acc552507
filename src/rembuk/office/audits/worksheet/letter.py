"""The worksheet on paper: empty, or filled with the source beside each value; never with a name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.audits.models import Case, Cycle, Group, Worksheet
from rembuk.office.audits.worksheet import facts, view
from rembuk.office.documents.letters import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Letter,
    Paragraph,
    Signature,
    Table,
)
from rembuk.office.places.queries import place_names
from rembuk.reference.audits import AuditGroup

LINE = 7.0  # mm: room to write by hand


def filled(case: Case, sheet: Worksheet, on: dt.date, who: str) -> Letter:
    """The sheet with what stands in each field and where it came from; watermarked with who took
    it, valid for the days of the setting."""
    days = int(reference.load().number("audit.export_days", on))
    villages = place_names([case.place_code, case.place_code[:8]])
    reading = view.reading(sheet, case, on)
    body: list[Block] = [
        Facts(
            (
                (_("Kasus"), case.code), (_("Kelompok"), case.get_group_display()),
                (_("Desa, kecamatan"), ", ".join(
                    villages.get(code, "") for code in (case.place_code, case.place_code[:8]))),
                (_("Siklus"), case.cycle.name), (_("Susunan lembar"), sheet.layout_version),
                (_("Aturan"), reading.rule_version),
            )
        )
    ]  # fmt: skip
    body += _sections(sheet.shape, sheet)
    body.append(Heading(_("Kriteria risiko yang terpenuhi"), 2))
    signs = [f"{one.name} ({one.values})" if one.values else one.name for one in reading.signs]
    body.append(Bullets(signs) if signs else Paragraph(_("Tidak ada yang terpenuhi.")))
    if reading.causes:
        body.append(Heading(_("Penyebab yang disarankan kriteria, diputuskan pakar"), 2))
        body.append(Bullets([f"{one.code} {one.name}" for one in reading.causes]))
    return Letter(
        kind="lembar-kerja", title=_("Lembar Kerja Audit Kasus Stunting"),
        subtitle=f"{case.code} · {case.get_group_display()}", body=body, without_names=True,
        as_of=on, watermark=f"{_('RAHASIA')} {who}", expires_on=on + dt.timedelta(days=days),
        signatures=_signed(),
    )  # fmt: skip


def blank(cycle: Cycle, group: AuditGroup, on: dt.date) -> Letter:
    """An empty sheet of a group with room to write."""
    layout = reference.load().worksheet(group, on)
    head = Facts(
        tuple((name, "") for name in (
            _("Kode kasus"), _("Kecamatan"), _("Desa"), _("Puskesmas"), _("Tanggal audit")))
    )  # fmt: skip
    return Letter(
        kind="lembar-kerja", title=_("Lembar Kerja Audit Kasus Stunting"),
        subtitle=f"{Group(group).label} · {cycle.name}", without_names=True, as_of=on,
        body=[head, *_sections(layout.shape(), None)], signatures=_signed(),
        notes=(_("Susunan %(version)s. Tulis kode kasus, bukan nama.")
               % {"version": layout.version},),
    )  # fmt: skip


def _signed() -> tuple[Signature, ...]:
    return Signature(title=_("Tim teknis")), Signature(title=_("Pakar"))


def _sections(shape: list[dict[str, Any]], sheet: Worksheet | None) -> list[Block]:
    english = get_language() == "en"
    body: list[Block] = []
    for section in shape:
        body.append(Heading(section["title_en" if english else "title_id"], 2))
        times = section["repeat"]
        body.append(_repeated(section, times, sheet, english) if times
                    else _plain(section, sheet, english))  # fmt: skip
    return body


def _plain(section: dict[str, Any], sheet: Worksheet | None, english: bool) -> Table:
    rows = []
    for field in section["fields"]:
        label = field["label_en" if english else "label_id"]
        value = facts.stands(sheet, field["code"]) if sheet else None
        answer = view.shown(field, value.value, english) if value else _blank(field, english)
        source = f"{value.source} {value.on:%d-%m-%Y}" if value and value.on else field["system"]
        if value and not value.on:
            source = value.source
        rows.append((label, answer, source, field["meaning_id"]))
    return Table(
        columns=(Column(_("Isian"), 1.6), Column(_("Jawaban"), 1.5), Column(_("Sumber"), 1.3),
                 Column(_("Definisi operasional"), 2.0)),
        rows=rows, small=True, row_mm=0.0 if sheet else LINE,
    )  # fmt: skip


def _repeated(
    section: dict[str, Any], times: list[dict[str, Any]], sheet: Worksheet | None, english: bool
) -> Table:
    rows = []
    for field in section["fields"]:
        cells = []
        for time in times:
            key = f"{field['code']}@{time['code']}"
            value = facts.stands(sheet, key) if sheet else None
            bare = {**field, "unit": ""}
            cells.append(view.shown(bare, value.value, english) if value else "")
        unit = f" ({field['unit']})" if field["unit"] else ""
        rows.append((field["label_en" if english else "label_id"] + unit, *cells))
    return Table(
        columns=(Column(_("Isian"), 2.0),
                 *(Column(one["en" if english else "id"], 1.0) for one in times)),
        rows=rows, small=True, row_mm=0.0 if sheet else LINE,
    )  # fmt: skip


def _blank(field: dict[str, Any], english: bool) -> str:
    """What may be circled or written in an empty answer."""
    if field["kind"] == "flag":
        return _("ya / tidak")
    if field["kind"] == "choice":
        return " / ".join(one["en" if english else "id"] for one in field["choices"])
    return f"........ {field['unit']}" if field["unit"] else ""
