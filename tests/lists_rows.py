"""Rows of lists written straight into the tables, for tests of pages and queries."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from rembuk.office.lists import correcting
from rembuk.office.lists.correcting import Wanted
from rembuk.office.lists.models import Correction, Edition, ListedPerson, ListRow
from rembuk.science.linkage.names import name_key

_NUMBERS = itertools.count(1)
VILLAGE = "16.06.01.2001"


def edition(label: str = "2026-T1", source: str = "dtsen", **more: Any) -> Edition:
    """An edition of the district, found or made."""
    quarter = int(label[-1]) if label[-1].isdigit() else 1
    day = dt.date(2026, min(3 * quarter, 9), 28)
    found, _ = Edition.objects.get_or_create(
        source=source,
        label=label,
        place_code="16.06",
        defaults={"as_of": day, "layout": source, **more},
    )
    return found


def listed(
    village: str = VILLAGE,
    label: str = "2026-T1",
    key: str = "",
    name: str = "Warga Contoh",
    facts: dict[str, Any] | None = None,
    source: str = "dtsen",
    **more: Any,
) -> ListedPerson:
    """One row with one person."""
    number = next(_NUMBERS)
    key = key or f"{number:032x}"
    row = ListRow.objects.create(
        edition=edition(label, source),
        import_id=0,
        row_no=number,
        key=key,
        digest=f"{number:032x}",
        facts={"decile": 2} if facts is None else facts,
        kk_masked="1606**********01",
        place_code=village,
    )
    return ListedPerson.objects.create(
        edition=row.edition,
        row=row,
        record_key=key,
        name=name,
        name_key=name_key(name),
        sex="L",
        birth_date=dt.date(1988, 5, 17),
        nik_masked="1606**********07",
        **more,
    )


def asked(village: str = VILLAGE, fact: str = "decile") -> Correction:
    """A request about a new row."""
    one = listed(village)
    return correcting.ask(one.row, one, Wanted(fact, "4", "Surat desa 12/2026"), None)
