"""What changed in audited children against like children without an audit."""

from rembuk.science.effect.matched import COLUMNS, Calipers, Effect, matched_effect

__all__ = ["COLUMNS", "Calipers", "Effect", "matched_effect"]
