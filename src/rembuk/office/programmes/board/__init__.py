"""Need, plan, budget and delivery of every place beside each other."""
