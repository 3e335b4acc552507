"""Application configuration of the room `people`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, families, identifiers, and where each fact came from."""

    name = "rembuk.office.people"
    label = "people"
