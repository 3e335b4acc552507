"""Two years of rembuk at three levels in the demo: teams, meetings, decisions kept and broken, one
meeting that is not finished and one that is still to come. Every person and figure is invented."""
