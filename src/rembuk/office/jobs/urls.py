"""Pages of the room `jobs`."""

from django.urls import path

from . import pages

app_name = "jobs"
urlpatterns = [
    path("<uuid:pk>/", pages.progress, name="progress"),
    path("<uuid:pk>/hentikan/", pages.cancel, name="cancel"),
]
