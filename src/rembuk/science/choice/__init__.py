"""Who first under a quota: children to be seen, villages to begin with."""

from rembuk.science.choice.first_look import first_look

__all__ = ["first_look"]
