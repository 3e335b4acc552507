"""Application configuration of the room `lists`."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Agency lists of families and persons, by edition."""

    name = "rembuk.office.lists"
    label = "lists"
