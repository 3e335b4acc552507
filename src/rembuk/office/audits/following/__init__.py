"""Follow-up of a case: measured again, outcome, cases like it."""
