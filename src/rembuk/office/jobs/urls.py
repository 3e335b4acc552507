"""Pages of the room `jobs`."""

from django.urls import URLPattern

app_name = "jobs"
urlpatterns: list[URLPattern] = []
