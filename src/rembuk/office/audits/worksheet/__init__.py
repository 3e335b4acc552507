"""The worksheet of a case: what records say, what was typed, and the sheet on paper."""
