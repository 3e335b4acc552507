"""Who first under a quota."""

from rembuk.science.choice.first_look import first_look

__all__ = ["first_look"]
