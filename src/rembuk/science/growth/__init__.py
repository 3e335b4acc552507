"""WHO growth standards, Permenkes categories, weight gain, case state."""
