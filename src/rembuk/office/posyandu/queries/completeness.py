"""Which posts have sent a month's data, and when. The deadline is a dated setting."""

from __future__ import annotations

import datetime as dt

from rembuk import reference
from rembuk.office.posyandu.figures import COUNTS, Completeness, Counts, PostMonth, PostState
from rembuk.office.posyandu.measures import add_months
from rembuk.office.posyandu.models import MonthlyRecap, Posyandu, Session
from rembuk.office.posyandu.queries.areas import places
from rembuk.office.posyandu.queries.scope import Scope, inside


def deadline(month: dt.date) -> dt.date:
    """The day by which the data of `month` are due: a day of the month after."""
    after = add_months(month, 1)
    day = int(float(str(reference.load().setting("deadline_day", after))))
    return after.replace(day=day)


def completeness(scope: Scope, month: dt.date) -> Completeness:
    """Every post of the scope with its state: `tepat`, `lambat` or `belum` (nothing came)."""
    due = deadline(month)
    held = {s.posyandu_id: s for s in Session.objects.filter(inside(scope), month=month)}
    recaps = {
        row["posyandu"]: Counts(**{name: row[name] for name in COUNTS})
        for row in MonthlyRecap.objects.filter(inside(scope), month=month).values(
            "posyandu", *COUNTS
        )
    }
    posts = list(Posyandu.objects.filter(inside(scope, "code")).select_related("health_centre"))
    villages = places(post.village_code for post in posts)
    rows = []
    for post in posts:
        session = held.get(post.code)
        came = session is not None and session.measured > 0
        received = session.received_on if session is not None and came else None
        state: PostState = "belum"
        if came:
            state = "lambat" if received is not None and received > due else "tepat"
        village = villages.get(post.village_code)
        rows.append(
            PostMonth(
                code=post.code,
                name=post.name,
                village=village.name if village else "",
                health_centre=post.health_centre.name if post.health_centre else "",
                month=month,
                deadline=due,
                held_on=session.held_on if session is not None and came else None,
                received_on=received,
                counts=recaps.get(post.code, Counts()),
                state=state,
            )
        )
    return Completeness(month, due, tuple(rows))
