"""The room `accompaniment`."""

from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    """A person stays accompanied until recovered: visits, referrals, zero new stunting."""

    name = "rembuk.office.accompaniment"
    label = "accompaniment"
    verbose_name = "Pendampingan"
