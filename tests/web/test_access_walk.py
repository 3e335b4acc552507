"""Every URL of the resolver, as every role in its own area, elsewhere and nowhere, and as nobody.

What is expected is read from the policy table, never written here. A new URL fails this test until
its view declares a policy and, when it takes arguments, SAMPLES (tests/walk_rows.py) knows an
object to ask for.
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
from pytest_django.plugin import DjangoDbBlocker
from tests.walk_rows import OWN, SAMPLES, Objects, Sample, objects

from rembuk.office.access.declarations import declaration_of
from rembuk.office.access.models import Account, Assignment, Role
from rembuk.office.access.policies import POLICIES, Declaration, Rights, policy, rights_of
from rembuk.site import urls

ELSEWHERE = "16.06.02"
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
        policy("lihat-semua")


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
