"""Every URL of the resolver, as every role in its own area, elsewhere and nowhere, and as nobody.

What is expected is read from the policy table, never written here. A new URL fails this test until
its view declares a policy and, when it takes arguments, SAMPLES (tests/walk_rows.py) knows an
object to ask for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from typing import Any, Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import (
    Resolver404,
    URLPattern,
    URLResolver,
    get_resolver,
    resolve,
    reverse,
)
from tests.walk_rows import OWN, SAMPLES, Objects, Sample, objects

from rembuk.office.access.declarations import declaration_of
from rembuk.office.access.models import Account, Assignment, Role
from rembuk.office.access.policies import POLICIES, Declaration, Rights, policy, rights_of
from rembuk.site import urls

ELSEWHERE = "16.06.02"
ADDRESS: Final = re.compile(r' (?:href|action|formaction)="(/[^"?#]*)')
KEPT_SESSIONS: Final = "django.contrib.sessions.backends.signed_cookies"


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

Walker = tuple[Role, str] | None
"""A role and its area (OWN, ELSEWHERE, or "" when the assignment has ended); None is nobody."""


@cache
def _asked_by(path: str) -> Declaration | None:
    """What the view behind an address asks of a reader; None where no view of ours is."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return declaration_of(match.func, match.url_name)


def _refusing(offered: list[str], role: Role) -> set[str]:
    """Those addresses that would refuse the role which was shown them."""
    held = POLICIES[role].actions | {"publik", "masuk"}
    found = ((path, _asked_by(path)) for path in set(offered))
    return {path for path, asked in found if asked and not set(asked.actions) <= held}


class Walk:
    """Everybody signed in once, and a district that is the same before every question."""

    def __init__(self) -> None:
        self.objects = objects()
        self.offered: list[str] = []
        """What the page last answered leads to: links and where its forms go."""
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
        page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
        self.offered = ADDRESS.findall(answer.content.decode()) if page else []
        to_login = answer.status_code == 302 and answer["Location"].startswith("/akun/login/")
        return 401 if to_login else answer.status_code


def _bare(status: int) -> Callable[..., HttpResponse]:
    return lambda request, exception: HttpResponse(status=status)


@pytest.fixture(scope="module")
def walk(kept: None) -> Iterator[Walk]:
    """One walk for all URLs: making everybody anew for each would take minutes."""
    with pytest.MonkeyPatch.context() as patch:
        # the walk asks who may, not what the sheet holds: this import has no staged rows
        patch.setattr("rembuk.office.intake.services.error_sheet", lambda imported: b"")
        # nor how the refusal looks, the same page some ten thousand times (test_site_frame.py)
        for status in (403, 404):
            patch.setattr(urls, f"handler{status}", _bare(status), raising=False)
        with override_settings(SESSION_ENGINE=KEPT_SESSIONS):
            yield Walk()


@pytest.mark.parametrize("place", PLACES, ids=IDS)
def test_every_url_declares_a_policy(place: Place) -> None:
    assert place.declared is not None, f"{place.name}: put @policy(...) on the view"


@pytest.mark.parametrize("place", PLACES, ids=IDS)
def test_every_url_has_sample_arguments(place: Place) -> None:
    assert place.name, "give the URL a name"
    assert place.samples() is not None, f"{place.name}: add {place.arguments} to SAMPLES"


OURS: Final = [p for p in PLACES if p.declared and p.name and p.samples() is not None]


@pytest.mark.once  # who may is asked of the policy table
@pytest.mark.django_db
@pytest.mark.parametrize("place", OURS, ids=[p.name for p in OURS])
def test_walk(place: Place, walk: Walk) -> None:
    url, declared = place.url(walk.objects), place.declared
    assert declared is not None
    everyone = [who for who in walk.clients if _asked(place, declared, who)]
    wrong = []
    for who in everyone:
        role, area = who or (None, "")
        got = walk.ask(who, url)
        if not _as_expected(place, declared, role, area, got):
            wrong.append(f"{role.value if role else 'siapa pun'} {area or '-'}: {got}")
        if role and area and (closed := _refusing(walk.offered, role)):
            wrong.append(f"{role.value} {area} is offered what refuses: {sorted(closed)}")
    assert not wrong, f"{place.name} {declared}: {wrong}"


def _asked(place: Place, declared: Declaration, who: Walker) -> bool:
    """Whether this one asks for this URL. Who holds the right asks in its area, and from elsewhere
    for an object that lies in it; who lacks the right is refused by the same line wherever it
    asks, so it asks from one side. What is left, the answer elsewhere to a holder where no object
    is, and the ended assignments (test_rights_end_with_their_day), each URL meets once, in turn."""
    if who is None:
        return True
    role, area = who
    turn, mine = OURS.index(place), list(Role).index(role)
    # a page without places cannot tell areas apart
    if {"publik", "masuk", "tertutup"} & set(declared.actions):
        return area == OWN
    if not area:
        return turn % len(Role) == mine
    if not set(declared.actions) <= POLICIES[role].actions:
        return (area == OWN) == bool((turn + mine) % 2)
    if any(sample.placed for sample in place.samples() or []):
        return True
    holders = [each for each in Role if set(declared.actions) <= POLICIES[each].actions]
    return area == OWN or role is holders[turn % len(holders)]


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


@pytest.mark.once  # who may is asked of the policy table
@pytest.mark.django_db
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


@pytest.mark.once
@pytest.mark.django_db
def test_a_view_without_policy_is_refused(walk: Walk) -> None:
    with override_settings(ROOT_URLCONF="tests.web.access_bare_urls"):
        assert walk.ask((Role.ADMIN, OWN), "/telanjang/") == 403
        assert walk.ask(None, "/telanjang/") == 403


def test_an_unknown_action_fails_when_the_module_is_loaded() -> None:
    with pytest.raises(ValueError, match="unknown actions"):
        policy("lihat-semua")


def test_nobody_has_no_right() -> None:
    nobody = Rights(None)
    assert not nobody.may("masuk")
    assert nobody.may("publik")
    assert not AnonymousUser().is_authenticated


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_rights_end_with_their_day(role: Role) -> None:
    account = Account.objects.create(username="habis-masanya")
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
