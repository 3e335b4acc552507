"""The door of the plan: money by source, the way into budgets, what waits for the reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.office.places.models import Area, Level
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within, within_any
from rembuk.office.programmes import moving, queries, words
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.models import Ceiling, CeilingKind, Status
from rembuk.office.programmes.queries import Activities


@dataclass(frozen=True)
class Source:
    """Money of one source: planned rupiah of live activities, of which in a budget."""

    code: str
    name: str
    count: int
    planned: int
    budgeted: int

    @property
    def percent(self) -> float | None:
        """Percent of the planned rupiah that stand in a budget."""
        return 100 * self.budgeted / self.planned if self.planned else None


@dataclass(frozen=True)
class Held:
    """Ceilings of one kind: how many rows, their rupiah, and what is planned against them."""

    kind: str
    name: str
    count: int
    amount: int


@dataclass(frozen=True)
class Wait:
    """Something that waits for the reader, and where it is done."""

    text: str
    detail: str
    url: str
    label: str
    count: int


def sources(found: Activities, reader: Reader) -> list[Source]:
    """Live activities by source of money, the most rupiah first."""
    rows = (
        found.exclude(status=Status.DROPPED).order_by().values("money")
        .annotate(
            n=Count("pk"), planned=Sum("ceiling_amount"),
            sure=Sum("ceiling_amount", filter=Q(status=Status.BUDGET)),
        )
    )  # fmt: skip
    names = words.money(reader.on)
    made = [
        Source(
            row["money"], names.get(row["money"], row["money"]) or _("belum ada sumber"), row["n"],
            row["planned"] or 0, row["sure"] or 0,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(made, key=lambda one: (-one.planned, one.name))


def held(reader: Reader) -> list[Held]:
    """Ceilings of the year the reader may see, by kind."""
    codes = reader.rights.places_for("rencana")
    rows = Ceiling.objects.filter(within_any("place_code", codes), year=reader.year)
    if reader.place:
        rows = rows.filter(within("place_code", reader.place))
    found = rows.order_by().values("kind").annotate(n=Count("pk"), rupiah=Sum("amount"))
    by_kind = {row["kind"]: row for row in found}
    return [
        Held(one.value, str(one.label), by_kind[one.value]["n"], by_kind[one.value]["rupiah"])
        for one in CeilingKind
        if one.value in by_kind
    ]


def without_ceiling(reader: Reader) -> list[Area]:
    """Villages of the reader without any ceiling this year, by code; empty when no village has one
    (nothing was typed yet)."""
    mine = Area.objects.filter(
        within_any("code", reader.rights.places_for("rencana")), level=Level.DESA, kind="desa",
        valid_to=None,
    )  # fmt: skip
    kinds = (CeilingKind.VILLAGE_FUND, CeilingKind.ALLOCATION)
    given = set(
        Ceiling.objects.filter(year=reader.year, kind__in=kinds).values_list(
            "place_code", flat=True
        )
    )
    return [one for one in mine.order_by("code") if one.code not in given] if given else []


def mine(reader: Reader, found: Activities) -> Activities:
    """Activities of the year that are the reader's to write."""
    desk = reader.desk
    if reader.keeps:
        return found
    wanted = Q(office__in=desk.held)
    codes = reader.rights.places_for("rencana-isi")
    wanted |= Q(office__kind__in=("desa", "kecamatan")) & within_any("office__place_code", codes)
    return found.filter(wanted) if reader.rights.may("rencana-isi") else found.none()


def waits(reader: Reader, found: Activities) -> list[Wait]:
    """What the reader can do next, the most pressing first."""
    own = mine(reader, found).exclude(status=Status.DROPPED)
    listed, year = reverse("programmes:activities"), f"tahun={reader.year}"
    made: list[Wait] = []
    if reader.rights.may("rencana-isi"):
        n = queries.waiting_lines(reader.rights, reader.year).count()
        made.append(Wait(
            _("%(n)d baris anggaran belum dipasangkan") % {"n": n},
            _("Baris SIPD dan APBDes yang belum diketahui kegiatannya."),
            f"{reverse('programmes:budget')}?{year}", _("Pasangkan"), n,
        ))  # fmt: skip
    if reader.on.year >= reader.year:
        n = own.filter(status__in=(Status.PROPOSED, Status.FORUM, Status.PLAN)).count()
        made.append(Wait(
            _("%(n)d kegiatan tahun berjalan belum di anggaran") % {"n": n},
            _("Catat dokumen dan barisnya, atau batalkan dengan alasan."),
            f"{listed}?{year}&status=belum&milik=saya", _("Lihat kegiatannya"), n,
        ))  # fmt: skip
    n = own.filter(Q(ceiling_amount__isnull=True) | Q(volume__isnull=True) | Q(money="")).count()
    made.append(Wait(
        _("%(n)d kegiatan belum lengkap") % {"n": n},
        _("Volume, pagu, atau sumber dananya kosong."), f"{listed}?{year}&kurang=1&milik=saya",
        _("Lengkapi"), n,
    ))  # fmt: skip
    last = mine(reader, queries.activities(reader.rights, reader.year - 1, place=reader.place))
    n = last.filter(carried_to__isnull=True, status__in=moving.WAY[:3]).count()
    made.append(Wait(
        _("%(n)d kegiatan tahun lalu belum dibawa") % {"n": n},
        _("Tidak masuk anggaran tahun lalu dan belum diusulkan lagi."),
        f"{listed}?tahun={reader.year - 1}&status=belum&milik=saya", _("Periksa"), n,
    ))  # fmt: skip
    if reader.keeps:
        n = len(without_ceiling(reader))
        made.append(Wait(
            _("%(n)d desa belum punya pagu") % {"n": n},
            _("Tanpa pagu, sisa Dana Desa tidak dapat dihitung."),
            f"{reverse('programmes:ceilings')}?{year}", _("Isi pagu"), n,
        ))  # fmt: skip
        n = own.filter(tag="konvergensi", persons_share__isnull=True).count()
        made.append(Wait(
            _("%(n)d label konvergensi belum dinilai") % {"n": n},
            _("Isi berapa persen yang sampai langsung ke orangnya."),
            f"{reverse('programmes:tagging')}?{year}", _("Nilai labelnya"), n,
        ))  # fmt: skip
    return [one for one in made if one.count]


def place_name(reader: Reader) -> str:
    """The place the page is about."""
    code = reader.place or (reader.rights.places_for("rencana") or ("",))[0]
    return place_names([code]).get(code, "")
