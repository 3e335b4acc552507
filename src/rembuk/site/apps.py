"""Application configuration of the site: base templates, static files, tags."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Settings, urls, base templates, static files."""

    name = "rembuk.site"
    label = "site"
