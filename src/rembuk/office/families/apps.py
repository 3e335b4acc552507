"""The room of families."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """Family page, risk, welfare, overlap of lists, checks on the ground."""

    name = "rembuk.office.families"
    label = "families"
    verbose_name = "Keluarga"
