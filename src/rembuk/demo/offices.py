"""The invented district's offices and who holds their seats; the accounts sit there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.db import transaction

from rembuk.demo.names import OLD_MEN, OLD_SECOND, OLD_WOMEN
from rembuk.demo.places import Places
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.seats import services
from rembuk.office.seats.models import Holding, Office, OfficeKind

SINCE: Final = dt.date(2022, 1, 3)


@dataclass(frozen=True)
class Given:
    """An office before it stands in the database; `heads` and `staff` are (title, account)."""

    code: str
    name: str
    short: str
    kind: OfficeKind
    place: str
    role: str = ""
    head: tuple[str, str] = ("Kepala", "")
    staff: tuple[tuple[str, str], ...] = ()
    serves: tuple[str, ...] = ()


def make_offices(plan: Plan, places: Places) -> None:
    """Make or renew the offices and appoint the demo's accounts to their seats. Safe to repeat."""
    accounts = {account.username: account for account in Account.objects.all()}
    givens = (*_of_district(plan.area), *_of_places(places))
    rng = np.random.default_rng([plan.seed, 40])
    with transaction.atomic():
        for given, name in zip(givens, _holders(rng, len(givens)), strict=True):
            _make(given, accounts, name)


def _holders(rng: np.random.Generator, many: int) -> list[str]:
    """Invented names of heads; each says that it is."""
    first = np.where(
        rng.random(many) < 0.35, rng.choice(OLD_WOMEN, many), rng.choice(OLD_MEN, many)
    )
    second = rng.choice(OLD_SECOND, many)
    return [f"{one} {two} (tiruan)" for one, two in zip(first, second, strict=True)]


def _make(given: Given, accounts: dict[str, Account], holder: str) -> None:
    office, _ = Office.objects.update_or_create(
        code=given.code,
        defaults={
            "name": given.name, "short": given.short, "kind": given.kind, "role": given.role,
            "place_code": given.place, "serves": list(given.serves), "valid_from": SINCE,
        },
    )  # fmt: skip
    for number, (title, username) in enumerate((given.head, *given.staff)):
        seat = services.seat_in(office, title, head=number == 0)
        if Holding.objects.filter(seat=seat).exists():
            continue
        account = accounts.get(username)
        name = account.display_name if account else holder
        services.appoint(seat, name, SINCE, account=account, decree_number="SK tiruan")


def _of_district(area: str) -> tuple[Given, ...]:
    opd, vertical = OfficeKind.OPD, OfficeKind.VERTICAL
    chief = "Kepala dinas"

    def dinas(
        code: str, name: str, short: str, role: str, *staff: tuple[str, str], head: str = ""
    ) -> Given:
        return Given(code, name, short, opd, area, role, (chief, head), staff)

    return (
        Given(
            "setda", "Sekretariat Daerah", "Setda", opd, area,
            head=("Sekretaris daerah", "sekda"), staff=(("Kepala daerah", "bupati"),),
        ),
        Given(
            "tpps", "Tim Percepatan Penurunan Stunting", "TPPS", OfficeKind.TEAM, area,
            head=("Ketua pelaksana", ""), staff=(("Sekretariat", "tpps"),),
        ),
        dinas("dinkes", "Dinas Kesehatan", "Dinkes", "DINKES", ("Operator", "dinkes")),
        Given(
            "dppkb", "Dinas Pengendalian Penduduk dan Keluarga Berencana", "DPPKB", opd, area,
            "DPPKB", (chief, "ketuaaudit"), (("Operator", "dppkb"),),
        ),
        dinas("dinsos", "Dinas Sosial", "Dinsos", "DINSOS", ("Operator", "dinsos")),
        dinas("pupr", "Dinas Pekerjaan Umum dan Penataan Ruang", "Dinas PUPR", "PUPR"),
        dinas(
            "perkim", "Dinas Perumahan dan Kawasan Permukiman", "Dinas Perkim", "PERKIM",
            ("Operator", "perkim"),
        ),
        dinas("disdik", "Dinas Pendidikan", "Disdik", "DISDIK", ("Operator", "disdik")),
        dinas(
            "ketapang", "Dinas Ketahanan Pangan", "Dinas Ketapang", "DISPANGAN",
            ("Operator", "ketapang"),
        ),
        dinas("distan", "Dinas Pertanian dan Peternakan", "Dinas Pertanian", "DISTAN"),
        dinas("diskan", "Dinas Perikanan", "Dinas Perikanan", "DISKANLA", ("Operator", "diskan")),
        dinas(
            "kominfo", "Dinas Komunikasi dan Informatika", "Diskominfo", "DISKOMINFO",
            ("Operator", "kominfo"),
        ),
        dinas(
            "dpmd", "Dinas Pemberdayaan Masyarakat dan Desa", "DPMD", "DPMD", ("Operator", "dpmd"),
        ),
        dinas("dukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "Dukcapil", "DISDUKCAPIL"),
        dinas("dp3a", "Dinas Pemberdayaan Perempuan dan Pelindungan Anak", "DP3A", "DP3A"),
        dinas("dlh", "Dinas Lingkungan Hidup", "DLH", "DLH"),
        dinas("disnaker", "Dinas Tenaga Kerja dan Transmigrasi", "Disnaker", "DISNAKER"),
        dinas("diskop", "Dinas Koperasi, Usaha Kecil dan Menengah", "Diskop UKM", "DISKOPUKM"),
        Given(
            "bappeda", "Badan Perencanaan Pembangunan Daerah", "Bappeda", opd, area, "BAPPEDA",
            ("Kepala badan", ""), (("Kepala bidang sosial budaya", "verifikator"),),
        ),
        Given(
            "rsud", "Rumah Sakit Umum Daerah", "RSUD", OfficeKind.HOSPITAL, area, "RSUD",
            ("Direktur", ""), (("Operator", "rsud"),),
        ),
        Given(
            "kemenag", "Kantor Kementerian Agama", "Kemenag", vertical, area, "KEMENAG",
            ("Kepala kantor", ""), (("Operator", "kemenag"),),
        ),
        Given(
            "pkk", "Tim Penggerak PKK", "TP PKK", OfficeKind.PARTNER, area, "PKK", ("Ketua", ""),
        ),
        Given("baznas", "BAZNAS", "BAZNAS", OfficeKind.PARTNER, area, head=("Ketua", "")),
    )  # fmt: skip


def _nth(username: str, number: int) -> str:
    """The account of the first three kecamatan: `camat`, `camat2`, `camat3`."""
    return username + ("", "2", "3")[number] if number < 3 else ""


def _of_places(places: Places) -> list[Given]:
    """Kecamatan, puskesmas with the villages each serves, village governments."""
    found = [
        Given(
            f"kec-{code}", f"Kecamatan {name}", f"Kec. {name}", OfficeKind.KECAMATAN, code,
            head=("Camat", _nth("camat", number)),
            staff=(("Kepala seksi kesejahteraan rakyat", _nth("kasi", number)),),
        )
        for number, (code, name) in enumerate(
            zip(places.kecamatan_code, places.kecamatan_name, strict=True)
        )
    ]  # fmt: skip
    mine = places.home_village
    others = dict(zip(places.kecamatan_code[1:], ("gizi2", "gizi3"), strict=False))
    served: dict[tuple[str, str], list[str]] = {}
    for village, centre in enumerate(places.centre):
        kecamatan = places.kecamatan_code[int(places.kecamatan_of[village])]
        served.setdefault((kecamatan, centre), []).append(places.village_code[village])
    for number, ((kecamatan, centre), villages) in enumerate(sorted(served.items())):
        own = places.village_code[mine] in villages
        staff: tuple[tuple[str, str], ...] = ()
        if own:
            staff = (("Tenaga gizi", "gizi"), ("Bidan desa", "bidan"))
        if kecamatan in others and not own:
            staff = (("Tenaga gizi", others.pop(kecamatan)),)
        found.append(
            Given(
                f"pkm-{kecamatan}-{number:02d}",
                f"Puskesmas {centre}",
                f"Pusk. {centre}",
                OfficeKind.PUSKESMAS,
                kecamatan,
                "PUSKESMAS",
                ("Kepala puskesmas", ""),
                staff,
                tuple(villages),
            )
        )
    for village, code in enumerate(places.village_code):
        town = code.rpartition(".")[2].startswith("1")  # Kemendagri: 1xxx kelurahan, 2xxx desa
        name = places.village_name[village]
        found.append(
            Given(
                f"desa-{code}", f"{'Kelurahan' if town else 'Pemerintah Desa'} {name}", name,
                OfficeKind.DESA, code, "PEMDES",
                ("Lurah" if town else "Kepala desa", "desa" if village == mine else ""),
            )
        )  # fmt: skip
    return found
