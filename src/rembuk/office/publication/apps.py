"""Application configuration of the room `publication`."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Publications of measured stunting, and the public pages."""

    name = "rembuk.office.publication"
    label = "publication"
