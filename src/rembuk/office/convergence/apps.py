"""The room `convergence`."""

from django.apps import AppConfig


class ConvergenceConfig(AppConfig):
    """Years of a scheme, indicators and their cells, chase, evidence, filing."""

    name = "rembuk.office.convergence"
    label = "convergence"
    verbose_name = "Aksi konvergensi"
