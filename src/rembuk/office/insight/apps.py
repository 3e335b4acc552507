"""Application configuration of the room `insight`."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Situation of the district: home, areas, maps."""

    name = "rembuk.office.insight"
    label = "insight"
