"""A cycle of audits: made, its settings, its pages."""
