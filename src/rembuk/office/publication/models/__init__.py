"""Tables of the publication room."""

from rembuk.office.publication.models.publication import (
    FixedError,
    Publication,
    PublicationEvent,
    State,
)

__all__ = ["FixedError", "Publication", "PublicationEvent", "State"]
