"""One run of the linkage: gather, compare, plan, then write all of it or nothing.

Nothing is written before the last step, and that is one transaction. A run that is stopped, fails
or is killed leaves the links as they were; the job begins it anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

import polars as pl
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext_noop

from rembuk import reference
from rembuk.office.jobs.progress import Cancelled, JobError, silent
from rembuk.office.linking import counting, engine, labels, refs
from rembuk.office.linking.engine import Found, Threshold
from rembuk.office.linking.models import (
    Decision,
    DecisionState,
    LinkRun,
    RunState,
    Verdict,
)
from rembuk.office.linking.planning import Edge, Known, Pair, Plan, plan
from rembuk.office.linking.records import Gathered, gather
from rembuk.office.linking.writing import write
from rembuk.office.lists.models import ListedPerson, ListRow
from rembuk.office.people.models import Membership, Person, SourceRecord
from rembuk.office.posyandu.bulk import refresh_statistics

Progress = Callable[[str, int, int], None]
Mode = Literal["baru", "penuh"]
STAGES: Final = (
    gettext_noop("Mengumpulkan catatan"),
    gettext_noop("Membandingkan catatan"),
    gettext_noop("Menyusun orang"),
    gettext_noop("Menyimpan hasil"),
)


NOTHING: Final = gettext_noop("Belum ada daftar atau anak yang dapat ditautkan.")


class NothingToLinkError(JobError):
    """There is no list and no child yet."""


def run(
    place: str,
    user: AbstractBaseUser | None = None,
    progress: Progress = silent,
    mode: Mode = "baru",
) -> LinkRun:
    """Link the records of a place; returns the finished run.

    Args:
        place: the district.
        user: who asked.
        progress: told the stages; may raise to stop.
        mode: "penuh" compares everything with everything and learns anew; "baru" compares only
            records that belong to nobody yet, with the model of the last run (everything, when
            there is none).

    Raises:
        JobError: the records cannot be linked; the text is for the user.
    """
    frozen = last_model() if mode == "baru" else None
    # one run at a time: what still says it runs was killed
    LinkRun.objects.filter(state=RunState.RUNNING).update(
        state=RunState.FAILED, finished_at=timezone.now()
    )
    made = LinkRun.objects.create(
        place_code=place, requested_by_id=getattr(user, "pk", None),
        mode="baru" if frozen else "penuh",
    )  # fmt: skip
    try:
        return _run(made, frozen, progress)
    except Cancelled:
        _ended(made, RunState.STOPPED)
        raise
    except (engine.ModelError, engine.RecordsError, engine.EngineError) as problem:
        _ended(made, RunState.FAILED)
        raise JobError(str(problem)) from problem
    except BaseException:
        _ended(made, RunState.FAILED)
        raise


def _run(made: LinkRun, frozen: str | None, progress: Progress) -> LinkRun:
    def stage(number: int) -> None:
        made.stage = STAGES[number]
        progress(STAGES[number], number, len(STAGES))

    stage(0)
    gathered = gather()
    if gathered.frame.is_empty():
        raise NothingToLinkError(
            str(gettext_noop("Belum ada daftar atau anak yang dapat ditautkan."))
        )
    must, cannot = decided(gathered)
    threshold = chosen_threshold()
    stage(1)
    known = gathered.now if frozen is not None else {}
    if frozen is not None and len(known) == gathered.frame.height:
        found = _unchanged(gathered, frozen, threshold)
    else:
        found = engine.link(
            gathered.frame, known, model=frozen, threshold=threshold, must=must, cannot=cannot
        )
    stage(2)
    planned = planned_of(found, gathered, cannot, must | cannot, made.pk)
    stage(3)
    with atomic():
        shares = dict(found.clusters.select("record_id", "probability").iter_rows())
        write(planned, gathered, shares, made)
        made.model, made.model_hash = found.model, found.model_hash
        made.threshold, made.threshold_source = found.threshold, found.threshold_source
        made.threshold_facts = dict(found.threshold_facts)
        made.expected_precision = found.expected_precision
        made.counts = counting.of_run(gathered.frame.height, planned, found.counts)
        made.state, made.finished_at, made.stage = RunState.DONE, timezone.now(), ""
        made.save()
        progress(STAGES[3], len(STAGES), len(STAGES))
    refresh_statistics(ListRow, ListedPerson, Person, SourceRecord, Membership)
    return made


def _ended(made: LinkRun, state: RunState) -> None:
    made.state, made.finished_at = state, timezone.now()
    made.save(update_fields=["state", "finished_at", "stage"])


def last_run() -> LinkRun | None:
    """The newest run that was finished."""
    return LinkRun.objects.filter(state=RunState.DONE).first()


def last_model() -> str | None:
    """The frozen model of the newest finished run."""
    done = last_run()
    return done.model if done and done.model else None


def chosen_threshold() -> Threshold | None:
    """The district's threshold: its own setting, else its labelled sample, else None (the
    model's own)."""
    rules, today = reference.load(), timezone.localdate()
    setting = rules.setting("link.threshold", today)
    if float(setting) > 0:
        text = "; ".join(map(rules.source_text, setting.source))
        return Threshold(float(setting), "setelan", None, {"basis": text})
    return labels.threshold(labels.labelled(), rules, today)


def decided(gathered: Gathered) -> tuple[set[Pair], set[Pair]]:
    """Pairs that must and that must not be one person, among the records there are."""
    there = set(gathered.frame["record_id"].to_list())
    must: set[Pair] = set()
    cannot: set[Pair] = set()
    rows = Decision.objects.filter(state=DecisionState.HOLDS)
    for left, right, verdict in rows.values_list("ref_l", "ref_r", "verdict"):
        if left in there and right in there:
            (must if verdict == Verdict.SAME else cannot).add(refs.ordered(left, right))
    return must - cannot, cannot


def planned_of(
    found: Found, gathered: Gathered, cannot: set[Pair], settled: set[Pair], seed: int
) -> Plan:
    """The plan from what the linkage found and what is known."""
    rules, today = reference.load(), timezone.localdate()
    unique = frozenset(ref for ref, source in gathered.sources.items() if source in engine.UNIQUE)
    clusters = {
        ref: str(cluster)
        for ref, cluster in found.clusters.select("record_id", "cluster_id").iter_rows()
    }
    return plan(
        clusters,
        edges(found.pairs),
        Known(
            gathered.now, gathered.children, gathered.slots, unique, frozenset(cannot),
            frozenset(settled),
        ),
        found.threshold,
        join_children=bool(rules.value("link.merge_children", today)),
        sample=int(rules.number("link.sample", today)),
        seed=seed,
    )  # fmt: skip


def edges(pairs: pl.DataFrame) -> list[Edge]:
    """The compared pairs as edges."""
    if pairs.is_empty():
        return []
    names = engine.level_columns(pairs)
    plain = pairs.select("record_l", "record_r", "weight", "probability", "same_card")
    levels = pairs.select(names).iter_rows() if names else ((),) * pairs.height
    return [
        Edge(left, right, weight, share, bool(card), dict(zip(names, row, strict=True)))
        for (left, right, weight, share, card), row in zip(plain.iter_rows(), levels, strict=True)
    ]


def _unchanged(gathered: Gathered, frozen: str, threshold: Threshold | None) -> Found:
    """Nothing new to compare: everybody stays who they are."""
    before = last_run()
    assert before is not None  # the model came from it
    clusters = pl.DataFrame(
        {
            "record_id": list(gathered.now),
            "cluster_id": [f"o:{pk}" for pk in gathered.now.values()],
            "probability": [None] * len(gathered.now),
        },
        schema={"record_id": pl.String, "cluster_id": pl.String, "probability": pl.Float64},
    )
    pairs: dict[str, Any] = {
        "record_l": pl.String, "record_r": pl.String, "weight": pl.Float64,
        "probability": pl.Float64, "same_card": pl.Boolean,
    }  # fmt: skip
    return Found(
        clusters, pl.DataFrame(schema=pairs), frozen, before.model_hash,
        before.threshold or 0.0, before.threshold_source, before.expected_precision, {},
        before.threshold_facts,
    )  # fmt: skip
