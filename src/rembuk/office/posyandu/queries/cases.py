"""Stunting cases of an area: stock, flows, and the children behind them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from rembuk.office.posyandu.figures import StockFlow
from rembuk.office.posyandu.measures import INFLOW, OUTFLOW
from rembuk.office.posyandu.models import AreaCases, CaseEvent
from rembuk.office.posyandu.queries.scope import Scope, inside
from rembuk.office.posyandu.queries.stored import areas

_FLOW_OF = {
    "baru": "new",
    "ditemukan": "found",
    "pindah-masuk": "moved_in",
    "kambuh": "relapsed",
    "pulih": "recovered",
    "lewat-umur": "aged_out",
    "pindah": "moved_out",
    "meninggal": "died",
    "hilang": "lost",
    "salah-data": "corrected",
    "diduga": "suspected",
    "lulus": "graduated",
}

_CHANGE = Case(
    When(event__in=INFLOW, then=Value(1)),
    When(event__in=OUTFLOW, then=Value(-1)),
    default=Value(0),
    output_field=IntegerField(),
)


def stock(scope: Scope, through: dt.date) -> QuerySet[CaseEvent, int]:
    """Ids of the children who are cases of the scope at the end of month `through`."""
    changes = CaseEvent.objects.filter(
        inside(scope), month__lte=through, event__in=(*INFLOW, *OUTFLOW)
    )
    per_child = changes.order_by().values("child").alias(net=Sum(_CHANGE)).filter(net__gt=0)
    return per_child.values_list("child", flat=True)


def stock_flow(scope: Scope, month: dt.date) -> StockFlow:
    """Stock and flows of a month, from one count of events by kind. That `end` is also the number
    of children of `stock` is a law the tests hold; counting it again here would double the work."""
    this = Q(month=month)
    counted: QuerySet[Any]
    if (where := areas(scope)) is not None:
        stored = AreaCases.objects.filter(where, month__lte=month).order_by().values("event")
        counted = stored.annotate(rows=Sum("number"), now=Sum("number", filter=this, default=0))
    else:
        events = CaseEvent.objects.filter(inside(scope), month__lte=month)
        counted = events.order_by().values("event")
        counted = counted.annotate(rows=Count("pk"), now=Count("pk", filter=this))
    start = end = 0
    flows: dict[str, int] = {}
    for row in counted:
        sign = (row["event"] in INFLOW) - (row["event"] in OUTFLOW)
        start += sign * (row["rows"] - row["now"])
        end += sign * row["rows"]
        if row["now"] and row["event"] in _FLOW_OF:
            flows[_FLOW_OF[row["event"]]] = row["now"]
    code = scope if isinstance(scope, str) else ""
    return StockFlow(code, month, start=start, end=end, **flows)
