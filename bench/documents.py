"""Seconds and megabytes of letters: one page, and an RTL matrix of two thousand rows."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource

os.environ.setdefault("REMBUK_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")

from bench.growth import best
from rembuk.office.documents import matrix, words
from rembuk.office.documents.letters import Letter, Letterhead, Paragraph, Signature, render


def letter() -> Letter:
    """A letter of one page."""
    return Letter(
        "surat", Letterhead("Pemerintah Kabupaten Contoh", "Dinas Contoh"), number="400.7/1/X/2026",
        subject="Undangan", place="Sekayu", on=dt.date(2026, 11, 9), to=["Camat"],
        body=[Paragraph("Dalam rangka diseminasi audit kasus stunting. " * 8)] * 3,
        signatures=[Signature("Kepala dinas", "Contoh")],
    )  # fmt: skip


def rtl(rows: int, mark: str) -> Letter:
    """A matrix; `mark` makes it another one, so that nothing is taken from a cache."""
    day = dt.date(2026, 11, 9)
    made = [
        [
            n, "2026-II", f"AKS-{n:04}{mark}", "Baduta", "Pemberian makan tidak sesuai umur",
            "Mendampingi pemberian makanan tambahan lokal 90 hari", "PMT lokal", "Spesifik",
            "Dinas Kesehatan", "Puskesmas", "Lumpatan II", "90 paket", 1_350_000 + n, "BOK",
            "1.02.02.2.02.0015", day, day, "berjalan", "foto", "", None, "",
        ]
        for n in range(rows)
    ]  # fmt: skip
    return Letter("matriks-rtl", body=[matrix.table(made)], without_names=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=2)
    options = parser.parse_args()
    render(letter())  # fonts are read once
    one = best(lambda: render(letter()), options.times)
    marks = iter("abcdefghij")
    pdf = b""

    def whole() -> None:
        nonlocal pdf
        pdf = render(rtl(options.rows, next(marks)))

    many = best(whole, options.times)
    twin = best(lambda: words.write(rtl(100, "w")), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"documents: best of {options.times}")
    print(f"  a letter of one page, PDF      {one * 1000:7.0f} ms")
    print(f"  RTL matrix, {options.rows:,} x 22, PDF    {many:7.1f} s    {len(pdf) / 1e6:.1f} MB")
    print(f"  RTL matrix, 100 x 22, Word     {twin:7.1f} s")
    print(f"  peak memory                    {peak:7.0f} MB")


if __name__ == "__main__":
    main()
