"""Counts of a month that another paper has made public: the annexes of decrees on lokus."""

from __future__ import annotations

import datetime as dt

from rembuk import reference
from rembuk.office.insight.frozen_village import Frozen
from rembuk.office.insight.lokus_letter import masked
from rembuk.office.insight.models import Lokus
from rembuk.science.welfare.publishing import STUNTED


def told(district: str, month: dt.date) -> list[tuple[str, str, int]]:
    """Area, kind and count, as the annexes print them."""
    found = []
    for one in Lokus.objects.filter(district_code=district, month=month):
        rows = [Frozen(**row) for row in one.rows]
        limit = int(reference.load().number("small_count", one.decree_on))
        cases, _families = masked(rows, limit)
        found += [
            (row.code, STUNTED, row.cases)
            for row in rows
            if row.chosen and row.of and row.cases is not None and not cases.get(row.code)
        ]
    return sorted(set(found))
