"""The room `accompaniment`."""

from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    """A person stays accompanied until recovered: visits, referrals, zero new stunting."""

    name = "rembuk.office.accompaniment"
    label = "accompaniment"
    verbose_name = "Pendampingan"

    def ready(self) -> None:
        """Follow persons through merges, and cases through imports."""
        from rembuk.office.accompaniment.following import Accompanied
        from rembuk.office.accompaniment.hearing import listen
        from rembuk.office.people import followers

        followers.register(Accompanied())
        listen()
