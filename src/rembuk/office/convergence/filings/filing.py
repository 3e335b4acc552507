"""What was filed with the national web: a tab or a step's documents, when, by whom, with what
proof, and what has changed here since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.access.public_ids import new
from rembuk.office.convergence import years
from rembuk.office.convergence.errors import ConvergenceError, NotYoursError
from rembuk.office.convergence.filings.tab_sheets import Filled
from rembuk.office.convergence.models import Evidence, Filing, Status, Year
from rembuk.office.convergence.programmes import map as programme_map
from rembuk.office.convergence.programmes.map import Line
from rembuk.office.convergence.steps import StepLine, lines
from rembuk.office.documents import files
from rembuk.reference.schemes import Tab

PAPERS: Final = "dok-"
"""Before the code of a step, where its documents are filed."""
Values = dict[str, list[Any]]


@dataclass(frozen=True)
class Change:
    """One value that is not as it was filed. None is empty; `was` None and `now` None cannot be."""

    key: str
    was: list[Any] | None
    now: list[Any] | None

    @property
    def parts(self) -> tuple[str, str, str]:
        """Place, indicator (or requirement) and period (or "")."""
        place, what, period = (*self.key.split("|"), "", "")[:3]
        return place, what, period


@dataclass(frozen=True)
class Item:
    """One line of the check list: a tab, or the documents of a step. `have` of `expected` cells (or
    documents) are there; `last` is the newest filing and `changes` what differs from it."""

    code: str
    name: str
    kind: str
    expected: int
    have: int
    filings: tuple[Filing, ...]
    changes: tuple[Change, ...]
    step: str = ""

    @property
    def last(self) -> Filing | None:
        """The newest filing."""
        return self.filings[0] if self.filings else None

    @property
    def whole(self) -> bool:
        """Nothing lacks."""
        return self.have >= self.expected

    @property
    def standing(self) -> str:
        """`belum` never filed; `berubah` filed, and different here now; `sama` as filed."""
        if self.last is None:
            return "belum"
        return "berubah" if self.changes else "sama"


def items(year: Year, as_of: dt.date, filled: Filled | None = None) -> list[Item]:
    """The check list in the order of the web: its tabs, then the documents of the steps."""
    known = filled or Filled(year, as_of)
    filed: dict[str, list[Filing]] = {}
    for one in year.filings.select_related("by"):
        filed.setdefault(one.tab, []).append(one)
    found = [_of_tab(known, tab, filed.get(tab.code, [])) for tab in known.scheme.tabs]
    for step in lines(year, as_of):
        if step.step.requires:
            found.append(_of_step(step, filed.get(paper_code(step.step.code), [])))
    return found


def paper_code(step: str) -> str:
    """The code of a step's documents on the check list."""
    return f"{PAPERS}{step}"[:40]


def _of_tab(filled: Filled, tab: Tab, filed: list[Filing]) -> Item:
    if tab.kind == "program":
        rows = programme_map.lines(filled.year)
        return Item(
            tab.code, tab.title, tab.kind, max(1, len(rows)), sum(one.whole for one in rows),
            tuple(filed), _changed(filed, programme_values(rows)),
        )  # fmt: skip
    cells = filled.of_tab(tab)
    have = sum(1 for cell in cells if cell.status != Status.EMPTY)
    return Item(
        tab.code, tab.title, tab.kind, len(cells), have, tuple(filed),
        _changed(filed, tab_values(filled, tab)),
    )  # fmt: skip


def _of_step(step: StepLine, filed: list[Filing]) -> Item:
    asked = [one for place in step.places for one in place.met if not one.requirement.optional]
    have = sum(1 for one in asked if one.now)
    return Item(
        paper_code(step.step.code), f"{step.step.code} {step.step.name_id}", "dokumen",
        len(asked), have, tuple(filed), _changed(filed, paper_values(step)), step.step.code,
    )  # fmt: skip


def programme_values(rows: Iterable[Line]) -> Values:
    """The map of programmes as it stands: {"place|activity|row": [volume, budget]}."""
    return {
        f"{one.place_code}|{one.activity.replace('|', ' ')}|{one.promise or one.key}": [
            None if one.volume is None else float(one.volume),
            one.budget,
        ]
        for one in rows
    }


def tab_values(filled: Filled, tab: Tab) -> Values:
    """Values of a tab as they stand: {"place|indicator|period": [n, N]}; empty cells are absent."""
    if tab.kind == "program":
        return programme_values(programme_map.lines(filled.year))
    return {
        f"{cell.place_code}|{cell.indicator}|{cell.period}": [cell.numerator, cell.denominator]
        for cell in filled.of_tab(tab)
        if cell.status != Status.EMPTY
    }


def paper_values(step: StepLine) -> Values:
    """Documents of a step as they stand: {"place|requirement|": [edition, hash]}."""
    return {
        f"{place.place_code}|{one.requirement.code}|": [one.now.edition, one.now.sha256]
        for place in step.places
        for one in place.met
        if one.now is not None
    }


def _changed(filed: list[Filing], now: Values) -> tuple[Change, ...]:
    return difference(filed[0].values, now) if filed else ()


def difference(was: Mapping[str, list[Any]], now: Mapping[str, list[Any]]) -> tuple[Change, ...]:
    """What is not as it was, by key."""
    return tuple(
        Change(key, was.get(key), now.get(key))
        for key in sorted({*was, *now})
        if was.get(key) != now.get(key)
    )


@transaction.atomic
def file(
    year: Year, code: str, filed_on: dt.date, account: Account, *, note: str = "",
    proof: Any = None,
) -> Filing:  # fmt: skip
    """Tick a line of the check list as filed: the day, who, the proof (a screenshot or receipt),
    and the values as they stand. A later filing stands beside it. Raises ValidationError."""
    row = years.take(year, None)
    rights = rights_of(account, timezone.localdate())
    if not rights.may("konvergensi-kelola", row.district_code):
        raise NotYoursError(_("Akun ini tidak mencatat pelaporan tahun ini."), code="hak")
    today = timezone.localdate()
    if filed_on > today:
        raise ConvergenceError(_("Tanggal lapor belum terjadi."), code="tanggal")
    values = values_of(row, code, today)
    kept = files.kept(proof, kinds=("pdf", "image")) if proof else None
    made = Filing.objects.create(
        public_id=new(), year=row, tab=code, filed_on=filed_on, by=account,
        note=note.strip()[:400], proof_path=kept.path if kept else "",
        proof_sha256=kept.sha256 if kept else "", values=values,
    )  # fmt: skip
    years.note(
        row, account, "lapor", note,
        after={
            "kode": code, "tanggal": filed_on.isoformat(), "nilai-dilapor": len(values),
            "bukti": bool(kept), "berkas": made.public_id,
        },
    )  # fmt: skip
    return made


def values_of(year: Year, code: str, as_of: dt.date) -> Values:
    """What a line of the check list holds. Raises ConvergenceError for a code it does not know."""
    if code.startswith(PAPERS):
        step = next((s for s in lines(year, as_of) if paper_code(s.step.code) == code), None)
        if step is not None and step.step.requires:
            return paper_values(step)
    else:
        filled = Filled(year, as_of)
        for tab in filled.scheme.tabs:
            if tab.code == code:
                return tab_values(filled, tab)
    raise ConvergenceError(_("Butir itu tidak ada di daftar lapor."), code="butir")


def proof_of(year: Year, public_id: str) -> Filing | None:
    """A filing with its proof."""
    return Filing.objects.filter(year=year, public_id=public_id).exclude(proof_path="").first()


def papers(year: Year) -> list[Evidence]:
    """Documents that go into the pack: the newest edition of each requirement, place and period,
    not withdrawn, that is a file."""
    newest: dict[tuple[str, str, str, str, str], Evidence] = {}
    for one in year.evidence.filter(withdrawn="").exclude(kind="link").order_by("edition"):
        newest[one.step, one.indicator, one.requirement, one.place_code, one.period] = one
    return [newest[key] for key in sorted(newest)]
