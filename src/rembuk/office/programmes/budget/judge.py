"""What would become of each row of a budget workbook, told by row and column before anything is
written: new, changed, same, double, asked (thousands), in conflict, passed over, wrong."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk.office.ledger import amounts
from rembuk.office.places.models import Area
from rembuk.office.places.scope import contains, within
from rembuk.office.programmes import doubting, words
from rembuk.office.programmes.budget import reading as budget_read
from rembuk.office.programmes.models import Activity, BudgetLine, BudgetSheet, SourceKind
from rembuk.office.programmes.rights import Desk
from rembuk.office.seats import queries as seats
from rembuk.office.seats.models import Office, OfficeKind

TAKEN: Final = ("baru", "ubah")
"""Fates that are written without asking."""
ASKED: Final = ("tanya", "bentrok", "ganda")
"""Fates that are written only when the row is chosen."""
_SUM: Final = re.compile(
    r"^((?:sub |grand )?jumlah|(?:sub ?|grand )?total|surplus|defisit|sisa)\b", re.IGNORECASE
)
_SPACED: Final = re.compile(r"\b(\w) (?=\w\b)")
"""Letters set apart: `J U M L A H`."""


@dataclass(frozen=True)
class Row:
    """One row and what would become of it. `column` is the head at fault; `twin` the number of the
    row or line it doubles."""

    number: int
    fate: str
    title: str
    line: str = ""
    place_code: str = ""
    office: Office | None = None
    amount: int = 0
    before: int | None = None
    realised: int | None = None
    volume: Decimal | None = None
    unit: str = ""
    money: str = ""
    activity: Activity | None = None
    why: str = ""
    column: str = ""


class Bench:
    """A sheet being judged: its words looked up once. `times`: what amounts are multiplied with."""

    def __init__(self, sheet: BudgetSheet, desk: Desk, times: int = 1) -> None:
        self.sheet, self.desk, self.times = sheet, desk, times
        heads = list(dict.fromkeys(head for one in sheet.rows for head in one["cells"]))
        self.columns = budget_read.columns(heads)
        self.village = sheet.kind == SourceKind.VILLAGE
        self.offices = [
            one for one in seats.offices(desk.on)
            if contains(sheet.district_code, one.place_code)
        ]  # fmt: skip
        self.places = dict(
            Area.objects.filter(within("code", sheet.district_code), valid_to=None).values_list(
                "code", "name"
            )
        )
        self.money = {name.lower(): code for code, name in words.money(desk.on).items()}
        mine = Activity.objects.filter(district_code=sheet.district_code, year=sheet.year)
        self.activities = {one.number: one for one in mine.select_related("office")}
        rows = BudgetLine.objects.filter(
            district_code=sheet.district_code, year=sheet.year, source_kind=sheet.kind
        )
        self.lines = {(one.place_code, one.office_id, one.line): one for one in rows}
        accounts = [one["cells"].get(self.columns.get("account", ""), "") for one in sheet.rows]
        self.sums = budget_read.parents([code.strip(" .") for code in accounts if code])
        self.totals = frozenset() if self.village else self._totals()
        self.seen: Counter[tuple[str, int | None, str, str]] = Counter()
        self.first: dict[tuple[str, int | None, str], int] = {}

    def rows(self) -> list[Row]:
        """Every row with its fate."""
        return [self._row(one) for one in self.sheet.rows]

    def _totals(self) -> frozenset[int]:
        """Rows of SIPD that sum others: a code or an account above others of the same office, and
        a code without account beside rows of the same code with one."""
        said = [
            (
                int(one["no"]),
                one["cells"].get(self.columns.get("office", ""), "").strip().lower(),
                one["cells"].get(self.columns.get("code", ""), "").strip(" ."),
                one["cells"].get(self.columns.get("account", ""), "").strip(" ."),
            )
            for one in self.sheet.rows
        ]  # fmt: skip
        codes: dict[str, set[str]] = defaultdict(set)
        accounts: dict[tuple[str, str], set[str]] = defaultdict(set)
        for _number, office, code, account in said:
            codes[office].add(code)
            accounts[office, code].add(account)
        over = {office: budget_read.parents(list(held)) for office, held in codes.items()}
        under = {key: budget_read.parents(list(held)) for key, held in accounts.items()}
        return frozenset(
            number
            for number, office, code, account in said
            if code in over[office] or account in under[office, code]
            or (not account and len(accounts[office, code]) > 1)
        )  # fmt: skip

    def _row(self, one: Mapping[str, Any]) -> Row:
        cells: Mapping[str, str] = one["cells"]
        said = {field: cells.get(head, "").strip() for field, head in self.columns.items()}
        title = " ".join((said.get("title") or said.get("name", "")).split())[:200]
        number = int(one["no"])
        if skipped := self._passed_over(number, said, title):
            return Row(number, "lewati", title or "–", why=skipped)
        for field in ("amount", "realised"):
            if self.columns.get(field) in one.get("hollow", ()):
                return Row(
                    number, "keliru", title or "–", column=self.columns[field],
                    why=_("Rumus tanpa hasil. Buka berkasnya di Excel, simpan, lalu unggah lagi."),
                )  # fmt: skip
        if not said.get("amount") and not said.get("realised"):
            return Row(number, "lewati", title or "–", why=_("tanpa angka"))
        try:
            return self._judged(number, said, title)
        except _WrongError as wrong:
            return Row(
                number, "keliru", title or "–", why=wrong.words,
                column=self.columns.get(wrong.field, wrong.field),
            )  # fmt: skip

    def _passed_over(self, number: int, said: Mapping[str, str], title: str) -> str:
        account = said.get("account", "").strip(" .")
        head = account if self.village else said.get("code", "").strip(" .")
        labels = [title]
        if not head[:1].isdigit():
            labels += [said.get(field, "") for field in ("account", "code", "name", "number",
                                                         "office", "place")]  # fmt: skip
        if any(_SUM.match(_SPACED.sub(r"\1", label)) for label in labels):
            return _("baris jumlah")
        if (self.village and account in self.sums) or number in self.totals:
            return _("judul yang menjumlahkan baris di bawahnya")
        if self.village and account[:1] in {"4", "6"} and (len(account) == 1 or account[1] == "."):
            return _("pendapatan atau pembiayaan, bukan belanja")
        return ""

    def _judged(self, number: int, said: Mapping[str, str], title: str) -> Row:
        code, account = said.get("code", ""), said.get("account", "").strip(" .")
        head = account if self.village else code.strip(" .")
        if not head or not re.fullmatch(r"[0-9Xx.\-]{1,40}", head):
            raise _WrongError("account" if self.village else "code", _("Kode ini tidak terbaca."))
        if not title:
            raise _WrongError("title", _("Uraian kosong."))
        activity = self._activity(said.get("activity", ""))
        office, place = self._owner(said, activity)
        amount = self._rupiah("amount", said)
        if amount is None:
            raise _WrongError("amount", _("Anggaran kosong."))
        realised = self._rupiah("realised", said)
        line = self._line(head, "" if self.village else account, said.get("number", ""))
        volume = self._volume(said.get("volume", ""))
        row = Row(
            number, "baru", title, line, place, office, amount, None, realised, volume,
            said.get("unit", "")[:40], self._money(said.get("money", "")), activity,
        )  # fmt: skip
        return self._fate(row, amount)

    def _fate(self, row: Row, amount: int) -> Row:
        key = (row.place_code, row.office.pk if row.office else None, row.line)
        twin = self.first.get(key)
        self.first.setdefault(key, row.number)
        if twin is not None:
            return _with(row, "ganda", _("Kode dan baris yang sama sudah ada di baris %d.") % twin)
        same = (row.place_code, key[1], row.title.lower(), str(amount))
        self.seen[same] += 1
        if self.seen[same] > 1:
            return _with(
                row, "ganda", _("Uraian dan jumlah yang sama sudah ada di baris lain berkas ini.")
            )
        there = self.lines.get(key)
        if doubting.thousands(amount):
            return _with(row, "tanya", doubting.question(amount), there)
        if there is None:
            return row
        if there.title.lower() != row.title.lower():
            return _with(
                row, "bentrok", _("Baris ini di Rembuk berjudul: %s.") % there.title, there
            )
        if (there.amount, there.realised) == (amount, row.realised):
            return _with(row, "sama", "", there)
        return _with(row, "ubah", "", there)

    def _activity(self, text: str) -> Activity | None:
        if not text:
            return None
        found = self.activities.get(text.upper())
        if found is None:
            raise _WrongError("activity", _("Nomor kegiatan tidak dikenal: %s.") % text[:24])
        return found

    def _owner(self, said: Mapping[str, str], activity: Activity | None) -> tuple[Office, str]:
        place = self._place(said.get("place", ""), activity)
        if self.village:
            found = next(
                (
                    one for one in self.offices
                    if one.kind == OfficeKind.DESA and one.place_code == place
                ),
                None,
            )  # fmt: skip
            if found is None:
                raise _WrongError("place", _("Desa ini belum punya kantor di daftar kantor."))
        else:
            found = self._office(said.get("office", ""), activity)
        if not self.desk.types(found, place):
            raise _WrongError(
                "office", _("Baris milik %s; akun ini tidak menulisnya.") % found.short
            )
        return found, place

    def _place(self, text: str, activity: Activity | None) -> str:
        if not text:
            if self.village and len(self.sheet.place_code.split(".")) == 4:
                return self.sheet.place_code
            return activity.place_code if activity else self.sheet.district_code
        if text in self.places:
            return text
        found = [code for code, name in self.places.items() if name.lower() == text.lower()]
        villages = [code for code in found if code.count(".") == 3] if self.village else found
        if len(villages) == 1:
            return villages[0]
        if not self.village:
            return activity.place_code if activity else self.sheet.district_code
        raise _WrongError("place", _("Wilayah tidak dikenal atau lebih dari satu: %s.") % text[:40])

    def _office(self, text: str, activity: Activity | None) -> Office:
        wanted = text.lower()
        for one in self.offices:
            if wanted and wanted in {one.code.lower(), one.name.lower(), one.short.lower()}:
                return one
        if not text and activity is not None:
            return activity.office
        if not text and len(self.desk.held) == 1:
            held = next((one for one in self.offices if one.pk in self.desk.held), None)
            if held is not None:
                return held
        raise _WrongError("office", _("Perangkat daerah tidak dikenal: %s.") % (text[:40] or "–"))

    def _rupiah(self, field: str, said: Mapping[str, str]) -> int | None:
        try:
            found = amounts.rupiah(re.sub(r"\.0$", "", said.get(field, "")))
        except ValidationError as wrong:
            raise _WrongError(field, " ".join(wrong.messages)) from wrong
        return None if found is None else found * self.times

    def _volume(self, text: str) -> Decimal | None:
        try:
            return amounts.volume(re.sub(r"\.0$", "", text.split(" ")[0])) if text else None
        except ValidationError:
            return None  # "12 bulan x 3 orang": words of a coefficient, no volume

    def _money(self, text: str) -> str:
        plain = text.lower()
        if plain in self.money:
            return self.money[plain]
        return next((code for name, code in self.money.items() if plain and name in plain), "")

    def _line(self, head: str, account: str, number: str) -> str:
        """The line in its document: code, account, and where SIPD lists several packages under one
        account the number of the row."""
        base = f"{head}/{account}" if account else head
        plain = re.sub(r"\.0$", "", number)
        return f"{base} no {plain}"[:80] if plain.isdigit() and not self.village else base[:80]


class _WrongError(Exception):
    """A cell that cannot be read: the field and why."""

    def __init__(self, field: str, words_: str) -> None:
        super().__init__(words_)
        self.field, self.words = field, words_


def _with(row: Row, fate: str, why: str, there: BudgetLine | None = None) -> Row:
    return replace(row, fate=fate, why=why, before=there.amount if there else None)
