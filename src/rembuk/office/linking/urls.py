"""Pages of the room `linking`."""

from django.urls import URLPattern

app_name = "linking"
urlpatterns: list[URLPattern] = []
