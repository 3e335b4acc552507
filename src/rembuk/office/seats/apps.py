"""The room of offices and seats."""

from django.apps import AppConfig


class SeatsConfig(AppConfig):
    """Perangkat daerah, puskesmas, desa, partners; their seats and who holds them."""

    name = "rembuk.office.seats"
    label = "seats"
    verbose_name = "Kantor dan jabatan"
