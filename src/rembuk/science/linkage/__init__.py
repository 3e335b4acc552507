"""Which records are one person: names, numbers, comparison and clusters. Pure, no Django."""
