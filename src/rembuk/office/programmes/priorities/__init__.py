"""What first under a budget: scenarios, their plans on screen and paper, proposals."""
