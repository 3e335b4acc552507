"""What the processes do that a test kills (tests/forking.py): `prepare`, `work [STAGE]`.

It uses a SQLite file under REMBUK_VAR and the real queue; only the comparing is written by hand.
Each prints what it found when it started and what it left; one that was killed prints only the
first line.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import signal
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "rembuk.site.settings"
BORN = dt.date(1990, 5, 4)


def prepare() -> None:
    """Two lists, linked once; a third read in; a run over all of it queued."""
    from tests.factories import district
    from tests.linking_rows import edition, listed, run

    from rembuk.office.jobs import queue

    district()
    for source, day in (("dukcapil", dt.date(2026, 1, 31)), ("krs", dt.date(2026, 6, 30))):
        of = edition(source, day)
        for number in range(20):
            card = f"16060112011500{number:02d}"
            listed(of, f"Siti Tiruan {number}", BORN, card=card, key=f"{source}{number:020d}"[-32:])
    run(clusters=_clusters(20))
    of = edition("dtsen", dt.date(2026, 9, 30))
    for number in range(30):
        listed(of, f"Siti Tiruan {number}", BORN, key=f"dtsen{number:020d}"[-32:])
    queue.enqueue("tautkan", "16.06", None, place="16.06", mode="penuh")
    say(digest())


def _clusters(known: int) -> list[list[str]]:
    from rembuk.office.linking import refs

    sources = ("dukcapil", "krs", "dtsen")
    return [
        [refs.listed(f"{source}{number:020d}"[-32:], 0) for source in sources]
        for number in range(known)
    ]


def work(stage: str = "") -> None:
    """Work until the queue is empty; with a stage, die there without a word."""
    from tests.linking_rows import scripted

    from rembuk.office.jobs import worker
    from rembuk.office.linking import counting, writing

    def die(*args: Any, **more: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    places = {
        "new": (writing, "_write_links"),
        "words": (writing, "settle"),
        "doubts": (writing, "_write_doubts"),
        "last": (counting, "of_run"),
    }
    say(digest())
    if stage:
        room, name = places[stage]
        setattr(room, name, die)
    with scripted(clusters=_clusters(20)):
        worker.run(once=True, interval=0.05)
    say(digest())


def say(found: dict[str, Any]) -> None:
    """One line, written before anything may kill us."""
    print(json.dumps(found), flush=True)


def digest() -> dict[str, Any]:
    """What the database holds, without keys that differ from run to run."""
    from rembuk.office.linking.models import LinkRun
    from rembuk.office.lists.models import ListedPerson
    from rembuk.office.people.models import Membership, Person, SourceRecord

    rows = {
        "listed": list(
            ListedPerson.objects.order_by("pk").values_list("pk", "how", "person__name")
        ),
        "people": sorted(Person.objects.values_list("name", "place_code")),
        "words": sorted(SourceRecord.objects.values_list("source", "digest")),
        "cards": sorted(
            Membership.objects.values_list("family__kk_masked", "source", "person__name")
        ),
    }
    states = list(LinkRun.objects.order_by("pk").values_list("state", flat=True))
    text = json.dumps(rows, sort_keys=True, default=str)
    return {"digest": hashlib.sha256(text.encode()).hexdigest(), "runs": states}


def load() -> None:
    """What every child needs, loaded once."""
    import tests.linking_rows  # noqa: F401

    import rembuk.office.jobs.worker
    import rembuk.office.linking.writing  # noqa: F401


WORKS = {"prepare": prepare, "work": work}
