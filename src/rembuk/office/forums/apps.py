"""Application configuration of the room `forums`."""

from django.apps import AppConfig


class ForumsConfig(AppConfig):
    """TPPS teams and rembuk: agenda, attendance, decisions, minutes."""

    name = "rembuk.office.forums"
    label = "forums"

    def ready(self) -> None:
        """Say who opens the papers of the room, and what waits there."""
        from rembuk.office.forums import waits
        from rembuk.office.forums.meeting import papers

        papers.register()
        waits.register()
