"""Application configuration of the room `publication`."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Publications of measured stunting, and the public pages."""

    name = "rembuk.office.publication"
    label = "publication"

    def ready(self) -> None:
        """Say who opens the PDF of a publication on its desk page."""
        from rembuk.office.publication import papers

        papers.register()
