"""What first under a budget: facts of the rooms, assumptions of the district, the best split."""
