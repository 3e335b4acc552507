"""Facts with a date and a source: tables, rules, areas. No formulas."""

from rembuk.reference.loader import Reference, install, load

__all__ = ["Reference", "install", "load"]
