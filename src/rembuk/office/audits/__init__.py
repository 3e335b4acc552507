"""Audit Kasus Stunting: team, cases, experts, dissemination, follow-up."""
