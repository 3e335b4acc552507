"""TPPS teams and how far they are formed."""
