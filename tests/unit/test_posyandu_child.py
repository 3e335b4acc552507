"""The page of one child: strip with missed months, twin, provenance, corrected age."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import district
from tests.posyandu_rows import opened, rows, take, visit

from rembuk.office.people.models import Person
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.models import Posyandu

pytestmark = pytest.mark.django_db


def test_a_child_page_tells_all() -> None:
    district()
    Posyandu.objects.all().delete()
    early = {"gestation_weeks": 34, "no_kk": "1606010101180001"}
    august, october = dt.date(2026, 8, 12), dt.date(2026, 10, 12)
    context = opened(dt.date(2026, 10, 31))
    take(
        rows(
            visit("Ani Contoh", august, 8.6, 72.0, **early),
            visit("Ani Contoh", october, 9.0, 74.4, **early),
            visit("Budi Contoh", october, 9.4, 76.0, **early),
        ),
        context,
    )
    page = queries.child_page(Person.objects.get(name="Ani Contoh"), dt.date(2026, 11, 9))
    assert page.age_months == 19
    assert [(mark.month.month, mark.mark) for mark in page.strip] == [(8, "B"), (9, "-"), (10, "O")]
    assert page.missed == 1
    (twin,) = page.siblings
    assert twin.twin
    last = page.last
    assert last is not None
    assert page.preterm
    assert last.corrected_months == 16
    assert last.zlen is not None
    assert last.zlen_corrected is not None
    assert last.zlen_corrected > last.zlen
    assert (last.import_id, last.row_no) == (context.import_id, 3)
    assert page.provenance[0].measurements == 2
    assert "1606010101180001" not in repr(page)
    assert [chart.index for chart in page.charts] == ["tbu", "bbu", "bbtb"]
    assert None in [value for _, value in page.charts[0].points]
