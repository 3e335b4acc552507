"""Application configuration of the room `posyandu`."""

from django.apps import AppConfig


class PosyanduConfig(AppConfig):
    """Sessions, measurements, monthly status, who should be seen first."""

    name = "rembuk.office.posyandu"
    label = "posyandu"
