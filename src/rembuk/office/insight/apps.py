"""Application configuration of the room `insight`."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Situation of the district: home, areas, maps, trends, targets, lokus."""

    name = "rembuk.office.insight"
    label = "insight"

    def ready(self) -> None:
        """Say who opens the annex of a decision."""
        from rembuk.office.insight import papers

        papers.register()
