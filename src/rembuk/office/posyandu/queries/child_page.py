"""Everything known of one child, read for its page. The page decides what may be shown."""

from __future__ import annotations

import datetime as dt

from rembuk.office.people.models import Identifier, IdentifierKind, Membership, Person, SourceRecord
from rembuk.office.posyandu.figures import (
    CaseStep,
    Chart,
    ChildPage,
    Measured,
    MonthMark,
    Place,
    Provenance,
    Recorded,
    Sibling,
    Supplement,
)
from rembuk.office.posyandu.measures import month_of, months_between
from rembuk.office.posyandu.models import (
    CaseEvent,
    ChildStatus,
    Measurement,
    PmtEpisode,
    Remeasurement,
)
from rembuk.office.posyandu.queries.areas import places
from rembuk.office.posyandu.queries.children import completed_months
from rembuk.office.posyandu.queries.corrected import corrected_zlen, weeks_early

DAYS_PER_MONTH = 30.4375


def child_page(child: Person, today: dt.date | None = None) -> ChildPage:
    """The child's page. `today` (default: the system's day) is what the age is given for."""
    today = today or dt.date.today()
    rows = list(
        Measurement.objects.filter(child=child)
        .select_related("recorded__account", "recorded__void_by")
        .order_by("-date", "-pk")
    )
    state = ChildStatus.objects.filter(child=child).first()
    names = places({child.place_code, child.place_code[:13]} | {row.place_code for row in rows})
    measured = tuple(_measured(row, child, names) for row in rows)
    last_id = state.last_id if state else None
    nik = child.identifiers.filter(kind=IdentifierKind.NIK).order_by("-as_of", "-pk").first()
    early = weeks_early(child.gestation_weeks)
    return ChildPage(
        public_id=child.public_id,
        name=child.name,
        sex=child.sex,
        birth_date=child.birth_date,
        birth_date_sure=child.birth_date_sure,
        age_months=completed_months(child.birth_date, today),
        gestation_weeks=child.gestation_weeks,
        preterm=early > 0,
        birth_weight_g=child.birth_weight_g,
        birth_length_mm=child.birth_length_mm,
        mother_name=child.mother_name,
        father_name=child.father_name,
        address=child.address,
        rt=child.rt,
        rw=child.rw,
        place_code=child.place_code,
        post=_name(names, child.place_code),
        village=_name(names, child.place_code[:13]),
        left_on=child.left_on,
        left_why=child.left_why,
        nik_masked=nik.masked if nik else "",
        nik_findings=tuple(nik.findings.split()) if nik else (),
        last=next((one for one in measured if one.id == last_id), None),
        measurements=measured,
        strip=strip(child, rows),
        case=state.case if state else "",
        case_since=state.case_since if state else None,
        steps=tuple(
            CaseStep(event.on, event.event, event.place_code, event.rule_version)
            for event in CaseEvent.objects.filter(child=child).order_by("on", "pk")
        ),
        tier=state.tier if state else None,
        rank=state.rank if state else None,
        reasons=tuple(state.reasons) if state else (),
        rule_version=state.rule_version if state else "",
        provenance=_provenance(child, rows),
        siblings=_siblings(child),
        supplements=tuple(
            Supplement(
                one.start, one.programme, one.status, one.weight_start, one.weight_end, one.source
            )
            for one in PmtEpisode.objects.filter(child=child).order_by("-start")
        ),
        charts=_charts(rows),
    )


def _name(names: dict[str, Place], code: str) -> str:
    place = names.get(code)
    return place.name if place else ""


def _measured(row: Measurement, child: Person, names: dict[str, Place]) -> Measured:
    born = child.birth_date
    early = weeks_early(child.gestation_weeks)
    corrected, zlen = None, None
    if early and row.age_days is not None and row.age_days < 731:
        days = row.age_days - 7 * early
        corrected = int(days / DAYS_PER_MONTH) if days >= 0 else None
        zlen = corrected_zlen(child.sex, days, row.clenhei)
    return Measured(
        id=row.pk,
        date=row.date,
        age_days=row.age_days,
        age_months=completed_months(born, row.date),
        corrected_months=corrected,
        weight=row.weight,
        lenhei=row.lenhei,
        clenhei=row.clenhei,
        position=row.position,
        muac=row.muac,
        headc=row.headc,
        oedema=row.oedema,
        zlen=row.zlen,
        zwei=row.zwei,
        zwfl=row.zwfl,
        zlen_corrected=zlen,
        tbu=row.tbu,
        bbu=row.bbu,
        bbtb=row.bbtb,
        counted=row.counted,
        flags=tuple(row.flags.split()),
        doubts=tuple(row.doubts.split()),
        file_zlen=row.file_zlen,
        file_zwei=row.file_zwei,
        file_zwfl=row.file_zwfl,
        place_code=row.place_code,
        post=_name(names, row.place_code),
        source=row.source,
        import_id=row.import_id,
        row_no=row.row_no,
        rule_version=row.rule_version,
        superseded=row.superseded_by_id is not None,
        device=row.device,
        measured_by=row.measured_by,
        recorded=_recorded(row),
    )


def _recorded(row: Measurement) -> Recorded | None:
    one: Remeasurement | None = getattr(row, "recorded", None)
    if one is None:
        return None
    void_by = str(one.void_by) if one.void_by else ""
    return Recorded(one.pk, str(one.account), one.at, one.void_at, void_by, one.void_why)


def strip(child: Person, rows: list[Measurement]) -> tuple[MonthMark, ...]:
    """Month by month from the first weighing to the last; a missed month is "-"."""
    counted = {row.month: row for row in rows if row.counted}
    if not counted:
        return ()
    marks = []
    for month in months_between(min(counted), max(counted)):
        row = counted.get(month)
        if row is None:
            marks.append(MonthMark(month, completed_months(child.birth_date, month), "-"))
            continue
        age = completed_months(child.birth_date, row.date)
        marks.append(MonthMark(month, age, row.nt or "-", row.gain_g, row.kbm_g, row.two_t))
    return tuple(marks)


def _charts(rows: list[Measurement]) -> tuple[Chart, ...]:
    """Weight and corrected length by age in months, oldest first, `None` in a missed month;
    weight by length without gaps (its axis is not time)."""
    counted = sorted((row for row in rows if row.counted), key=lambda row: row.date)
    aged = [row for row in counted if row.age_days is not None]
    charts = []
    for index, field in (("tbu", "clenhei"), ("bbu", "weight")):
        points: list[tuple[float, float | None]] = []
        before: dt.date | None = None
        for row in aged:
            age = round((row.age_days or 0) / DAYS_PER_MONTH, 2)
            if before is not None and len(months_between(before, row.month)) > 2:
                points.append((round(age - 0.5, 2), None))
            points.append((age, getattr(row, field)))
            before = month_of(row.date)
        charts.append(Chart(index, tuple(points)))
    pairs = [(row.clenhei, row.weight) for row in counted if row.clenhei is not None]
    charts.append(Chart("bbtb", tuple(pairs)))
    return tuple(charts)


def _provenance(child: Person, rows: list[Measurement]) -> tuple[Provenance, ...]:
    count: dict[tuple[str, int | None], int] = {}
    for row in rows:
        key = (row.source, row.import_id)
        count[key] = count.get(key, 0) + 1
    told: dict[tuple[str, int | None], Provenance] = {}
    for record in SourceRecord.objects.filter(person=child).order_by("as_of", "pk"):
        key = (record.source, record.import_id)
        told[key] = Provenance(
            record.source,
            record.as_of,
            record.import_id,
            record.row_no,
            tuple(sorted(record.facts)),
            count.pop(key, 0),
        )
    for (source, import_id), number in count.items():
        one = max(
            (row for row in rows if (row.source, row.import_id) == (source, import_id)),
            key=lambda row: row.date,
        )
        told[(source, import_id)] = Provenance(source, one.date, import_id, one.row_no, (), number)
    return tuple(sorted(told.values(), key=lambda one: one.as_of, reverse=True))


def _siblings(child: Person) -> tuple[Sibling, ...]:
    """Children of the same family card or the same mother's NIK; a twin shares the birth date."""
    families = list(child.memberships.values_list("family", flat=True))
    kin = set(Membership.objects.filter(family__in=families).values_list("person", flat=True))
    mothers = list(
        child.identifiers.filter(kind=IdentifierKind.MOTHER_NIK).values_list("digest", flat=True)
    )
    same_mother = Identifier.objects.filter(kind=IdentifierKind.MOTHER_NIK, digest__in=mothers)
    kin.update(same_mother.values_list("person", flat=True))
    kin.discard(child.pk)
    others = Person.objects.filter(pk__in=kin, status__isnull=False).order_by("birth_date", "pk")
    return tuple(
        Sibling(
            other.public_id,
            other.name,
            other.birth_date,
            other.birth_date is not None and other.birth_date == child.birth_date,
        )
        for other in others
    )
