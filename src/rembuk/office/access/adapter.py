"""How accounts are made: by an administrator only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


# allauth has no types
class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No one signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the Diskominfo administrator."""
        return False
