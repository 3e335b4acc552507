"""Settings, urls, base templates, static files."""
