"""TPPS teams and rembuk: agenda, attendance, decisions, minutes."""
