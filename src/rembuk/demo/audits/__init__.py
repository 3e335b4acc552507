"""Two invented audit cycles: one finished, one running, with promises in every state."""

from rembuk.demo.audits.cycles import make_audits

__all__ = ["make_audits"]
