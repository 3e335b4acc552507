"""Application configuration of the room `jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work with progress and cancel, over django-tasks."""

    name = "rembuk.office.jobs"
    label = "jobs"
