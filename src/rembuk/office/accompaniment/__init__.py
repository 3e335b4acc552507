"""A person stays accompanied until recovered: visits, referrals, zero new stunting."""
