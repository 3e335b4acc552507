"""Two years of teams and rembuk of the invented district: villages, kecamatan, district; one left
unfinished, promises kept and broken, a meeting ahead. Nobody in it exists."""
