"""Application configuration of the room `forums`."""

from django.apps import AppConfig


class ForumsConfig(AppConfig):
    """TPPS teams and rembuk: agenda, attendance, decisions, minutes."""

    name = "rembuk.office.forums"
    label = "forums"
