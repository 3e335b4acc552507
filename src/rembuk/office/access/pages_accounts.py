"""Account administration: who has an account, with which role, where, until when."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import services
from rembuk.office.access.forms import AccountForm, AssignmentForm
from rembuk.office.access.models import Account, Assignment, Role
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.access.queries import account_line, account_lines
from rembuk.office.places.scope import contains


@policy("kelola-akun")
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account."""
    find = request.GET.get("cari", "").strip()[:60]
    return render(request, "access/accounts.html", {"lines": account_lines(find), "find": find})


@policy("kelola-akun")
@never_cache
@sensitive_variables("password")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make an account; its password is shown on this answer and never again."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account, password = services.create_account(
            request, form.cleaned_data["username"], form.cleaned_data["display_name"]
        )
        return _password_page(request, account, password)
    return render(request, "access/account_new.html", {"form": form})


@policy("kelola-akun")
@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles, and what can be done with it."""
    return _account_page(request, get_object_or_404(Account, pk=pk), AssignmentForm())


@policy("kelola-akun")
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role. Nobody gives a role to themselves."""
    holder = _other(request, pk)
    rights = rights_in(request)
    form = AssignmentForm(request.POST, within=rights.places_for("kelola-akun"))
    if not form.is_valid():
        return _account_page(request, holder, form, status=422)
    data = form.cleaned_data
    services.assign(
        request, holder, Role(data["role"]), data["place_code"], data["unit"],
        data["valid_from"], data["valid_to"],
    )  # fmt: skip
    messages.success(request, _("Peran diberikan."))
    return redirect("access:account", pk=pk)


@policy("kelola-akun")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role today."""
    given = get_object_or_404(Assignment, pk=pk)
    _other(request, given.account_id)
    rights = rights_in(request)
    mine = rights.places_for("kelola-akun")
    if not any(contains(outer, given.place_code) for outer in mine):
        raise PermissionDenied
    services.end_assignment(request, given)
    messages.success(request, _("Peran diakhiri hari ini."))
    return redirect("access:account", pk=given.account_id)


@policy("kelola-akun")
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch an account off or on."""
    holder = _other(request, pk)
    services.set_active(request, holder, active=not holder.is_active)
    messages.success(
        request, _("Akun diaktifkan.") if holder.is_active else _("Akun dinonaktifkan.")
    )
    return redirect("access:account", pk=pk)


@policy("kelola-akun")
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift the lock after wrong passwords."""
    services.unlock(request, get_object_or_404(Account, pk=pk))
    messages.success(request, _("Kunci dibuka. Pengguna dapat mencoba masuk lagi."))
    return redirect("access:account", pk=pk)


@policy("kelola-akun")
@never_cache
@sensitive_variables("password")
@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a new password, shown once."""
    holder = _other(request, pk)
    return _password_page(request, holder, services.give_password(request, holder))


def _other(request: HttpRequest, pk: int) -> Account:
    """An account that is not one's own: nobody raises their own rights."""
    if request.user.pk == pk:
        raise PermissionDenied
    return get_object_or_404(Account, pk=pk)


def _account_page(
    request: HttpRequest, holder: Account, form: AssignmentForm, status: int = 200
) -> HttpResponse:
    own = holder.pk == request.user.pk
    context = {"line": account_line(holder), "form": form, "own": own, "can_change": not own}
    return render(request, "access/account.html", context, status=status)


def _password_page(request: HttpRequest, holder: Account, password: str) -> HttpResponse:
    context = {"holder": holder, "password": password}
    return render(request, "access/password_once.html", context)
