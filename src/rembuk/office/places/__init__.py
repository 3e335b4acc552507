"""Areas with validity, boundaries, Kemendagri-BPS crosswalk."""
