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
    sessions = Session.objects.filter(inside(scope), month=month, measured__gt=0)
    held = {
        code: (on, received)
        for code, on, received in sessions.values_list("posyandu", "held_on", "received_on")
    }
    counted = MonthlyRecap.objects.filter(inside(scope), month=month)
    recaps = {code: Counts(*numbers) for code, *numbers in counted.values_list("posyandu", *COUNTS)}
    posts = list(
        Posyandu.objects.filter(inside(scope, "code"))
        .order_by("code")
        .values_list("code", "name", "village_code", "health_centre__name")
    )
    villages = places(village for _code, _name, village, _centre in posts)
    rows = []
    for code, name, village_code, centre in posts:
        on, received = held.get(code, (None, None))
        state: PostState = "belum"
        if code in held:
            state = "lambat" if received is not None and received > due else "tepat"
        village = villages.get(village_code)
        rows.append(
            PostMonth(
                code=code,
                name=name,
                village=village.name if village else "",
                health_centre=centre or "",
                month=month,
                deadline=due,
                held_on=on,
                received_on=received,
                counts=recaps.get(code, Counts()),
                state=state,
            )
        )
    return Completeness(month, due, tuple(rows))
