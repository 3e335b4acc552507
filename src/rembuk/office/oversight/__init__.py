"""Five pillars, supervision, the leader's page, the semester report."""
