"""Application configuration of the room `oversight`."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Five pillars, supervision, the leader's page, the semester report."""

    name = "rembuk.office.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Say who opens the papers of the room, and what waits in it."""
        from rembuk.office.oversight import freezing, visit_paper, waits

        waits.register()
        visit_paper.register()
        freezing.register()
