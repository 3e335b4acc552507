"""Application configuration of the room `review`."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Action 1 drafted, Action 8 reviewed, the rubric scored."""

    name = "rembuk.office.review"
    label = "review"
