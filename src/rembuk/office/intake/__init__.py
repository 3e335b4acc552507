"""Agency files in: sniff, recognise, map, check, preview, commit, undo."""
