"""Every act the history of audits keeps has words a reader knows."""

from __future__ import annotations

import re
from pathlib import Path

import rembuk.office.audits as room

ROOM = Path(room.__file__).parent
KEPT = re.compile(r'act="([a-z-]+)"|note\([\w.]+, by, "([a-z-]+)"')


def test_no_act_of_the_history_is_shown_as_a_code() -> None:
    acts = {a or b for one in ROOM.rglob("*.py") for a, b in KEPT.findall(one.read_text())}
    told = (ROOM / "templates/audits/_act.html").read_text()
    assert len(acts) > 40
    assert sorted(one for one in acts if f'act == "{one}"' not in told) == []
