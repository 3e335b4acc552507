"""`rembuk plan`: the best split of a budget, without writing a plan."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rembuk.office.programmes.priorities.view import Shown

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)
LISTED = 15
"""Lines of a list on the terminal; `--out` has them all."""


@app.callback()
def _plan() -> None:
    """Rencana dan anggaran."""


@app.command()
def optimise(
    budget: Annotated[str, typer.Option(help="Uang yang dibagi: 5000000000 atau '5 miliar'.")],
    year: Annotated[int, typer.Option(help="Tahun rencana; kosong = tahun depan.")] = 0,
    district: Annotated[
        str, typer.Option(help="Kode kabupaten/kota; kosong = pemasangan ini.")
    ] = "",
    scenario: Annotated[
        str, typer.Option(help="Nomor skenario yang andaiannya dipakai; kosong = andaian umum.")
    ] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Tulis juga andaian, pengaruh, dan percobaan.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Buku kerja Excel yang dibuat.")] = None,
) -> None:
    """Bagi uang ke desa dan intervensi supaya kasus stunting yang dihindari paling banyak.

    Hitungan tepat: data dan andaian yang sama memberi rencana yang sama. Tidak ada yang disimpan.

    Kode keluar: 0 ada rencana, 1 tidak ada yang dapat dibagi, 2 isian salah.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
    import django

    django.setup()
    from django.core.exceptions import ValidationError
    from django.utils import translation

    with translation.override("id"):
        try:
            given = _given(budget, year, district, scenario)
        except ValidationError as problem:
            typer.echo(f"Galat: {' '.join(problem.messages)}", err=True)
            raise SystemExit(1 if problem.code == "kosong" else 2) from problem
        for line in _lines(given, explain=explain):
            typer.echo(line)
        if out is not None:
            from rembuk.office.programmes.priorities import sheet as choice_sheet

            half = out.with_name(f"{out.name}.half")
            half.write_bytes(choice_sheet.book(given))
            half.replace(out)
            typer.echo(f"\n{out}: {len(given.villages)} desa, {len(given.services)} intervensi")


def _given(budget: str, year: int, district: str, scenario: str) -> Shown:
    """The plan. Raises ValidationError in words; code "kosong" when there is nothing to split."""
    from dataclasses import replace

    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from rembuk.office.ledger.amounts import rupiah
    from rembuk.office.programmes.choosing.ask import Ask
    from rembuk.office.programmes.choosing.reading import facts
    from rembuk.office.programmes.models import Scenario
    from rembuk.office.programmes.priorities import acts as choices
    from rembuk.office.programmes.priorities.view import shown

    amount = rupiah(budget)
    if not amount:
        raise ValidationError("Isi --budget dalam rupiah, misalnya 5000000000.")
    today = timezone.localdate()
    held = Scenario.objects.filter(public_id=scenario).first() if scenario else None
    if scenario and held is None:
        raise ValidationError(f"Skenario {scenario} tidak ada.")
    if held is None:
        place = district or str(settings.REMBUK_AREA)
        held = Scenario(
            district_code=place, year=year or today.year + 1, name="Andaian umum",
            ask=choices.usual(today).as_json(),
        )  # fmt: skip
    ask = replace(Ask.from_json(held.ask), budget=amount)
    inputs = facts(held.district_code, held.year, counting=True)
    if not inputs.needs:
        words = f"Tidak ada kebutuhan yang terhitung di {held.district_code} tahun {held.year}."
        raise ValidationError(words, code="kosong")
    return shown(choices.planned(held, inputs, ask))


def _lines(given: Shown, *, explain: bool) -> list[str]:
    """The plan for a terminal."""
    from rembuk.office.documents.numbers import rupiah
    from rembuk.office.places.numbers import on_paper
    from rembuk.office.programmes.priorities.words import ranged

    solved, scenario = given.solved, given.plan.scenario
    found = [
        f"Rencana {scenario.year}, {scenario.district_code}, data {given.plan.as_of}",
        f"  uang               {rupiah(given.ask.budget):>20}",
        f"  terpakai           {rupiah(round(solved.spent)):>20}",
        f"  sisa               {rupiah(round(given.left)):>20}",
        f"  kasus dihindari    {ranged(solved.cases)} dari {ranged(solved.expected)}",
        f"  kurang dari yang terbaik paling banyak {on_paper(given.short, 4)}%",
        "",
        f"{'Intervensi':<46}{'Rupiah':>18}{'Dijangkau':>11}{'dari':>8}  Kasus bila dilepas",
    ]
    for one in given.services:
        cases = ranged(one.cases) if one.cases else "tidak diakui"
        found.append(
            f"{one.name[:45]:<46}{rupiah(round(one.rupiah)):>18}{on_paper(one.persons):>11}"
            f"{on_paper(one.gap):>8}  {cases}"
        )
    found += [f"{name[:45]:<46}  tidak masuk: {why}" for name, why in given.left_out]
    found += ["", f"{'Kecamatan':<26}{'Rupiah':>18}{'Dijangkau':>11}  Kasus dihindari"]
    found += [
        f"{one.name[:25]:<26}{rupiah(round(one.rupiah)):>18}{on_paper(one.persons):>11}  "
        f"{ranged(one.cases)}"
        for one in given.kecamatan
    ]
    found += ["", "Uang berikutnya"]
    for step in given.steps:
        moves = "; ".join(f"{one.name} {on_paper(one.persons)}" for one in step.services[:3])
        found.append(
            f"  sampai {rupiah(round(step.budget))}: {ranged(step.cases)} kasus. "
            f"{moves or 'tidak ada lagi'}"
        )
    return found + (_explained(given) if explain else [])


def _explained(given: Shown) -> list[str]:
    """Every assumption, effect and trial."""
    from rembuk.office.documents.numbers import rupiah
    from rembuk.office.places.numbers import on_paper
    from rembuk.office.programmes.priorities.words import assumptions, shares

    found = ["", "Andaian"]
    told = assumptions(given.ask, given.facts, given.names, given.plan.as_of)
    found += [f"  - {text}" for text in told]
    found += ["", "Pengaruh yang terbaca: bagian kasus yang dihindari pada anak yang dijangkau"]
    for one in given.facts.effects:
        name = given.names.get(one.intervention, one.intervention)
        used = "" if one.used else " [tidak dipakai]"
        found.append(f"  - {name}: {shares(one.share)}, {one.population}. {one.source}{used}")
    found += ["", "Biaya satuan"]
    for row in given.facts.used:
        name = given.names.get(row.intervention, row.intervention)
        if row.cost is None:
            found.append(f"  - {name}: belum ada")
            continue
        source = "andaian skenario" if row.own else row.cost_source
        found.append(f"  - {name}: {rupiah(row.cost)} per {row.unit} ({source})")
    found += ["", "Bila berubah: kasus rencana ini, yang terbaik saat itu, uang yang tetap"]
    for trial in given.hardest[:LISTED]:
        found.append(
            f"  - {trial.what}: {on_paper(trial.cases, 1)}, {on_paper(trial.best, 1)}, "
            f"{on_paper(trial.kept)}%"
        )
    return found
