"""URLs of the room."""

from django.urls import URLPattern

app_name = "seats"
urlpatterns: list[URLPattern] = []
