"""The room `convergence`."""

from django.apps import AppConfig


class ConvergenceConfig(AppConfig):
    """Years of a scheme, indicators and their cells, chase, evidence, filing."""

    name = "rembuk.office.convergence"
    label = "convergence"
    verbose_name = "Aksi konvergensi"

    def ready(self) -> None:
        """Let promises follow empty cells, and letters of the chase be opened."""
        from rembuk.office.convergence.chasing import overdue
        from rembuk.office.convergence.chasing import pages as pages_chase

        overdue.register()
        pages_chase.register()
