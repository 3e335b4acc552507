"""Every URL of the resolver, as every role in its own area, elsewhere and nowhere, and as nobody.

What is expected is read from the policy table, never written here. A new URL fails this test until
its view declares a policy and, when it takes arguments, SAMPLES knows an object to ask for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker
from tests.factories import child, district, measured
from tests.family_rows import family
from tests.lists_rows import asked, listed

from rembuk.office.access.declarations import declaration_of
from rembuk.office.access.models import Account, Assignment, Role
from rembuk.office.access.policies import POLICIES, Declaration, Rights, policy, rights_of
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
from rembuk.office.seats.models import Holding, Office, Seat
from rembuk.site import urls

OWN, ELSEWHERE = "16.06.01", "16.06.02"
POST = "16.06.01.2001.P01"
KEY: Final = "contoh"
KEPT_SESSIONS: Final = "django.contrib.sessions.backends.signed_cookies"

Objects = dict[str, Any]


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
    # allauth
    ":pk": Sample(lambda o: {"pk": 1}, placed=False),
    "key": Sample(lambda o: {"key": KEY}, placed=False),
    "uidb36": Sample(lambda o: {"uidb36": KEY}, placed=False),
}


@dataclass(frozen=True)
class Place:
    """One URL pattern: full name, view, names of its arguments."""

    name: str
    view: Callable[..., Any]
    arguments: tuple[str, ...]

    @property
    def declared(self) -> Declaration | None:
        return declaration_of(self.view, self.name.rpartition(":")[2])

    def samples(self) -> list[Sample] | None:
        """Samples for every argument; None when one is not registered."""
        space = self.name.rpartition(":")[0]
        found = [
            SAMPLES.get(self.name, SAMPLES.get(f"{space}:{a}", SAMPLES.get(a)))
            for a in self.arguments
        ]
        return None if None in found else [sample for sample in found if sample]

    def url(self, objects: Objects) -> str:
        arguments: dict[str, Any] = {}
        for sample in self.samples() or []:
            arguments |= sample.arguments(objects)
        return reverse(self.name, kwargs=arguments)


def patterns(
    resolver: URLResolver, space: str = "", outer: tuple[str, ...] = ()
) -> Iterator[Place]:
    for entry in resolver.url_patterns:
        mine = (*outer, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            name = f"{space}:{entry.name}" if space else str(entry.name or "")
            yield Place(name, entry.callback, mine)
        else:
            inner = ":".join(filter(None, (space, entry.namespace)))
            yield from patterns(entry, inner, mine)


PLACES: Final = list(patterns(get_resolver()))
IDS: Final = [place.name or repr(place.view) for place in PLACES]


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
        **_promised(account),
        **_converged(account),
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


Walker = tuple[Role, str] | None
"""A role and its area (OWN, ELSEWHERE, or "" when the assignment has ended); None is nobody."""


class Walk:
    """Everybody signed in once, and a district that is the same before every question."""

    def __init__(self) -> None:
        self.objects = objects()
        self.clients: dict[Walker, Client] = {None: Client(raise_request_exception=False)}
        for role in Role:
            for area in (OWN, ELSEWHERE, ""):
                account = Account.objects.create(username=f"{role.value}-{area or 'tidak'}")
                Assignment.objects.create(
                    account=account, role=role, place_code=area or OWN,
                    valid_from=dt.date(2024, 1, 1), valid_to=None if area else dt.date(2024, 2, 1),
                )  # fmt: skip
                client = Client(raise_request_exception=False)
                client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
                self.clients[(role, area)] = client

    def ask(self, who: Walker, url: str) -> int:
        """Status of a GET, or of an empty POST where GET is not taken; 401 is the sign-in page.
        What the question changed is rolled back."""
        client = self.clients[who]
        cookies: SimpleCookie = SimpleCookie()
        cookies.update(client.cookies)
        with transaction.atomic():
            answer = client.get(url)
            if answer.status_code == 405:
                answer = client.post(url)
            transaction.set_rollback(True)
        client.cookies = cookies
        to_login = answer.status_code == 302 and answer["Location"].startswith("/akun/login/")
        return 401 if to_login else answer.status_code


def _bare(status: int) -> Callable[..., HttpResponse]:
    return lambda request, exception: HttpResponse(status=status)


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Walk]:
    """One walk for all URLs: making everybody anew for each would take minutes."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        # the walk asks who may, not what the sheet holds: this import has no staged rows
        patch.setattr("rembuk.office.intake.services.error_sheet", lambda imported: b"")
        # nor how the refusal looks, the same page some ten thousand times (test_site_frame.py)
        for status in (403, 404):
            patch.setattr(urls, f"handler{status}", _bare(status), raising=False)
        with override_settings(SESSION_ENGINE=KEPT_SESSIONS), transaction.atomic():
            yield Walk()
            transaction.set_rollback(True)


@pytest.mark.parametrize("place", PLACES, ids=IDS)
def test_every_url_declares_a_policy(place: Place) -> None:
    assert place.declared is not None, f"{place.name}: put @policy(...) on the view"


@pytest.mark.parametrize("place", PLACES, ids=IDS)
def test_every_url_has_sample_arguments(place: Place) -> None:
    assert place.name, "give the URL a name"
    assert place.samples() is not None, f"{place.name}: add {place.arguments} to SAMPLES"


OURS: Final = [p for p in PLACES if p.declared and p.name and p.samples() is not None]


@pytest.mark.parametrize("place", OURS, ids=[p.name for p in OURS])
def test_walk(place: Place, walk: Walk) -> None:
    url, declared = place.url(walk.objects), place.declared
    assert declared is not None
    # a page without places cannot tell areas apart, nor an ended assignment from none
    placeless = {"publik", "masuk", "tertutup"} & set(declared.actions)
    # of the ended ones, which have the same no rights (test_rights_end_with_their_day), each URL
    # meets one, in turn
    ended = list(Role)[OURS.index(place) % len(Role)]
    everyone = [
        who
        for who in walk.clients
        if who is None or who[1] == OWN or (not placeless and (who[1] or who[0] is ended))
    ]
    wrong = []
    for who in everyone:
        role, area = who or (None, "")
        got = walk.ask(who, url)
        if not _as_expected(place, declared, role, area, got):
            wrong.append(f"{role.value if role else 'siapa pun'} {area or '-'}: {got}")
    assert not wrong, f"{place.name} {declared}: {wrong}"


def _as_expected(
    place: Place, declared: Declaration, role: Role | None, area: str, got: int
) -> bool:
    """Whether the answer is what the policy table says."""
    library = not place.view.__module__.startswith("rembuk.")
    if "tertutup" in declared.actions:
        return got == 404
    if declared.actions == ("publik",):
        return got < 500 and (library or got not in {401, 403})
    if role is None:
        return got == 401
    samples = place.samples() or []
    if any(sample.owner_only for sample in samples):
        return got in {403, 404}
    if declared.actions == ("masuk",):
        return got < 500 and (library or got not in {401, 403})
    if not area or not set(declared.actions) <= POLICIES[role].actions:
        return got == 403
    if area == ELSEWHERE and any(sample.placed for sample in samples):
        return got == 404
    # the right person is never refused; an empty POST may be found wanting (4xx but not 401/404)
    if got == 403 and any(sample.names for sample in samples):
        return not POLICIES[role].exports_names
    if got == 403 and place.name == "access:end":
        return True  # the sample role is held in a wider place than this administrator's
    if got == 403:
        return "buka-identitas" in declared.actions  # an opening needs a purpose of the role
    return got < 500 and got not in {401, 404}


@pytest.mark.parametrize("place", OURS, ids=[p.name for p in OURS])
def test_no_page_answers_for_a_place_outside(place: Place, walk: Walk) -> None:
    declared = place.declared
    assert declared is not None
    if {"publik", "masuk", "tertutup"} & set(declared.actions):
        pytest.skip("a page without places")
    holders = [role for role in Role if set(declared.actions) <= POLICIES[role].actions]
    assert holders, "an action nobody holds"
    url = f"{place.url(walk.objects)}?wilayah={OWN}"
    assert {walk.ask((role, ELSEWHERE), url) for role in holders} == {404}


def test_a_view_without_policy_is_refused(walk: Walk) -> None:
    with override_settings(ROOT_URLCONF="tests.web.access_bare_urls"):
        assert walk.ask((Role.ADMIN, OWN), "/telanjang/") == 403
        assert walk.ask(None, "/telanjang/") == 403


def test_an_unknown_action_fails_when_the_module_is_loaded() -> None:
    with pytest.raises(ValueError, match="unknown actions"):
        policy("lihat-semua")  # type: ignore[arg-type]


def test_nobody_has_no_right() -> None:
    nobody = Rights(None)
    assert not nobody.may("masuk")
    assert nobody.may("publik")
    assert not AnonymousUser().is_authenticated


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_rights_end_with_their_day(role: Role) -> None:
    account = Account.objects.create(username="contoh")
    Assignment.objects.create(
        account=account, role=role, place_code=OWN, valid_from=dt.date(2026, 1, 1),
        valid_to=dt.date(2026, 3, 1),
    )  # fmt: skip
    actions = POLICIES[role].actions
    last, over, before = (dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2025, 12, 31))
    assert actions
    assert all(rights_of(account, last).may(action, f"{OWN}.2001") for action in actions)
    for day in (over, before):
        assert not any(rights_of(account, day).may(action) for action in actions)
