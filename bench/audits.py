"""Answer time of the pages of an audit case: the invented district with its two cycles, warm.

Builds the small invented district in `REMBUK_VAR` (default var/bench-audit) once, then asks the
pages of a case of the finished cycle, the expert's desk and the cycle, as `bench.ledger` does.

Usage: python -m bench.audits [ROUNDS]
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

VAR = Path(os.environ.setdefault("REMBUK_VAR", "var/bench-audit"))
os.environ.setdefault("REMBUK_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
GOAL_MS = 150
PAGES = [
    ("siklus", "tpps", "{cycle}"),
    ("kasus saya", "audit", "/audit/kasus-saya/"),
    ("buka satu kasus", "audit", "{case}"),
    ("buka satu kasus, pakar", "pakar", "{case}"),
    ("berkas kasus", "audit", "{case}berkas/"),
    ("lembar kerja", "audit", "{case}lembar/"),
    ("pendapat pakar", "pakar", "{case}telaah/"),
    ("panel", "audit", "{case}panel/"),
    ("tindak lanjut", "audit", "{case}tindak-lanjut/"),
    ("evaluasi siklus", "audit", "{cycle}evaluasi/"),
]


def main(rounds: int) -> None:
    """Time every page."""
    command = [sys.executable, "-m", "rembuk", "demo", "build", "--scale", "small"]
    subprocess.run([*command, "--months", "6", "--until", "2026-10"], check=True)
    import django

    django.setup()
    from bench.asked import ask
    from rembuk.office.audits.models import Assignment

    given = Assignment.objects.filter(
        member__account__username="pakar", case__group="baduta", handed_in_at__isnull=False
    ).select_related("case__cycle")
    one = given.order_by("case__cycle__year", "case__cycle__semester", "case__code").first()
    if one is None:
        raise SystemExit("the invented district holds no case of this expert")
    cycle = f"/audit/{one.case.cycle.public_id}/"
    where = {"cycle": cycle, "case": f"{cycle}kasus/{one.case.code}/"}
    ask([(name, who, path.format(**where)) for name, who, path in PAGES], rounds, GOAL_MS)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
