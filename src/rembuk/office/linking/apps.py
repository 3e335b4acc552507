"""Application configuration of the room `linking`."""

from django.apps import AppConfig


class LinkingConfig(AppConfig):
    """Link runs, the queue of doubts, decisions that outlive re-runs, joins and splits."""

    name = "rembuk.office.linking"
    label = "linking"

    def ready(self) -> None:
        """Listed persons follow when two persons become one; lists tell when their rows change."""
        from rembuk.office.linking.following import ListedRows, rows_changed
        from rembuk.office.lists import followers as lists
        from rembuk.office.people import followers

        followers.register(ListedRows())
        lists.register(rows_changed)
