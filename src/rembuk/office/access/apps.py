"""Application configuration of the room `access`."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Accounts, role x area x purpose, view log."""

    name = "rembuk.office.access"
    label = "access"
