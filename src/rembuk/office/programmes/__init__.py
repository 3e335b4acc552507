"""The plan and its money: catalogue, activities, budgets, deliveries, offers, what first."""
