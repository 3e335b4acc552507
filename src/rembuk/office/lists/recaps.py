"""The recap of families at risk per village: sums that must agree, with each other and with the
list by name.

Identities: at risk + not at risk = target families; the five welfare ranks sum to those at risk;
water, latrine, each of the four 4T and contraception are at most those at risk (the 4T overlap, so
they are never summed). Source: recap sheets of Verval KRS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import polars as pl
from django.db import transaction
from django.db.models import Count

from rembuk.office.intake.receivers import Context, Examined, Field, Issue, Progress
from rembuk.office.intake.sentences import Word, noop
from rembuk.office.lists import followers, writing
from rembuk.office.lists.models import ListRow, Recap, Source
from rembuk.office.lists.shapes import EDITION, PLACE

RANKS: Final = ("krs_p1", "krs_p2", "krs_p3", "krs_p4", "krs_p5")
WITHIN: Final = (
    "air_tidak_layak", "jamban_tidak_layak", "terlalu_muda", "terlalu_tua", "terlalu_dekat",
    "terlalu_banyak", "bukan_kb_modern",
)  # fmt: skip
LABELS: Final = {
    "keluarga_sasaran": noop("Keluarga sasaran"),
    "total_krs": noop("Total KRS"),
    "tidak_berisiko": noop("Tidak berisiko"),
    "krs_p1": noop("KRS peringkat kesejahteraan 1"),
    "krs_p2": noop("KRS peringkat kesejahteraan 2"),
    "krs_p3": noop("KRS peringkat kesejahteraan 3"),
    "krs_p4": noop("KRS peringkat kesejahteraan 4"),
    "krs_p5": noop("KRS peringkat kesejahteraan lebih dari 4"),
    "air_tidak_layak": noop("Sumber air minum tidak layak"),
    "jamban_tidak_layak": noop("Jamban tidak layak"),
    "terlalu_muda": noop("Terlalu muda"),
    "terlalu_tua": noop("Terlalu tua"),
    "terlalu_dekat": noop("Terlalu dekat"),
    "terlalu_banyak": noop("Terlalu banyak"),
    "bukan_kb_modern": noop("Bukan peserta KB modern"),
}
SUM_OF_TARGET: Final = noop(
    "Total KRS {krs} + tidak berisiko {tidak} = {jumlah}, tetapi keluarga sasaran tertulis "
    "{sasaran}. Periksa rekap di aplikasi asal."
)
SUM_OF_RANKS: Final = noop(
    "Jumlah lima peringkat kesejahteraan {jumlah}, tetapi total KRS tertulis {krs}. Periksa rekap "
    "di aplikasi asal."
)
MORE_THAN_ALL: Final = noop(
    "{label} {n} lebih banyak daripada total KRS {krs}. Periksa rekap di aplikasi asal."
)


def broken(figures: Mapping[str, int | None]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Identities that do not hold: code, column, sentence, its values. A figure that is not there
    breaks nothing."""
    krs, safe = figures.get("total_krs"), figures.get("tidak_berisiko")
    target = figures.get("keluarga_sasaran")
    if krs is None:
        return
    if safe is not None and target is not None and krs + safe != target:
        values = {"krs": krs, "tidak": safe, "jumlah": krs + safe, "sasaran": target}
        yield "rekap-sasaran", "keluarga_sasaran", SUM_OF_TARGET, values
    ranks = [figures.get(name) for name in RANKS]
    known = [one for one in ranks if one is not None]
    if len(known) == len(ranks) and sum(known) != krs:
        values = {"jumlah": sum(known), "krs": krs}
        yield "rekap-peringkat", "krs_p1", SUM_OF_RANKS, values
    for name in WITHIN:
        n = figures.get(name)
        if n is not None and n > krs:
            over = {"label": Word(LABELS[name]), "n": n, "krs": krs}
            yield "rekap-melebihi", name, MORE_THAN_ALL, over


class Recaps:
    """Takes the recap of KRS, one row a village."""

    kind = "rekap-krs"
    label = noop("Rekap keluarga berisiko stunting")
    by_edition = True
    fields: tuple[Field, ...] = (
        *(one for one in PLACE if one.name in {"kecamatan", "village"}),
        *EDITION,
        *(
            Field(name, label, "integer", required=name == "total_krs", low=0, high=10_000_000)
            for name, label in LABELS.items()
        ),
    )

    def examine(self, rows: pl.DataFrame, context: Context) -> Examined:
        """Judge rows without writing: a broken identity is a doubt."""
        before = _standing(context.edition)
        issues: list[Issue] = []
        verdicts: list[tuple[int, str]] = []
        for row in rows.iter_rows(named=True):
            figures = _figures(row)
            old = before.get(row["area_code"])
            verdict = "baru" if old is None else "sama" if old == figures else "berubah"
            verdicts.append((row["row_no"], verdict))
            for code, name, sentence, values in broken(figures):
                weight: Literal["catatan", "ragu"] = "catatan" if verdict == "sama" else "ragu"
                issues.append(Issue(row["row_no"], LABELS[name], weight, code, sentence, values))
        schema = {"row_no": pl.Int64, "verdict": pl.String}
        return Examined(pl.DataFrame(verdicts, schema=schema, orient="row"), tuple(issues))

    @transaction.atomic
    def commit(self, rows: pl.DataFrame, context: Context) -> None:
        """Write one chunk; the newest recap of a village stands."""
        edition = writing.edition(Source.KRS.value, context.edition, context.as_of, context.layout)
        for row in rows.iter_rows(named=True):
            Recap.objects.update_or_create(
                edition=edition,
                import_id=context.import_id,
                place_code=row["area_code"],
                defaults={"row_no": row["row_no"], "figures": _figures(row)},
            )

    def finish(self, contexts: Sequence[Context], progress: Progress) -> list[dict[str, object]]:
        """Compare with the list by name, when that is there."""
        return [self._told(one) for one in contexts]

    def _told(self, context: Context) -> dict[str, object]:
        mine = Recap.objects.filter(import_id=context.import_id)
        touched = set(mine.values_list("edition_id", flat=True).distinct())
        return {"rows": mine.count(), "recap": differences(touched)}

    def undo(self, context: Context, progress: Progress) -> dict[str, object]:
        """Take the recap back."""
        removed, _ = Recap.objects.filter(import_id=context.import_id).delete()
        _, touched = writing.forget(context.import_id)
        followers.tell(touched)
        return {"rows": removed}


def differences(editions: Iterable[int]) -> list[dict[str, Any]]:
    """Villages whose list by name is not as long as the recap says: place, by name, recap (total at
    risk, or target families when the list names all of those)."""
    out = []
    for edition in sorted(editions):
        told = _of_edition(edition)
        if not told:
            continue
        rows = ListRow.objects.current().filter(edition=edition)
        named = dict(
            rows.order_by()
            .values_list("place_code")
            .annotate(n=Count("pk"))
            .values_list("place_code", "n")
        )
        for place, figures in sorted(told.items()):
            n = named.get(place, 0)
            if named and n not in {figures.get("total_krs"), figures.get("keluarga_sasaran")}:
                out.append({"place": place, "named": n, "recap": figures.get("total_krs")})
    return out


def _figures(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in LABELS if row.get(name) is not None}


def _standing(label: str) -> dict[str, dict[str, int]]:
    rows = Recap.objects.filter(edition__source=Source.KRS, edition__label=label).order_by("pk")
    return dict(rows.values_list("place_code", "figures"))


def _of_edition(edition: int) -> dict[str, dict[str, int]]:
    rows = Recap.objects.filter(edition=edition).order_by("pk")
    return dict(rows.values_list("place_code", "figures"))
