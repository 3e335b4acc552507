"""The draft list of a village on paper, for its head and BPD to sign. Always Indonesian."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from rembuk.office.access.models import Account
from rembuk.office.documents.letters import (
    Block,
    Column,
    Facts,
    Heading,
    Letter,
    Paragraph,
    Signature,
    Table,
)
from rembuk.office.documents.numbers import long_date, rupiah, rupiah_both
from rembuk.office.documents.queries import sent_by
from rembuk.office.documents.signing import signatures
from rembuk.office.places.numbers import on_paper
from rembuk.office.programmes.village.facts import Village
from rembuk.office.programmes.village.list import Row


def letter(
    given: Village, rows: Sequence[Row], money: int | None, account: Account | None
) -> Letter:
    """The list with the figures it rests on."""
    on = timezone.localdate()
    kind = "Kelurahan" if given.is_kelurahan else "Desa"
    body: list[Block] = [
        Heading("Keadaan"), Facts(_facts(given)),
        Heading("Daftar usulan pencegahan stunting"), _table(rows),
        Paragraph(_sums(given, rows, money)),
    ]  # fmt: skip
    head = signatures(given.office, on) if given.office else ()
    return Letter(
        "lembar-kerja", sent_by(given.office, ".".join(given.code.split(".")[:2])),
        title=f"Daftar usulan {'kelurahan' if given.is_kelurahan else 'RKPDes'} tahun {given.year}",
        subtitle=f"{kind} {given.area.name}", place=given.area.name, on=on, body=body,
        signatures=(*(head or (Signature(f"Kepala {kind} {given.area.name}"),)),
                    Signature("Ketua BPD" if kind == "Desa" else "Ketua LPM")),
        without_names=True, as_of=on, made_at=timezone.now(),
        notes=("Rancangan untuk dibahas dalam rembuk dan musyawarah; belum menjadi kegiatan "
               "sampai diusulkan dan disepakati.",),
    )  # fmt: skip


def _facts(given: Village) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    figures = given.figures
    if figures is not None:
        counts = figures.counts
        prevalence = counts.stunting
        told = f"{on_paper(prevalence.n)} dari {on_paper(prevalence.of)} balita diukur"
        if given.readable and prevalence.pct is not None:
            told += f" ({on_paper(prevalence.pct, 1)}%)"
        else:
            told += ", prevalensi belum bisa dibaca"
        found.append(("Balita pendek dan sangat pendek", told))
        ds = counts.ds
        found.append((
            "D/S", f"{on_paper(ds.n)} dari {on_paper(ds.of)}"
            + (f" ({on_paper(ds.pct, 1)}%)" if ds.pct is not None else ""),
        ))  # fmt: skip
    if given.families is not None:
        found.append((
            "Keluarga berisiko stunting",
            f"{on_paper(given.families.n)} dari {on_paper(given.families.of)} keluarga dinilai",
        ))  # fmt: skip
    for one in given.money.ceilings:
        found.append((str(one.get_kind_display()), f"{rupiah(one.amount)} ({one.document})"))
    if given.money.ceiling is None:
        found.append(("Pagu", f"belum ditetapkan per {long_date(given.as_of)}"))
    else:
        found.append(("Sudah direncanakan", rupiah(given.money.planned)))
    return found


def whole(one: Row) -> bool:
    """Whether its volume is a whole number."""
    return one.number == one.number.to_integral_value()


def _table(rows: Sequence[Row]) -> Table:
    lines = [
        (
            n, one.title, one.why, on_paper(float(one.number), 0 if whole(one) else 2), one.unit,
            one.price, one.amount,
        )
        for n, one in enumerate((one for one in rows if one.number > 0), start=1)
    ]  # fmt: skip
    return Table(
        (
            Column("No", 0.5, "center"), Column("Kegiatan", 3.0), Column("Mengapa", 3.0),
            Column("Volume", 0.9, "center"), Column("Satuan", 1.0),
            Column("Harga satuan", 1.4, "rupiah"), Column("Jumlah", 1.5, "rupiah"),
        ),
        lines, small=True, empty="Belum ada baris.",
    )  # fmt: skip


def _sums(given: Village, rows: Sequence[Row], money: int | None) -> str:
    total = sum(one.amount or 0 for one in rows)
    bare = sum(1 for one in rows if one.price is None and one.number > 0)
    told = f"Jumlah {rupiah_both(total)}."
    if bare:
        told += f" {bare} baris belum punya harga satuan dan belum masuk jumlah."
    if money is not None:
        told += f" Desa menyediakan {rupiah(money)} untuk daftar ini."
    if given.money.rest is not None:
        open_ = sum(one.amount or 0 for one in rows if not one.activity)
        rest = given.money.rest - open_
        if rest >= 0:
            told += f" Sisa pagu sesudah daftar ini {rupiah(rest)}."
        else:
            told += f" Melebihi sisa pagu {rupiah(-rest)}."
    else:
        told += " Pagu belum ditetapkan, sehingga sisanya belum dapat dihitung."
    return told
