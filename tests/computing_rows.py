"""A small world whose October 2026 was counted by hand; see tests/unit/test_convergence_computing.

V = 16.06.01.2001 (three families), W = 16.06.01.2002 (one family, hardly listed).
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from tests.factories import child, count, district, measured
from tests.family_rows import family, joins, member, told
from tests.ledger_rows import offices, promised

from rembuk.office.lists.models import Edition, ListedPerson, ListRow
from rembuk.office.people.models import Family, Person
from rembuk.office.posyandu.models import MotherPmt, PmtEpisode

V, W = "16.06.01.2001", "16.06.01.2002"
OCTOBER = dt.date(2026, 10, 31)
_NUMBERS = itertools.count(1)


def day(month: int, number: int, year: int = 2026) -> dt.date:
    """A day of 2026."""
    return dt.date(year, month, number)


def named(
    source: str, village: str, role: str, facts: dict[str, Any], *, key: str = "",
    person: Person | None = None, as_of: dt.date = OCTOBER, row: ListRow | None = None,
) -> ListedPerson:  # fmt: skip
    """A person of a list of Elsimil."""
    number = next(_NUMBERS)
    edition, _made = Edition.objects.get_or_create(
        source=source, label=f"{as_of:%Y-%m}", place_code="16.06",
        defaults={"as_of": as_of, "layout": source},
    )  # fmt: skip
    row = row or ListRow.objects.create(
        edition=edition, import_id=7, row_no=number, key=f"{number:032x}",
        digest=f"{number:032x}", place_code=village,
    )  # fmt: skip
    return ListedPerson.objects.create(
        edition=row.edition, row=row, part=row.persons.count(), role=role,
        record_key=key or f"{number:032x}", name="Contoh", sex="P", facts=facts, person=person,
    )  # fmt: skip


def iso(month: int, number: int, year: int = 2026) -> str:
    """A day as lists keep it."""
    return day(month, number, year).isoformat()


def world() -> None:
    """Everything."""
    district()
    homes = families(*children())
    women(homes)
    couples()
    ledger(homes)


def children() -> tuple[Person, Person]:
    """Six children; two of them belong to families."""
    a = child(f"{V}.P01", day(8, 1))
    measured(a, day(10, 12))
    b = child(f"{V}.P01", day(12, 5, 2025))
    measured(b, day(10, 12), tbu="pendek", bbtb="gizi-kurang")
    c = child(f"{V}.P02", day(3, 1, 2025))
    measured(c, day(10, 13), tbu="sangat-pendek", bbtb="gizi-buruk")
    child(f"{V}.P02", day(5, 1, 2023))  # not weighed
    e = child(f"{V}.P02", day(1, 1, 2024))
    measured(e, day(10, 14), place_code=f"{W}.P01", bbtb="gizi-kurang", tbu="")
    child(f"{W}.P01", day(6, 20))  # not weighed
    for one, start, programme in ((b, day(9, 10), ""), (c, day(9, 20), "Gizi Buruk")):
        PmtEpisode.objects.create(
            child=one, place_code=one.place_code, start=start, programme=programme, source="contoh"
        )
    PmtEpisode.objects.create(
        child=e, place_code=e.place_code, start=day(3, 1), source="contoh"
    )  # too long ago
    count()
    return a, b


def families(a: Person, b: Person) -> list[Family]:
    """Three families of V that lists tell of, one of W that only the civil register knows."""
    krs = {"label": "2026-S1", "as_of": day(6, 30)}
    poor = {"label": "2026-T3", "as_of": day(9, 30)}
    homes = [family(V), family(V), family(V), family(W)]
    for home, born in zip(homes, (1998, 1990, 1960, 1999), strict=True):
        member(home, "Ibu Contoh", "istri", day(3, 2, born), "P")
        told(home, "dukcapil", {}, "2026-09", as_of=day(9, 1))
    joins(homes[0], a, "anak")
    joins(homes[1], b, "anak")
    member(homes[2], "Remaja Contoh", "anak", day(5, 5, 2012), "P")
    houses = ((True, True), (False, False), (True, True))
    risks = (
        {"at_risk": True, "help_counselling": True}, {"at_risk": True, "help_none": True},
        {"at_risk": False},
    )  # fmt: skip
    aid = (
        {"decile": 1, "pkh": True, "bpnt": True, "pbi": True},
        {"decile": 3, "pkh": False, "bpnt": True, "pbi": False},
        {"decile": 8, "pkh": False, "bpnt": False, "pbi": False},
    )
    for home, (water, latrine), risk, got in zip(homes, houses, risks, aid, strict=False):
        told(home, "krs", {"water_proper": water, "latrine_proper": latrine, **risk}, **krs)
        told(home, "dtsen", got, **poor)
    old = {"label": "2022", "as_of": day(12, 31, 2022)}
    told(homes[0], "regsosek", {"septic": "tangki-septik", "latrine": "sendiri"}, **old)
    told(homes[1], "regsosek", {"septic": "lubang", "latrine": "sendiri"}, **old)
    return homes


def women(homes: list[Family]) -> None:
    """Pregnant women, women after childbirth, a baby."""
    thin = member(homes[0], "Ibu Hamil Contoh", "lain", day(1, 1, 2000), "P")
    named(
        "elsimil-bumil", V, "ibu",
        {"visited_on": iso(9, 1), "due_on": iso(1, 10, 2027), "muac_cm": 22.0, "iron_tablets": 95,
         "hb_g_dl": 10.2},
        person=thin,
    )  # fmt: skip
    named(
        "elsimil-bumil",
        V,
        "ibu",
        {"visited_on": iso(9, 5), "due_on": iso(3, 1, 2027), "muac_cm": 25.0, "iron_tablets": 30},
    )
    named(
        "elsimil-bumil", V, "ibu", {"visited_on": iso(8, 1), "due_on": iso(10, 20)}, key="w3"
    )  # gave birth
    named("elsimil-bumil", W, "ibu", {"visited_on": iso(1, 5), "due_on": iso(2, 1)})  # long ago
    other = member(homes[3], "Ibu Hamil Lain", "lain", day(1, 1, 2001), "P")
    for person, place, start in ((thin, V, day(8, 15)), (other, W, day(9, 1))):
        MotherPmt.objects.create(
            person=person, place_code=place, start=start, reason="KEK", as_of=OCTOBER, import_id=9,
            row_no=next(_NUMBERS), source="contoh",
        )  # fmt: skip
    pasca = "elsimil-pasca"
    named(pasca, V, "ibu", {"delivered_on": iso(9, 25), "postpartum_fp": True}, key="w3")
    named(pasca, V, "ibu", {"delivered_on": iso(10, 10), "postpartum_fp": False})
    mother = named(pasca, V, "ibu", {"delivered_on": iso(8, 1), "postpartum_fp": True})
    baby = homes[0].memberships.get(role="anak").person
    named(pasca, V, "anak", {"exclusive_bf": True}, person=baby, row=mother.row)


def couples() -> None:
    """Two weddings in October, one in November."""
    first = {"wedding_on": iso(10, 12), "screened_on": iso(9, 1), "elsimil_certificate": True}
    named("elsimil-catin", V, "catin-p", {**first, "ttd_received": True}, key="c1")
    # the same bride in an older edition counts once
    named("elsimil-catin", V, "catin-p", {"wedding_on": iso(10, 12)}, key="c1", as_of=day(8, 31))
    named("elsimil-catin", V, "catin-p", {"wedding_on": iso(10, 20), "elsimil_certificate": False})
    named("elsimil-catin", V, "catin-p", {"wedding_on": iso(11, 2), "screened_on": iso(10, 1)})


def ledger(homes: list[Family]) -> None:
    """Verified promises, and one that is still open."""
    o = offices()

    def promise(state: str, intervention: str, place: str, **more: Any) -> None:
        row = promised(o, state, place_code=place, **more)
        type(row).objects.filter(pk=row.pk).update(intervention=intervention)

    mine: dict[str, Any] = {"beneficiary_kind": "keluarga"}
    promise("diverifikasi", "INT-IKAN", V, family=homes[0], **mine)
    promise("diverifikasi", "INT-IKAN", V, family=homes[2], **mine)  # not at risk
    promise(
        "diverifikasi", "INT-PEKARANGAN", W, beneficiary_kind="wilayah", volume=4, unit="keluarga"
    )
    promise("diverifikasi", "INT-P2K2", V, family=homes[2], **mine)  # not on PKH
    promise("berjalan", "INT-PANGAN-VARIASI", V, family=homes[0], **mine)
