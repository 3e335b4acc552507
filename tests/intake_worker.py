"""What the processes do that tests kill (tests/forking.py): `prepare FILE`, `work [SECONDS]`.

It uses the real receiver and a SQLite file under REMBUK_VAR, as an office does. A worker that ends
prints what the database then holds, so that no process is started only to look.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "rembuk.site.settings"


def prepare(path: str) -> None:
    """Check a file and queue its saving."""
    from rembuk.office.intake import services
    from rembuk.office.jobs import queue

    (imported,) = services.recognise(services.receive(path))
    services.check(imported)
    job = queue.enqueue("impor-simpan", imported.pk, None, imported=imported.pk)
    print(json.dumps({"import": imported.pk, "job": str(job.pk), "counts": imported.counts}))


def work(seconds: str = "0", chunk: str = "40") -> None:
    """Work until the queue is empty, in small chunks, each made `seconds` longer."""
    from rembuk.office.intake import committing
    from rembuk.office.jobs import worker
    from rembuk.office.posyandu.receiving.receiver import Measurements

    committing.CHUNK = int(chunk)
    pause, commit, finish = float(seconds), Measurements.commit, Measurements.finish

    def slow_commit(self: Measurements, *args: Any) -> None:
        commit(self, *args)
        time.sleep(pause)

    def slow_finish(self: Measurements, *args: Any) -> list[dict[str, object]]:
        time.sleep(pause)
        report = finish(self, *args)
        time.sleep(pause * 4)
        return report

    Measurements.commit = slow_commit
    Measurements.finish = slow_finish
    worker.run(once=True, interval=0.05)
    print(json.dumps(digest()))


def digest() -> dict[str, Any]:
    """What the database holds, without keys that differ from run to run."""
    from rembuk.office.intake.models import Import
    from rembuk.office.people.models import Person
    from rembuk.office.posyandu.models import Measurement, MonthlyRecap, Posyandu

    columns = ("row_no", "place_code", "date", "weight", "lenhei", "zlen", "tbu", "counted", "nt")
    tables = {
        "measurements": Measurement.objects.order_by("row_no").values_list(*columns),
        "posts": Posyandu.objects.order_by("code").values_list("code", "name"),
        "recaps": MonthlyRecap.objects.order_by("posyandu_id", "month").values_list(
            "posyandu_id", "month"
        ),
    }
    body = {
        name: hashlib.sha256(json.dumps(list(rows), default=str).encode()).hexdigest()
        for name, rows in tables.items()
    }
    numbers = {"people": Person.objects.count(), "measured": Measurement.objects.count()}
    imported = Import.objects.get()
    for one in imported.report["result"]["differences"]["first"]:
        one.pop("subject")  # a public id is drawn anew in each run
    return body | numbers | {"state": imported.state, "report": imported.report["result"]}


def load() -> None:
    """What every child needs, loaded once."""
    import rembuk.office.intake.services
    import rembuk.office.jobs.worker
    import rembuk.office.posyandu.receiving.receiver  # noqa: F401


WORKS = {"prepare": prepare, "work": work}
