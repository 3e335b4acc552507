"""Application configuration of the room `places`."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Areas with validity, boundaries, Kemendagri-BPS crosswalk."""

    name = "rembuk.office.places"
    label = "places"
