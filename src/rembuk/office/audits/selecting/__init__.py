"""Who is audited: candidates with their reasons, and the choice among them."""
