"""Application configuration of the room `oversight`."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Five pillars, supervision, the leader's page, the semester report."""

    name = "rembuk.office.oversight"
    label = "oversight"
