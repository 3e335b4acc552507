"""Application configuration of the room `programmes`."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The plan and its money: catalogue, activities, budgets, deliveries, offers, what first."""

    name = "rembuk.office.programmes"
    label = "programmes"

    def ready(self) -> None:
        """Let letters of thanks be opened."""
        from rembuk.office.programmes.support import pages as pages_offer

        pages_offer.register()
