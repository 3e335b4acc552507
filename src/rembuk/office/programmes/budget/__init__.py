"""Lines of budgets: sheets in and out, judged, matched to activities."""
