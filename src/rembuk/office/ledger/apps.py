"""The room `ledger`."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Every promise: owner, due date, money, proof, and a verifier who is not the owner."""

    name = "rembuk.office.ledger"
    label = "ledger"
    verbose_name = "Janji"
