"""The room `ledger`."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Every promise: owner, due date, money, proof, and a verifier who is not the owner."""

    name = "rembuk.office.ledger"
    label = "ledger"
    verbose_name = "Janji"

    def ready(self) -> None:
        """Let promises follow a person who is joined with another."""
        from rembuk.office.ledger.followers import Promised
        from rembuk.office.people import followers

        followers.register(Promised())
