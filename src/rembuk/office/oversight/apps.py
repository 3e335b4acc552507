"""Application configuration of the room `oversight`."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Five pillars, supervision, the leader's page, the semester report."""

    name = "rembuk.office.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Say who opens the papers of the room, and what waits in it."""
        from rembuk.office.oversight import waits
        from rembuk.office.oversight.reporting import freezing
        from rembuk.office.oversight.visits import paper as visit_paper

        waits.register()
        visit_paper.register()
        freezing.register()
