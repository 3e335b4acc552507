"""Background work with progress and cancel, over django-tasks."""
