"""Pages of the room `access`."""

from django.urls import URLPattern

app_name = "access"
urlpatterns: list[URLPattern] = []
