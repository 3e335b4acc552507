"""Bench of intake: an invented e-PPGBM workbook from file to derived status.

    python bench/intake.py [ROWS]

It makes the workbook in a throw-away folder, brings it in with the same services as the pages into
the database of DATABASE_URL (SQLite in the throw-away folder when unset; a PostgreSQL database is
expected to be empty and migrated data stay in it), and prints seconds per step, rows a second and
the peak of memory. Bars of issue 2: 100,000 rows within 90 s and 1.5 GB.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

ROWS = 100_000
BAR_SECONDS, BAR_MEGABYTES = 90, 1536
HEADS = [
    *("No", "NIK", "Nama", "JK", "Tgl Lahir", "BB Lahir", "TB Lahir", "Nama Ortu", "Prov"),
    *("Kab/Kota", "Kec", "Pukesmas", "Desa/Kel", "Posyandu", "RT", "RW", "Alamat"),
    *("Usia Saat Ukur", "Tanggal Pengukuran", "Berat", "Tinggi", "Cara Ukur", "LiLA"),
    *("BB/U", "ZS BB/U", "TB/U", "ZS TB/U", "BB/TB", "ZS BB/TB", "Naik Berat Badan"),
    *("PMT Diterima (kg)", "Jml Vit A", "KPSP", "KIA", "Detail"),
]
SYLLABLES = "ba ci du fe go hi ja ku li mo na pe ra su ti wo".split()  # noqa: SIM905


def name(number: int) -> str:
    """An invented name, another one for each number under 16^5."""
    parts = [SYLLABLES[(number >> (4 * place)) & 15] for place in range(5)]
    return f"{''.join(parts[:3])} {''.join(parts[3:])}".title()


def workbook(path: Path, rows: int) -> None:
    """`rows` measurements: children weighed in three months running, in real villages."""
    import xlsxwriter

    from rembuk.reference import areas

    draw = random.Random(20260709)
    known = areas.areas("16.06")
    names = dict(known.select("code", "name").iter_rows())
    villages = [code for code, level in known.select("code", "level").iter_rows() if level == 4]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet("Data")
    page.write_row(3, 0, HEADS)
    today = dt.date(2026, 10, 28)
    for number in range(rows):
        child, month = divmod(number, 3)
        random_child = random.Random(child)
        village = villages[random_child.randrange(len(villages))]
        kecamatan = names[village.rpartition(".")[0]]
        born = today - dt.timedelta(days=random_child.randint(120, 1800))
        age = (today - born).days / 30.4
        visit = dt.date(2026, 8 + month, random_child.randint(1, 28))
        weight, height = round(3.4 + 0.21 * age + 0.2 * month, 1), round(50 + 0.95 * age, 1)
        page.write_row(
            number + 4,
            0,
            [
                number + 1, f"1606{child:012d}", name(child), "LP"[child % 2],
                born.strftime("%d-%m-%Y"), "3,1", 49, f"Ibu {name(child + 77_777)}",
                "SUMATERA SELATAN", "MUSI BANYUASIN",
                kecamatan, kecamatan, names[village], f"MELATI {random_child.randint(1, 4)}", "001",
                "002", "-", "", visit.isoformat(), weight,
                f"{height:.1f}".replace(".", ","), "Terlentang" if age < 24 else "Berdiri",
                "", "Normal", round(draw.gauss(-1, 1), 2), "Normal", round(draw.gauss(-1, 1), 2),
                "Gizi Baik", round(draw.gauss(0, 1), 2), "N", "", 1, "", "", "-",
            ],
        )  # fmt: skip
    book.close()


def megabytes() -> float:
    """Peak resident memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cpu_seconds() -> float:
    """Processor time of this process: what the wall clock would be on an idle machine, nearly."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Run the bench; exit code 1 when a bar is missed."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory(prefix="rembuk-bench-") as folder:
        os.environ.setdefault("REMBUK_DEMO", "1")
        os.environ["REMBUK_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "rembuk.site.settings"
        path = Path(folder) / "eppgbm.xlsx"
        workbook(path, rows)
        return measured(path, rows)


def measured(path: Path, rows: int) -> int:
    """Bring the workbook in and print the figures."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from rembuk.office.intake import services

    call_command("migrate", verbosity=0)
    print(f"{rows} rows, {path.stat().st_size / 1e6:.1f} MB, {connection.vendor}")
    begun = last = time.perf_counter()
    started = cpu_seconds()
    busy = [started]

    def lap(step: str) -> None:
        nonlocal last
        now = time.perf_counter()
        spent, cpu = cpu_seconds() - busy[0], cpu_seconds()
        busy[0] = cpu
        print(
            f"  {step:<28} {now - last:7.1f} s  cpu {spent:6.1f} s  peak {megabytes():6.0f} MB",
            flush=True,
        )
        last = now

    file = services.receive(path)
    lap("receive")
    (imported,) = services.recognise(file)
    lap("recognise")
    services.check(imported)
    lap("check")
    print(f"  {imported.counts}")
    stage_of = [""]

    def progress(stage: str, done: int, total: int) -> None:
        if stage != stage_of[0]:
            if stage_of[0]:
                lap(stage_of[0])
            stage_of[0] = stage

    services.commit(imported, progress, accept_doubtful=True)
    lap(stage_of[0] or "commit")
    took = time.perf_counter() - begun
    again = services.recognise(services.receive(path))
    lap("the same file again")
    print(f"  state {imported.state}, again {[one.state for one in again]}")
    print(
        f"total {took:.1f} s (cpu {cpu_seconds() - started:.1f} s) = {rows / took:,.0f} rows/s, "
        f"peak {megabytes():.0f} MB"
    )
    fine = took <= BAR_SECONDS * rows / ROWS + 10 and megabytes() <= BAR_MEGABYTES
    print("within the bars" if fine else "BAR MISSED")
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
