"""What follows from rows: the verdict on a measurement, cases, who is looked at first, recaps."""
