"""Facts with a date and a source: tables, rules, areas. No formulas."""
