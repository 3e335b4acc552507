"""Application configuration of the room `lists`."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Agency lists of families and persons, by edition."""

    name = "rembuk.office.lists"
    label = "lists"

    def ready(self) -> None:
        """Make the receivers of this room known to intake."""
        from rembuk.office.intake.receivers import register
        from rembuk.office.lists.recaps import Recaps
        from rembuk.office.lists.receiver import Lists
        from rembuk.office.lists.shapes import SHAPES

        for shape in SHAPES:
            register(Lists(shape))
        register(Recaps())
