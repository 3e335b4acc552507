"""Application configuration of the room `lists`."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Agency lists of families and persons, by edition."""

    name = "rembuk.office.lists"
    label = "lists"

    def ready(self) -> None:
        """Make the receivers of this room known to intake, its numbers to the change of keys."""
        from rembuk.office.intake.receivers import register
        from rembuk.office.lists.ciphers import reencrypt_all
        from rembuk.office.lists.recaps import Recaps
        from rembuk.office.lists.receiver import Lists
        from rembuk.office.lists.shapes import SHAPES
        from rembuk.office.people.identifiers import also_reencrypt

        for shape in SHAPES:
            register(Lists(shape))
        register(Recaps())
        also_reencrypt(reencrypt_all)
