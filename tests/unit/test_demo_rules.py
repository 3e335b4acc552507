"""The invented district's own rule values are read as any district's."""

import datetime as dt
from pathlib import Path

from rembuk.demo.plan import make_plan
from rembuk.demo.rules import SETTLED, write
from rembuk.reference import check, load
from rembuk.site import environment

ON = dt.date(2026, 10, 1)


def test_the_demo_settles_the_answers_of_krs_and_nothing_else(tmp_path: Path) -> None:
    path = write(make_plan(area="17.71"), tmp_path)
    own = {c.code: c.means for c in load("17.71", overrides=path).list_codes(ON)}
    national = {c.code: c.means for c in load("17.71").list_codes(ON)}
    changed = {code: means for code, means in own.items() if means != national[code]}
    assert changed == SETTLED
    assert not list(check.findings(override_file=path))


def test_only_the_demo_reads_its_own_file(tmp_path: Path) -> None:
    path = write(make_plan(), tmp_path)
    assert environment.overrides("REMBUK_NO_SUCH", tmp_path, demo=True) == path
    assert environment.overrides("REMBUK_NO_SUCH", tmp_path, demo=False) is None
