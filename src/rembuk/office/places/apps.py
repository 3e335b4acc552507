"""Application configuration of the room `places`."""

from django.apps import AppConfig
from django.conf import settings

from rembuk import reference


class PlacesConfig(AppConfig):
    """Areas with validity, boundaries, Kemendagri-BPS crosswalk."""

    name = "rembuk.office.places"
    label = "places"

    def ready(self) -> None:
        """Hand the district's own rule values to the reference, and have them checked."""
        from rembuk.office.places import checks  # noqa: F401 - registers itself

        reference.install(settings.REMBUK_OVERRIDES)
