"""Pages of the room `lists`."""

from django.urls import URLPattern

app_name = "lists"
urlpatterns: list[URLPattern] = []
