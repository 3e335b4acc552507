"""The integrated plan (Action 2): screen, Excel, PDF, evidence."""
