"""Who is poor, by which line and evidence; which family is at risk; which house is unfit."""
