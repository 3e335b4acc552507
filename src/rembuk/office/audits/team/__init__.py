"""The audit team: decree, members, seats that stay empty."""
