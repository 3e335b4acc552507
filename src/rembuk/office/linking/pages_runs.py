"""The page of link runs: what became of every row, the threshold, and starting a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.jobs import queue
from rembuk.office.jobs.pages import context as job_context
from rembuk.office.linking import counting, labels, queries, running
from rembuk.office.linking.models import LinkRun
from rembuk.office.linking.queries import Wanted
from rembuk.office.people.facts import LABELS
from rembuk.reference.precedence import AGENCIES, HEALTH, REST

RUNS: Final = 8


@policy("cocokkan")
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Counts, threshold, the last runs."""
    rights, today = rights_in(request), timezone.localdate()
    rules = reference.load()
    counts = counting.by_source()
    whole = counting.total(counts)
    done = running.last_run()
    answers = labels.labelled()
    job = queue.last("tautkan", settings.REMBUK_AREA)
    chosen = running.chosen_threshold()
    first = queries.doubts(rights, Wanted()).first()
    context = {
        "counts": counts, "whole": whole, "done": done, "runs": LinkRun.objects.all()[:RUNS],
        "failed": _failed_after(done), "answers": len(answers),
        "answers_needed": int(rules.number("link.label_least", today)),
        "precision_asked": rules.number("link.label_precision", today),
        "precision": _percent(done.expected_precision if done else None),
        **_own(answers, done), **_sampled(done),
        "not_sure": chosen is None and len(answers) >= rules.number("link.label_least", today),
        "chosen": chosen, "doubts": queries.waiting_counts(rights, Wanted()), "first": first,
        "may_start": rights.may("cocokkan", settings.REMBUK_AREA),
        "task": job_context(job) if job is not None and job.active else None,
        "costs": rules.doubt_costs(today),
        "precedence": [
            (LABELS.get(one.fact, _("Kartu keluarga")), _order(one.order), one.origin == "daerah")
            for one in rules.precedence(today).values()
        ],
    }  # fmt: skip
    return render(request, "linking/runs.html", context)


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _own(answers: Sequence[labels.Label], done: LinkRun | None) -> dict[str, object]:
    """What the district's own answers say of the threshold in use."""
    if done is None or done.threshold is None or not answers:
        return {"from_answers": None}
    low, share, number = labels.precision(answers, done.threshold)
    return {"from_answers": (low, share, number), "own": share * 100, "own_low": low * 100}


def _sampled(done: LinkRun | None) -> dict[str, float]:
    """The interval of the precision when the answers set the threshold."""
    facts = done.threshold_facts if done else {}
    return {f"sample_{end}": facts[name] * 100
            for end, name in (("low", "lower"), ("high", "upper")) if name in facts}  # fmt: skip


def _order(order: Sequence[str]) -> str:
    words = {**AGENCIES, HEALTH: _("Posyandu dan puskesmas"), REST: _("yang lain, terbaru dahulu")}
    return ", ".join(words[one] for one in order)


def _failed_after(done: LinkRun | None) -> LinkRun | None:
    """The newest run, when it did not end well."""
    newest = LinkRun.objects.first()
    return newest if newest is not None and newest.state in {"gagal", "dihentikan"} else None


@policy("cocokkan")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Queue a run over the district."""
    if not rights_in(request).may("cocokkan", settings.REMBUK_AREA):
        messages.warning(request, _("Penautan berlaku sekabupaten; hanya petugas kabupaten yang "
                                    "dapat menjalankannya."))  # fmt: skip
        return HttpResponseRedirect(reverse("linking:runs"))
    user = signed_in(request)
    mode = "penuh" if request.POST.get("cara") == "penuh" else "baru"
    job = queue.enqueue(
        "tautkan", settings.REMBUK_AREA, user, place=settings.REMBUK_AREA,
        account=user.pk if user else None, mode=mode,
    )  # fmt: skip
    log.record(request, "tautkan", "wilayah", settings.REMBUK_AREA, settings.REMBUK_AREA)
    return redirect("jobs:progress", job.pk)
