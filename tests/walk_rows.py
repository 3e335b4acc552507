"""One of each thing a URL can name, and which of them stands for which argument of a URL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from tests.factories import child, district, measured
from tests.family_rows import family
from tests.lists_rows import asked, listed
from tests.walk_keys import KEY, OWN, POST, Objects
from tests.walk_rows_plan import met, overseen, planned

from rembuk.office.access.models import Account, Assignment, Role
from rembuk.office.accompaniment.models import Accompaniment, Referral, Team, Visit
from rembuk.office.audits.models import Case, Cycle
from rembuk.office.convergence.models import Cell, Evidence, Filing, SheetFile, Year
from rembuk.office.documents import files
from rembuk.office.families.models import FieldCheck, Minutes, PublishedRate
from rembuk.office.insight.models import Lokus
from rembuk.office.intake.models import Import, ImportState, SourceFile
from rembuk.office.jobs.models import Job
from rembuk.office.ledger.models import Promise, Proof, SheetIn
from rembuk.office.linking.models import Change, Decision, Doubt, LinkRun
from rembuk.office.people import public_ids
from rembuk.office.people.models import Person
from rembuk.office.posyandu.models import Remeasurement
from rembuk.office.publication.frozen import Line, kept
from rembuk.office.publication.models import Publication
from rembuk.office.review.models import Analysed, Obstacle, ProvinceScore, Reviewed
from rembuk.office.seats.models import Holding, Office, Seat


@dataclass(frozen=True)
class Sample:
    """Arguments of a URL. `placed`: the object lies in OWN, so elsewhere it does not exist (404).
    `owner_only`: only its maker sees it, so nobody of this walk does. `names`: the answer carries
    names, so only a role that may export names gets it."""

    arguments: Callable[[Objects], dict[str, Any]]
    placed: bool = True
    owner_only: bool = False
    names: bool = False


SAMPLES: Final[dict[str, Sample]] = {
    # by URL name, then by "namespace:argument", then by argument name alone
    "accompaniment:public_id": Sample(lambda o: {"public_id": o["accompanied"].public_id}),
    "accompaniment:key": Sample(lambda o: {"key": o["visit"].key}),
    "accompaniment:referral": Sample(lambda o: {"referral": o["referral"].public_id}),
    "accompaniment:team_id": Sample(lambda o: {"team_id": o["team"].public_id}),
    "access:end": Sample(lambda o: {"pk": o["assignment"].pk}, placed=False),
    "intake:held": Sample(lambda o: {"pk": o["import"].pk}, names=True),
    "posyandu:record": Sample(lambda o: {"record": o["again"].pk}),
    "posyandu:child-close": Sample(lambda o: {"public_id": o["child"].public_id}, placed=False),
    "access:pk": Sample(lambda o: {"pk": o["account"].pk}, placed=False),
    "jobs:pk": Sample(lambda o: {"pk": o["job"].pk}, owner_only=True),
    "intake:pk": Sample(lambda o: {"pk": o["import"].pk}),
    "lists:pk": Sample(lambda o: {"pk": o["listed"].edition_id}),
    "lists:row": Sample(lambda o: {"pk": o["listed"].row_id}),
    "lists:ask": Sample(lambda o: {"pk": o["listed"].row_id}),
    "lists:public_id": Sample(lambda o: {"public_id": o["correction"].public_id}),
    "places:code": Sample(lambda o: {"code": OWN}, placed=False),
    "insight:code": Sample(lambda o: {"code": OWN}),
    "insight:public_id": Sample(lambda o: {"public_id": o["lokus"].public_id}),
    "code": Sample(lambda o: {"code": POST}),
    "public_id": Sample(lambda o: {"public_id": o["child"].public_id}),
    "linking:undo": Sample(lambda o: {"key": o["decision"].key}),
    "linking:second": Sample(lambda o: {"key": o["decision"].key}),
    "linking:split": Sample(lambda o: {"key": o["change"].key}),
    "linking:key": Sample(lambda o: {"key": o["doubt"].key}),
    "families:public_id": Sample(lambda o: {"public_id": o["family"].public_id}),
    "families:check_id": Sample(lambda o: {"check_id": o["check"].public_id}),
    "families:minutes-file": Sample(lambda o: {"pk": o["minutes"].pk}),
    "families:rates-withdraw": Sample(lambda o: {"pk": o["rate"].pk}),
    "ledger:act": Sample(lambda o: {"public_id": o["promise"].public_id, "act": "kabar"}),
    "ledger:public_id": Sample(lambda o: {"public_id": o["promise"].public_id}),
    "ledger:proof_id": Sample(lambda o: {"proof_id": o["proof"].public_id}),
    "ledger:sheet_id": Sample(lambda o: {"sheet_id": o["sheet"].public_id}, owner_only=True),
    "programmes:public_id": Sample(lambda o: {"public_id": o["activity"].public_id}),
    "programmes:code": Sample(lambda o: {"code": "INT-PMT-BALITA"}, placed=False),
    "programmes:form": Sample(lambda o: {"form": "xlsx"}, placed=False),
    "programmes:kind": Sample(lambda o: {"kind": "sipd"}, placed=False),
    "programmes:line_id": Sample(lambda o: {"line_id": o["line"].public_id}),
    "programmes:delivery-template": Sample(lambda o: {"kind": "penyaluran"}, placed=False),
    **dict.fromkeys(
        ("programmes:delivery-sheet", "programmes:delivery-faults"),
        Sample(lambda o: {"sheet_id": o["delivery_sheet"].public_id}, owner_only=True),
    ),
    "programmes:delivery_id": Sample(lambda o: {"delivery_id": o["delivery"].public_id}),
    "programmes:act": Sample(lambda o: {"act": "periksa"}),
    # offers are of the district: whoever sees plans in it sees how they stand
    "programmes:offer_id": Sample(lambda o: {"offer_id": o["offer"].public_id}, placed=False),
    "programmes:offer-act": Sample(
        lambda o: {"offer_id": o["offer"].public_id, "act": "setujui"}, placed=False
    ),
    "programmes:match_id": Sample(lambda o: {"match_id": o["pair"].public_id}),
    "programmes:sheet_id": Sample(lambda o: {"sheet_id": o["books"].public_id}, owner_only=True),
    "programmes:village": Sample(lambda o: {"code": POST[:13]}),
    "programmes:village-paper": Sample(lambda o: {"code": POST[:13], "form": "pdf"}),
    "programmes:scenario_id": Sample(lambda o: {"scenario_id": o["scenario"].public_id}),
    "programmes:plan_id": Sample(lambda o: {"plan_id": o["money_plan"].public_id}),
    "documents:code": Sample(lambda o: {"code": "contoh"}),
    "documents:digits": Sample(lambda o: {"digits": "0" * 10}, placed=False),
    "documents:nth": Sample(lambda o: {"nth": 1}, owner_only=True),
    "documents:public_id": Sample(lambda o: {"public_id": "7Q-4K1M-X9"}, owner_only=True),
    "seats:code": Sample(lambda o: {"code": "contoh"}),
    "seats:seat": Sample(lambda o: {"seat": o["holding"].seat_id}),
    "seats:holding": Sample(lambda o: {"holding": o["holding"].pk}),
    "audits:cycle_id": Sample(lambda o: {"cycle_id": o["audit"].cycle.public_id}),
    # a case page is for its circle: nobody of this walk is in one, so nobody learns that it is
    "audits:code": Sample(lambda o: {"code": o["audit"].code}, owner_only=True),
    "audits:number": Sample(lambda o: {"number": 1}),
    "audits:group": Sample(lambda o: {"group": "baduta"}),
    "audits:form": Sample(lambda o: {"form": "pdf"}),
    "audits:meeting_id": Sample(lambda o: {"meeting_id": "7Q-4K1M-X9"}, owner_only=True),
    "audits:decree_id": Sample(lambda o: {"decree_id": "7Q-4K1M-X9"}, owner_only=True),
    "convergence:year": Sample(lambda o: {"year": o["year"].year}),
    "convergence:registry-card": Sample(lambda o: {"code": "BG22-E-BUM-1"}, placed=False),
    "convergence:scheme": Sample(lambda o: {"code": "8-aksi"}, placed=False),
    "convergence:code": Sample(lambda o: {"code": "BG22-E-BUM-1"}),
    "convergence:step": Sample(lambda o: {"year": o["year"].year, "step": "5.2"}),
    "convergence:evidence_id": Sample(lambda o: {"evidence_id": o["evidence"].public_id}),
    "convergence:tab": Sample(lambda o: {"tab": "b"}),
    "convergence:place": Sample(lambda o: {"place": POST[:13]}),
    "convergence:when": Sample(lambda o: {"when": "2026-10"}),
    "convergence:slot_code": Sample(lambda o: {"slot_code": "BG22-S-PMD-1"}),
    # a sheet comes back from its own office only
    "convergence:stamp": Sample(lambda o: {"stamp": o["taken"].stamp}, owner_only=True),
    "convergence:item": Sample(lambda o: {"item": "a"}),
    "convergence:filing_id": Sample(lambda o: {"filing_id": o["filing"].public_id}),
    "review:year": Sample(lambda o: {"year": o["year"].year}),
    "review:form": Sample(lambda o: {"form": "xlsx"}),
    "review:code": Sample(lambda o: {"code": "rubrik.8-aksi.T.4"}),
    "review:review_id": Sample(lambda o: {"review_id": o["reviewed"].public_id}),
    "review:score_id": Sample(lambda o: {"score_id": o["scored"].public_id}),
    "review:analysis": Sample(lambda o: {"year": o["year"].year}),
    "review:analysis-of": Sample(lambda o: _analysis(o)),
    "review:analysis-sheet": Sample(lambda o: _analysis(o)),
    "review:analysis-words": Sample(lambda o: _analysis(o, section="sebaran")),
    "review:analysis-obstacle-new": Sample(lambda o: _analysis(o)),
    "review:analysis-obstacle": Sample(lambda o: _analysis(o, obstacle_id=o["obstacle"].public_id)),
    "review:analysis-activity": Sample(lambda o: _analysis(o, key="BG22-E-BUM-1")),
    "review:analysis-freeze": Sample(lambda o: _analysis(o)),
    "review:analysis-edition": Sample(lambda o: _analysis(o, edition_id=o["analysed"].public_id)),
    "review:analysis-kept": Sample(
        lambda o: _analysis(o, edition_id=o["analysed"].public_id, form="docx")
    ),
    "publication:month": Sample(lambda o: {"district": "16.06", "period": "2026-08"}),
    **dict.fromkeys(
        (f"publication:{name}" for name in ("edition", "csv", "pdf", "metadata", "metadata-json")),
        Sample(lambda o: {"district": "16.06", "period": "2026-08", "number": 1}),
    ),
    "publication:public_id": Sample(lambda o: {"public_id": o["publication"].public_id}),
    "oversight:number": Sample(lambda o: {"number": 1}, placed=False),
    "oversight:question_id": Sample(lambda o: {"question_id": o["question"].public_id}),
    "oversight:visit_id": Sample(lambda o: {"visit_id": o["visited"].public_id}),
    "oversight:finding_id": Sample(lambda o: {"finding_id": o["visit_finding"].public_id}),
    "oversight:photo_id": Sample(lambda o: {"photo_id": o["visit_photo"].public_id}),
    "oversight:half": Sample(lambda o: {"half": "2026-S1"}, placed=False),
    "oversight:form": Sample(lambda o: {"form": "docx"}, placed=False),
    "oversight:report_id": Sample(lambda o: {"report_id": o["reported"].public_id}),
    "forums:team_id": Sample(lambda o: {"team_id": o["tpps"].public_id}),
    "forums:meeting_id": Sample(lambda o: {"meeting_id": o["meeting"].public_id}),
    "forums:material_id": Sample(lambda o: {"material_id": o["material"].public_id}),
    "forums:decision_id": Sample(lambda o: {"decision_id": o["decided"].public_id}),
    "forums:token": Sample(lambda o: {"token": o["meeting"].token}, placed=False),
    "forums:edition": Sample(lambda o: {"edition": o["recorded"].edition}),
    # a commitment is opened by anybody, once it is published
    "forums:public_id": Sample(lambda o: {"public_id": o["meeting"].public_id}, placed=False),
    # allauth
    ":pk": Sample(lambda o: {"pk": 1}, placed=False),
    "key": Sample(lambda o: {"key": KEY}, placed=False),
    "uidb36": Sample(lambda o: {"uidb36": KEY}, placed=False),
}


def _analysis(o: Objects, **more: str) -> dict[str, Any]:
    """Year and place of the analysis, and what else its URL names."""
    return {"year": o["year"].year, "place": OWN, **more}


def objects() -> Objects:
    """One of each thing a URL can name, in OWN."""
    district()
    seen = child(POST)
    file = SourceFile.objects.create(
        sha256="0" * 64, name="contoh.xlsx", size=1, format="xlsx", stored_at="contoh",
        received_at=timezone.now(),
    )  # fmt: skip
    imported = Import.objects.create(
        file=file, kind="pengukuran", layout="eppgbm-a", state=ImportState.DONE,
        as_of=dt.date(2026, 10, 31), place_code=OWN,
    )  # fmt: skip
    account = Account.objects.create(username="contoh")
    given = Assignment.objects.create(
        account=account, role=Role.CAMAT, place_code="16.06", valid_from=dt.date(2024, 1, 1)
    )
    return {
        "account": account,
        "again": Remeasurement.objects.create(
            measurement=measured(seen, dt.date(2026, 10, 12)), account=account
        ),
        "assignment": given,
        "child": seen,
        "family": family(POST[:13]),
        "job": Job.objects.create(kind="impor", subject="1", requested_by=account),
        "import": imported,
        "listed": listed("16.06.01.2001"),
        "correction": asked("16.06.01.2001"),
        **_linked(seen),
        **_accompanied(seen),
        **_grounded(),
        "holding": _held(),
        "audit": _audited(seen),
        "lokus": _decided(),
        "publication": _drafted(account),
        **_promised(account),
        **planned(account),
        **_converged(account),
        **overseen(account),
        **met(account),
    }


def _converged(maker: Account) -> Objects:
    """A year of convergence in OWN with evidence of a village's step and a filing with proof."""
    year = Year.objects.create(
        public_id=public_ids.new(), district_code=OWN, year=2026, scheme="8-aksi"
    )
    path, sha256 = files.put(b"contoh", "pdf")
    day = dt.date(2026, 6, 1)
    Cell.objects.create(
        year=year, indicator="BG22-E-BUM-1", place_code=POST[:13], kecamatan=OWN,
        period="2026-10", due=dt.date(2026, 11, 7),
    )  # fmt: skip
    return {
        "year": year,
        "obstacle": Obstacle.objects.create(
            public_id=public_ids.new(), year=year, place_code=OWN, kind="hambatan.akses",
            text="Contoh hambatan", by=maker,
        ),
        "analysed": Analysed.objects.create(
            public_id=public_ids.new(), year=year, place_code=OWN, edition=1, as_of=day,
            document_id="contoh", word_path=path, book_path=path, figures={}, rule_version="uji",
        ),
        "reviewed": Reviewed.objects.create(
            public_id=public_ids.new(), year=year, place_code=OWN, edition=1,
            document_id="contoh", word_path=path, book_path=path, figures={}, rule_version="uji",
        ),
        "scored": ProvinceScore.objects.create(
            public_id=public_ids.new(), year=year, place_code=OWN, on=day, document="Contoh",
            path=path, sha256=sha256, kind="pdf", grades={},
        ),
        "taken": SheetFile.objects.create(
            stamp="CAP-CONTOH", year=year, tab="b", place_code=OWN, period="2026-10", made_by=maker
        ),
        "evidence": Evidence.objects.create(
            public_id=public_ids.new(), year=year, step="5.2", requirement="laporan-desa",
            place_code=POST[:13], on=day, title="Contoh", kind="pdf", path=path, sha256=sha256,
            by=maker,
        ),
        "filing": Filing.objects.create(
            public_id=public_ids.new(), year=year, tab="a", filed_on=day, by=maker,
            proof_path=path, proof_sha256=sha256,
        ),
    }  # fmt: skip


def _drafted(maker: Account) -> Publication:
    """A draft of a publication of OWN."""
    line = Line(OWN, "Contoh", "kabupaten", 10, 9, 9, 0, 0, 0, True, True)
    return Publication.objects.create(
        public_id=public_ids.new(), district_code=OWN, month=dt.date(2026, 8, 1),
        lines=kept([line]), limit=5, minimum=60, rule_version="uji", as_of=dt.date(2026, 8, 31),
        drafted_by=maker, drafted_at=timezone.now(),
    )  # fmt: skip


def _decided() -> Lokus:
    """A decision on lokus in OWN."""
    return Lokus.objects.create(
        public_id=public_ids.new(), district_code=OWN, year=2027, month=dt.date(2026, 10, 1),
        criteria=[], rows=[], chosen=0, decree_number="1", decree_on=dt.date(2026, 11, 2),
        decree_by="contoh", rule_version="uji", document_id="contoh",
    )  # fmt: skip


def _promised(maker: Account) -> Objects:
    """A promise in OWN with a photo as proof, and a workbook somebody else brought."""
    now = timezone.now()
    office = Office.objects.create(
        code="contoh-janji", name="Contoh", short="Contoh", kind="opd", place_code="16.06",
        valid_from=dt.date(2024, 1, 1),
    )  # fmt: skip
    promise = Promise.objects.create(
        public_id=public_ids.new(), number="2026/0001", title="Contoh janji", kind="sensitif",
        beneficiary_kind="wilayah", place_code=POST[:13], source_kind="lain", owner=office,
        due=dt.date(2026, 10, 31), created_at=now, changed_at=now,
    )  # fmt: skip
    path, sha256 = files.put(b"contoh", "jpg")
    return {
        "promise": promise,
        "proof": Proof.objects.create(
            public_id=public_ids.new(), promise=promise, kind="foto", path=path, thumb=path,
            sha256=sha256, at=now,
        ),
        "sheet": SheetIn.objects.create(
            public_id=public_ids.new(), by=maker, at=now, sha256="0" * 64, place_code=OWN
        ),
    }  # fmt: skip


def _grounded() -> Objects:
    """A ground check, minutes of a village meeting and a published rate in OWN."""
    village = POST[:13]
    return {
        "check": FieldCheck.objects.create(
            public_id="CEK-CONTOH", edition=listed(village).edition, place_code=village,
            due=dt.date(2026, 11, 30), officer="Operator desa",
        ),
        "minutes": Minutes.objects.create(
            place_code=village, number="1", held_on=dt.date(2026, 9, 1), about="Daftar",
            sha256="0" * 64, file_name="contoh.pdf", size=1, stored_at="berita-acara/contoh.pdf",
        ),
        "rate": PublishedRate.objects.create(
            place_code=OWN, kind="miskin", year=2022, percent=10, line="lain", source="contoh"
        ),
    }  # fmt: skip


def _held() -> Holding:
    """A seat of an office in OWN that somebody holds."""
    office = Office.objects.create(
        code="contoh", name="Dinas Contoh", short="Dincon", kind="opd", place_code=OWN,
        valid_from=dt.date(2024, 1, 1),
    )  # fmt: skip
    seat = Seat.objects.create(office=office, title="Kepala dinas", head=True)
    return Holding.objects.create(seat=seat, name="contoh", valid_from=dt.date(2024, 1, 1))


def _audited(seen: Person) -> Case:
    """A case of a cycle in OWN, in whose circle nobody is."""
    cycle = Cycle.objects.create(
        public_id=public_ids.new(), district_code=OWN, year=2026, semester=1, name="Semester I"
    )
    return Case.objects.create(
        public_id=public_ids.new(), code="AKS-001", cycle=cycle, group="baduta", person=seen,
        place_code=POST[:13],
    )  # fmt: skip


def _accompanied(seen: Person) -> Objects:
    """A family accompanied at the post, with a visit and a referral, and its team."""
    today = timezone.localdate()
    team = Team.objects.create(public_id="TIM-CONTOH", name="TPK", place_code=POST[:13])
    one = Accompaniment.objects.create(
        public_id="DMP-CONTOH",
        person=seen,
        group="baduta",
        why="kasus-stunting",
        place_code=POST,
        opened_on=today,
        known_on=today,
        team=team,
        next_on=today,
    )
    visit = Visit.objects.create(
        key="11111111-1111-4111-8111-111111111111",
        accompaniment=one,
        on=today,
        by_name="TPK",
        where="rumah",
    )
    referral = Referral.objects.create(
        public_id="RJK-CONTOH",
        key="2" * 36,
        accompaniment=one,
        place_code=POST,
        origin="TPK",
        to_name="Puskesmas",
        why="batuk",
        opened_on=today,
    )
    return {"accompanied": one, "visit": visit, "referral": referral, "team": team}


def _linked(seen: Person) -> Objects:
    """A doubt, a decision and a line of history in OWN."""
    refs = {"ref_l": f"p:{seen.public_id}", "ref_r": f"l:{'0' * 32}#0", "place_code": POST[:13]}
    run = LinkRun.objects.create(mode="penuh", place_code=OWN)
    return {
        "doubt": Doubt.objects.create(
            key="1" * 32, run=run, kind="catatan", weight=4.0, probability=0.9, **refs
        ),
        "decision": Decision.objects.create(
            key="2" * 32, pair="1" * 32, verdict="sama", state="ditarik", **refs
        ),
        "change": Change.objects.create(
            key="3" * 32, kind="hubungkan", person=seen.public_id, place_code=POST[:13]
        ),
    }
