"""Application configuration of the room `posyandu`."""

from django.apps import AppConfig


class PosyanduConfig(AppConfig):
    """Sessions, measurements, monthly status, who should be seen first."""

    name = "rembuk.office.posyandu"
    label = "posyandu"

    def ready(self) -> None:
        """Make the receivers of this room known to intake."""
        from rembuk.office.intake.receivers import register
        from rembuk.office.people import followers
        from rembuk.office.posyandu.following import ChildRows
        from rembuk.office.posyandu.receiving.feeding import FeedingHistories
        from rembuk.office.posyandu.receiving.mothers import MotherFeedingHistories
        from rembuk.office.posyandu.receiving.receiver import Measurements

        register(Measurements())
        register(FeedingHistories())
        register(MotherFeedingHistories())
        followers.register(ChildRows())
