"""Offers of companies, foster parents and BAZNAS: approved, matched, consented, thanked."""
