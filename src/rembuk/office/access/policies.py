"""Who may do what, where: the policy table as data, `Rights` of a request, `@policy` on views.

A view decides nothing: it declares an action; `PolicyMiddleware` asks `Rights`, and queries are
cut to the rights' places by `scoping`. Source of the bar: UU 27/2022 (PDP), OWASP ASVS 5.0 L2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeVar, get_args

from django.http import Http404, HttpRequest

from rembuk.office.access.actions import PURPOSES, Action
from rembuk.office.access.models import Account, Assignment, Role
from rembuk.office.places.scope import contains

KECAMATAN: Final = len("16.06.01")
View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True)
class RolePolicy:
    """What one role may do inside its place. A place of "" is every place."""

    role: Role
    actions: frozenset[Action]
    sees_names: bool = False
    """Names are open in lists and pages without opening identity one by one."""
    exports_names: bool = False
    needs_mfa: bool = False
    plain: bool = False
    """Pages speak of what is seen at the scale: no score, no class, no share of a population."""
    sums: bool = False
    """Small counts are closed on every page of figures, as before a meeting."""
    purposes: frozenset[str] = field(default_factory=frozenset)
    """For which purposes identity may be opened (needs `buka-identitas`)."""


def _role(
    role: Role,
    *actions: Action,
    purposes: str = "",
    names: bool = False,
    export_names: bool = False,
    mfa: bool = False,
    plain: bool = False,
    sums: bool = False,
) -> RolePolicy:
    return RolePolicy(
        role, frozenset(actions), names, export_names, mfa, plain, sums,
        frozenset(purposes.split()),
    )  # fmt: skip


POLICIES: Final[dict[Role, RolePolicy]] = {
    row.role: row
    for row in (
        _role(
            Role.ADMIN, "lihat-agregat", "kelola-akun", "kelola-aturan", "kelola-kantor", mfa=True
        ),
        _role(
            Role.TPPS, "lihat-agregat", "lihat-anak", "buka-identitas", "ekspor", "impor",
            "impor-batal", "cocokkan", "kelola-aturan", "kelola-kantor", "janji", "janji-kelola",
            "janji-periksa", "audit", "audit-kelola", "damping", "konvergensi", "konvergensi-isi",
            "konvergensi-kelola", "publikasi", "publikasi-terbit",
            "rembuk", "rembuk-catat", "rembuk-kelola", "rencana", "rencana-isi", "rencana-kelola",
            "pengawasan", "pengawasan-isi",
            purposes="rujukan ganda audit permintaan", mfa=True,
        ),
        _role(
            Role.OPERATOR, "lihat-agregat", "lihat-anak", "buka-identitas", "ekspor", "impor",
            "impor-batal", "cocokkan", "janji", "konvergensi", "konvergensi-isi", "publikasi",
            "rembuk", "rembuk-catat", "rencana", "rencana-isi",
            purposes="ganda", mfa=True,
        ),
        _role(
            Role.VERIFIER, "lihat-agregat", "lihat-anak", "buka-identitas", "cocokkan", "janji",
            "janji-periksa", "konvergensi", "konvergensi-periksa",
            "rembuk", "rencana",
            purposes="ganda",
        ),
        _role(
            Role.APPROVER, "lihat-agregat", "janji", "janji-periksa", "konvergensi",
            "konvergensi-periksa", "publikasi-terbit",
            "rembuk", "rencana",
        ),
        _role(
            Role.CAMAT, "lihat-agregat", "lihat-anak", "janji", "janji-periksa", "damping",
            "konvergensi", "konvergensi-isi", "konvergensi-periksa",
            "rembuk", "rembuk-catat", "rembuk-kelola", "rencana", "rencana-isi", "pengawasan",
            "pengawasan-isi",
        ),
        _role(
            Role.DESA, "lihat-agregat", "lihat-anak", "buka-identitas", "janji", "damping",
            "konvergensi", "konvergensi-isi",
            "rembuk", "rembuk-catat", "rembuk-kelola", "rencana", "rencana-isi",
            purposes="ukur rujukan",
        ),
        _role(
            Role.GIZI, "lihat-agregat", "lihat-anak", "buka-identitas", "ekspor", "ukur", "impor",
            "impor-batal", "cocokkan", "janji", "janji-periksa", "audit-isi", "damping",
            "konvergensi", "konvergensi-isi",
            "rembuk", "rembuk-catat", "rencana",
            purposes="ukur rujukan ganda audit permintaan", names=True, export_names=True, mfa=True,
        ),
        _role(
            Role.BIDAN, "lihat-agregat", "lihat-anak", "buka-identitas", "ukur", "cocokkan",
            "janji", "audit-isi", "damping",
            "rembuk", purposes="ukur rujukan ganda audit", names=True,
        ),
        _role(
            Role.KADER, "lihat-agregat", "lihat-anak", "buka-identitas", "ukur", "damping",
            purposes="ukur rujukan", names=True, plain=True,
        ),
        _role(
            Role.AUDIT, "lihat-agregat", "lihat-anak", "buka-identitas", "ekspor", "janji",
            "janji-kelola", "audit", "audit-kelola", "audit-isi", "damping",
            "rembuk", "rencana",
            purposes="audit", mfa=True,
        ),
        # An expert reads a case file while assigned to the case: the audit room's circle says so.
        _role(Role.EXPERT, "lihat-agregat", "audit", "audit-telaah", mfa=True),
        _role(
            Role.LEADER, "lihat-agregat", "janji", "janji-kelola", "janji-periksa", "audit",
            "konvergensi", "konvergensi-periksa", "publikasi-terbit",
            "rembuk", "rencana", "pengawasan", "pengawasan-isi",
        ),
        _role(Role.DPO, "lihat-agregat", "baca-log", "ekspor-log", mfa=True),
        _role(
            Role.AUDITOR, "lihat-agregat", "lihat-anak", "janji", "baca-log", "konvergensi",
            "rembuk", "rencana", "pengawasan",
        ),
        # The province reads sums of the districts in it: no child, no promise, no person of a team.
        _role(
            Role.PROVINCE, "lihat-agregat", "konvergensi", "rencana", "pengawasan", sums=True
        ),
    )
}  # fmt: skip
"""The whole policy. A new role or action shows up here or it does not exist."""


@dataclass(frozen=True)
class Held:
    """A role held in a place today."""

    role: Role
    place_code: str

    @property
    def policy(self) -> RolePolicy:
        """The row of the policy table."""
        return POLICIES[self.role]


@dataclass(frozen=True)
class Rights:
    """What a signed-in account (or nobody) may do; made once per request, never changed."""

    account_id: int | None
    held: tuple[Held, ...] = ()

    @property
    def signed_in(self) -> bool:
        """Whether there is an account at all."""
        return self.account_id is not None

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """Roles held today, in the order of the policy table."""
        mine = {held.role for held in self.held}
        return tuple(role for role in POLICIES if role in mine)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Every place code a role is held in, outermost only, sorted. `""` is every place."""
        return _outermost(held.place_code for held in self.held)

    def places_for(self, action: Action) -> tuple[str, ...]:
        """Outermost place codes in which `action` is allowed, sorted."""
        return _outermost(h.place_code for h in self.held if action in h.policy.actions)

    def may(self, action: Action, place_code: str | None = None) -> bool:
        """Whether `action` is allowed in `place_code` (None: in some place)."""
        if action == "publik":
            return True
        if action == "masuk":
            return self.signed_in
        if action == "tertutup":
            return False
        return any(
            action in held.policy.actions
            and (place_code is None or contains(held.place_code, place_code))
            for held in self.held
        )

    def names_in(self, place_code: str) -> bool:
        """Whether names are open to this account in `place_code`."""
        return any(h.policy.sees_names and contains(h.place_code, place_code) for h in self.held)

    @cached_property
    def sees_names(self) -> bool:
        """Names are open wherever this account may see children (else use `names_in`)."""
        mine = self.places_for("lihat-anak")
        return bool(mine) and all(self.names_in(code) for code in mine)

    @cached_property
    def plain(self) -> bool:
        """Whether every role held asks for plain words, as a kader's does."""
        return bool(self.held) and all(held.policy.plain for held in self.held)

    @cached_property
    def sums(self) -> bool:
        """Whether every role held reads sums alone, without small counts."""
        return bool(self.held) and all(held.policy.sums for held in self.held)

    def exports_names(self, place_code: str) -> bool:
        """Whether an export of `place_code` may carry names."""
        return any(h.policy.exports_names and contains(h.place_code, place_code) for h in self.held)

    def purposes(self, place_code: str) -> dict[str, str]:
        """Purposes (code -> words) for which identity may be opened in `place_code`."""
        mine = {
            code
            for h in self.held
            if "buka-identitas" in h.policy.actions and contains(h.place_code, place_code)
            for code in h.policy.purposes
        }
        return {code: str(words) for code, words in PURPOSES.items() if code in mine}

    @property
    def needs_mfa(self) -> bool:
        """Whether a role held today asks for a second factor."""
        return any(held.policy.needs_mfa for held in self.held)

    @cached_property
    def home(self) -> str | None:
        """Where the account's pages open: the outermost place it may see figures of."""
        mine = self.places_for("lihat-agregat")
        return min(mine, key=lambda code: (len(code), code)) if mine else None

    @property
    def above_village(self) -> bool:
        """Whether some place of the account is a kecamatan or wider: reviews begin there."""
        return any(len(held.place_code) <= KECAMATAN for held in self.held)

    def role_for(self, action: str, place_code: str) -> str:
        """The role under which `action` in `place_code` is done, for the view log; what is no right
        of its own is done under the first role."""
        for held in self.held:
            if action in held.policy.actions and contains(held.place_code, place_code):
                return held.role.value
        return self.roles[0].value if self.roles else ""

    def within(self, action: Action, place_code: str) -> str:
        """`place_code` itself when allowed; else 404, so that nothing is confirmed to exist."""
        if not self.may(action, place_code):
            raise Http404
        return place_code


NOBODY: Final = Rights(account_id=None)


def rights_in(request: HttpRequest) -> Rights:
    """The rights of who asks, as `PolicyMiddleware` found them; the one place that reads them."""
    # Django's request has no such field; the middleware hangs it there
    rights: Rights = request.rights  # type: ignore[attr-defined]
    return rights


def rights_of(account: Account, today: dt.date) -> Rights:
    """The rights of an account on a day: its assignments valid then (`valid_to` exclusive)."""
    if not account.is_active:
        return NOBODY
    rows = Assignment.objects.on(today).filter(account=account).order_by("role", "place_code")
    known = {role.value: role for role in Role}
    held = tuple(Held(known[row.role], row.place_code) for row in rows if row.role in known)
    return Rights(account.pk, held)


def _outermost(codes: Iterable[str]) -> tuple[str, ...]:
    distinct = sorted(set(codes))
    return tuple(
        code
        for code in distinct
        if not any(other != code and contains(other, code) for other in distinct)
    )


@dataclass(frozen=True)
class Declaration:
    """What a view asks for: every action, and the URL argument that names its place."""

    actions: tuple[Action, ...]
    place: str = ""


ATTRIBUTE: Final = "rembuk_policy"


def policy(*actions: Action, place: str = "") -> Callable[[View], View]:
    """Declare what a view (function or class) asks for: all of `actions`.

    `place` names the URL argument holding a place code; outside the account's places the answer
    is 404. Raises ValueError on an unknown action, so a slip fails at import, not in use.
    """
    unknown = set(actions) - set(get_args(Action))
    if unknown or not actions:
        raise ValueError(f"unknown actions {sorted(unknown)}" if unknown else "no action given")

    def mark(view: View) -> View:
        setattr(view, ATTRIBUTE, Declaration(actions, place))
        return view

    return mark
