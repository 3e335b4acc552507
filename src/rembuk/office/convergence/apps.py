"""The room `convergence`."""

from django.apps import AppConfig


class ConvergenceConfig(AppConfig):
    """Years of a scheme, indicators and their cells, chase, evidence, filing."""

    name = "rembuk.office.convergence"
    label = "convergence"
    verbose_name = "Aksi konvergensi"

    def ready(self) -> None:
        """Let promises follow empty cells, letters of the chase be opened, and counts follow what
        comes in."""
        from rembuk.office.convergence import tasks
        from rembuk.office.convergence.chasing import overdue
        from rembuk.office.convergence.chasing import pages as pages_chase
        from rembuk.office.intake import followers

        overdue.register()
        pages_chase.register()
        followers.on_settled(tasks.recount)
