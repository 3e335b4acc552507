"""The annex of the decree on lokus as a letter: the villages, and the rule they were chosen by.

A decree is read by everybody: small counts are hidden, and one more with them, in every column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rembuk import reference
from rembuk.office.documents.letters import (
    Block,
    Column,
    Heading,
    Letter,
    Paragraph,
    Signature,
    Table,
)
from rembuk.office.insight import quiet
from rembuk.office.insight.frozen_village import Frozen
from rembuk.office.insight.lokus_asked import KINDS
from rembuk.office.insight.quiet import Hidden
from rembuk.office.places.numbers import count, plain


def masked(rows: Sequence[Frozen], limit: int) -> tuple[dict[str, Hidden], dict[str, Hidden]]:
    """Which counts of cases and of families are hidden, by village. Over all villages at once: the
    district's total is known."""
    known = [one for one in rows if one.of]
    judged = [one for one in rows if one.judged]
    cases = quiet.hide([one.cases or 0 for one in known], limit)
    families = quiet.hide([one.families or 0 for one in judged], limit)
    return (
        {one.code: hidden for one, hidden in zip(known, cases, strict=True)},
        {one.code: hidden for one, hidden in zip(judged, families, strict=True)},
    )


def small(hidden: Hidden, limit: int) -> str:
    """What stands for a hidden count."""
    return f"< {limit}" if hidden == "small" else pgettext("angka", "ditutup")


def annex(
    rows: Sequence[Frozen],
    criteria: Sequence[Mapping[str, Any]],
    *,
    number: str,
    on: dt.date,
    by: str,
    year: int,
    month: dt.date,
    place_name: str,
) -> Letter:
    """The annex: chosen villages with their figures and targets; the criteria; how to read it."""
    limit = int(reference.load().number("small_count", on))
    chosen = [one for one in rows if one.chosen]
    body: list[Block] = [
        _table(chosen, masked(rows, limit), limit, year, named=_other(criteria)),
        Heading(_("Kriteria dan bobot"), 2),
        _criteria(criteria),
        Paragraph(
            _(
                "Setiap desa mendapat nilai 0 sampai 100 pada tiap kriteria menurut urutannya di "
                "antara %(n)s desa dan kelurahan. Skor adalah rata-rata nilai menurut bobot. "
                "Prevalensi desa kecil ditarik ke rata-rata daerah sebelum diurutkan, karena "
                "angkanya mudah berubah oleh kebetulan."
            )
            % {"n": count(len(rows))}
        ),
        Paragraph(
            _(
                "Angka dari register posyandu bulan %(month)s, bukan angka survei. Cacah di bawah "
                "%(limit)s tidak ditampilkan, dan satu cacah lain ikut ditutup."
            )
            % {"month": f"{month:%m-%Y}", "limit": limit}
        ),
    ]
    return Letter(
        kind="lampiran-sk",
        title=_("Desa dan kelurahan lokus intervensi penurunan stunting tahun %(year)s")
        % {"year": year},
        subtitle=place_name,
        number=number,
        on=on,
        decree=(
            _("Lampiran Keputusan"), _("Nomor: %(number)s") % {"number": number},
            _("Tanggal: %(day)s") % {"day": f"{on:%d-%m-%Y}"},
        ),
        body=body,
        signatures=(Signature(title=by),),
        as_of=month,
        without_names=True,
    )  # fmt: skip


def _table(
    chosen: Sequence[Frozen],
    hidden: tuple[dict[str, Hidden], dict[str, Hidden]],
    limit: int,
    year: int,
    named: bool = False,
) -> Table:
    cases, families = hidden
    lines = []
    for n, one in enumerate(chosen, 1):
        if mask := cases.get(one.code, ""):
            counted, share = small(mask, limit), "-"
        elif one.of and one.cases is not None:
            counted = _("%(n)s dari %(of)s") % {"n": count(one.cases), "of": count(one.of)}
            share = plain(100 * one.cases / one.of)
        else:
            counted = share = _("belum ada")
        risk = families.get(one.code, "")
        lines.append(
            (
                n, one.kecamatan, one.name, counted, share,
                small(risk, limit) if risk else _number(one.families),
                plain(100 * (one.d or 0) / one.s) if one.s else "-",
                *(("-" if one.coverage is None else plain(one.coverage),) if named else ()),
                "-" if one.score is None else f"{plain(one.score)} ({one.rank})",
                plain(float(one.target)) if one.target else "-",
            )
        )  # fmt: skip
    return Table(
        columns=(
            Column("No.", 0.5, "center"), Column(_("Kecamatan"), 1.5),
            Column(_("Desa atau kelurahan"), 1.8), Column(_("Balita pendek"), 1.2),
            Column(_("Prevalensi (%)"), 1.2), Column(_("Keluarga berisiko"), 1.1),
            Column("D/S (%)", 0.8), *((Column(_("Cakupan"), 0.9),) if named else ()),
            Column(_("Skor (urutan)"), 1.0),
            Column(_("Target %(year)s (%%)") % {"year": year}, 0.9),
        ),
        rows=lines,
        small=True,
    )  # fmt: skip


def _other(criteria: Sequence[Mapping[str, Any]]) -> bool:
    """Whether something else than D/S was the coverage."""
    return any("basis" in one for one in criteria)


def _number(n: int | None) -> str:
    return "-" if n is None else count(n)


def _criteria(criteria: Sequence[Mapping[str, Any]]) -> Table:
    given = {one["code"]: one for one in criteria}
    lines = []
    for kind in KINDS:
        one = given[kind.code]
        limit = one["threshold"]
        sign = ">" if one["more_is_worse"] else "<"
        lines.append(
            (
                str(one.get("name", kind.name)),
                f"{float(one['weight']):g}".replace(".", ","),
                "-"
                if limit is None
                else f"{sign} {limit:g} {one.get('unit', kind.unit)}".replace(".", ","),
                str(one.get("note", kind.note)),
            )
        )
    return Table(
        columns=(
            Column(_("Kriteria"), 2.2), Column(_("Bobot"), 0.7), Column(_("Ambang"), 1.1),
            Column(_("Keterangan"), 2.6),
        ),
        rows=lines,
    )  # fmt: skip
