"""A meeting called: agenda, parties, attendance, materials, readiness."""
