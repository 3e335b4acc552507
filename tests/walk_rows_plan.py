"""Rows the walk opens in the rooms of rembuk, plan and oversight."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from tests.walk_keys import KEY, OWN, POST, Objects

from rembuk.office.access.models import Account
from rembuk.office.documents import files
from rembuk.office.documents.models import Document
from rembuk.office.forums.models import Decision as ForumDecision
from rembuk.office.forums.models import Material, Meeting
from rembuk.office.forums.models import Minutes as Recorded
from rembuk.office.forums.models import Team as TppsTeam
from rembuk.office.oversight.models import Question, Reported, VisitFinding, VisitPhoto
from rembuk.office.oversight.models import Visit as SupervisionVisit
from rembuk.office.people import public_ids
from rembuk.office.programmes.choosing import told
from rembuk.office.programmes.choosing.ask import Ask
from rembuk.office.programmes.choosing.inputs import Inputs
from rembuk.office.programmes.choosing.solving import solved
from rembuk.office.programmes.models import (
    Activity,
    BudgetLine,
    BudgetSheet,
    ChoicePlan,
    Delivery,
    DeliverySheet,
    Match,
    Offer,
    Scenario,
)
from rembuk.office.seats.models import Office


def met(maker: Account) -> Objects:
    """A team of OWN with its decree, and a meeting of it with a material and a decision."""
    path, sha256 = files.put(b"contoh", "pdf")
    meeting = Meeting.objects.create(
        public_id=public_ids.new(), kind="rembuk-kecamatan", place_code=OWN, year=2026,
        plan_year=2027, title="Contoh rembuk", starts_at=timezone.now(),
        template="rembuk-kecamatan", template_version="2019-01-01", token=KEY,
    )  # fmt: skip
    return {
        "tpps": TppsTeam.objects.create(
            public_id=public_ids.new(), level="kecamatan", place_code=OWN, decree_number="1",
            decree_on=dt.date(2026, 1, 2), valid_from=dt.date(2026, 1, 2), path=path,
            sha256=sha256, kind="pdf",
        ),
        "meeting": meeting,
        "material": Material.objects.create(
            public_id=public_ids.new(), meeting=meeting, title="Contoh", path=path, sha256=sha256,
            kind="pdf", size=6, by=maker,
        ),
        "decided": ForumDecision.objects.create(
            public_id=public_ids.new(), meeting=meeting, client_id=KEY, number=1, what="Contoh",
            place_code=OWN,
        ),
        "recorded": Recorded.objects.create(
            public_id=public_ids.new(), meeting=meeting, edition=1, digest=sha256, by=maker,
            word_path=files.put(b"contoh", "docx")[0],
            document=Document.objects.create(
                public_id=public_ids.new(), kind="berita-acara", title="Contoh",
                subject_kind="rembuk", subject_id=meeting.public_id, place_code=OWN,
                data_digest=sha256, sha256=sha256, pages=1, size=6, file=path,
                made_at=timezone.now(),
            ),
        ),
    }  # fmt: skip


def overseen(maker: Account) -> Objects:
    """A question to an office, a visit with a finding and a photo, and a report of OWN."""
    now, village = timezone.now(), POST[:13]
    office = Office.objects.create(
        code="contoh-awas", name="Contoh", short="Contoh", kind="opd", place_code="16.06",
        valid_from=dt.date(2024, 1, 1),
    )  # fmt: skip
    path, sha256 = files.put(b"contoh", "jpg")
    visit = SupervisionVisit.objects.create(
        public_id=public_ids.new(), key=KEY, where="desa", place_code=village,
        on=dt.date(2026, 9, 1), visitors="contoh", rule_version="uji", by=maker,
    )  # fmt: skip
    return {
        "question": Question.objects.create(
            public_id=public_ids.new(), about="lewat", office=office, place_code=village,
            text="Contoh", asked_by=maker, asked_at=now, due=dt.date(2026, 9, 4),
        ),
        "visited": visit,
        "visit_finding": VisitFinding.objects.create(
            public_id=public_ids.new(), visit=visit, pillar=1, text="Contoh", by=maker
        ),
        "visit_photo": VisitPhoto.objects.create(
            public_id=public_ids.new(), visit=visit, path=path, thumb=path, sha256=sha256, by=maker
        ),
        "reported": Reported.objects.create(
            public_id=public_ids.new(), year=2026, half=1, place_code=OWN, edition=1,
            document_id="contoh", word_path=path, book_path=path, figures={}, rule_version="uji",
        ),
    }  # fmt: skip


def planned(maker: Account) -> Objects:
    """An activity in OWN, a budget line that waits, and a sheet somebody else brought."""
    office = Office.objects.create(
        code="contoh-rencana", name="Contoh rencana", short="Contoh", kind="opd",
        place_code="16.06", valid_from=dt.date(2024, 1, 1),
    )  # fmt: skip
    activity = Activity.objects.create(
        public_id=public_ids.new(), district_code="16.06", year=2026, number="K-2026-0001",
        title="Contoh kegiatan", office=office, place_code=POST[:13], volume=2, unit="anak",
    )  # fmt: skip
    offer = Offer.objects.create(
        public_id=public_ids.new(), district_code="16.06", giver="Contoh", kind="tjsp",
        what="Contoh", state="dicocokkan", by=maker,
    )  # fmt: skip
    path, sha256 = files.put(b"contoh", "jpg")
    scenario = Scenario.objects.create(
        public_id=public_ids.new(), district_code=OWN, year=2027, name="Contoh",
        ask=Ask(1_000_000).as_json(), by=maker,
    )  # fmt: skip
    nothing = Inputs("16.06", 2027, dt.date(2026, 11, 1), None, "uji", (), (), (), (), (), ())
    return {
        "activity": activity,
        "scenario": scenario,
        "money_plan": ChoicePlan.objects.create(
            public_id=public_ids.new(), scenario=scenario, scenario_version=1, rules="uji",
            as_of=dt.date(2026, 11, 1), ask=scenario.ask, digest=sha256, by=maker,
            facts=told.facts_json(told.facts(nothing, Ask(1_000_000))),
            result=told.solved_json(solved(nothing, Ask(1_000_000))),
        ),
        "delivery": Delivery.objects.create(
            public_id=public_ids.new(), activity=activity, year=activity.year,
            on=dt.date(2026, 9, 1), volume=1,
            place_code=POST[:13], recipient_kind="wilayah", unit="anak", proof_path=path,
            proof_kind="image", proof_sha256=sha256, by=maker,
        ),
        "delivery_sheet": DeliverySheet.objects.create(
            public_id=public_ids.new(), kind="penyaluran", district_code="16.06", year=2026,
            name="contoh", sha256=sha256, by=maker,
        ),
        "offer": offer,
        "pair": Match.objects.create(
            public_id=public_ids.new(), offer=offer, place_code=POST[:13], families=1, by=maker,
            proof_path=path, proof_kind="image", proof_sha256=sha256,
        ),
        "line": BudgetLine.objects.create(
            public_id=public_ids.new(), district_code="16.06", year=2026, place_code=POST[:13],
            office=office, source_kind="sipd", document="DPA 2026", line="1.02", title="Contoh",
            amount=1_000_000,
        ),
        "books": BudgetSheet.objects.create(
            public_id=public_ids.new(), kind="sipd", district_code="16.06", place_code=OWN,
            year=2026, document="DPA 2026", name="contoh", sha256="0" * 64, by=maker,
        ),
    }  # fmt: skip
