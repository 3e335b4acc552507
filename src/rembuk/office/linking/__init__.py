"""Which records of different agencies are one person: runs, doubts, decisions, joins and splits."""
