"""Application configuration of the room `review`."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Action 1 drafted, Action 8 reviewed, the rubric scored."""

    name = "rembuk.office.review"
    label = "review"

    def ready(self) -> None:
        """Say who opens the papers of the room."""
        from rembuk.office.review import analysis_papers, year_review_freeze

        analysis_papers.register()
        year_review_freeze.register()
