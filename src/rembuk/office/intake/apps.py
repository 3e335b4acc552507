"""Application configuration of the room `intake`."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Agency files in: sniff, recognise, map, check, preview, commit, undo."""

    name = "rembuk.office.intake"
    label = "intake"
