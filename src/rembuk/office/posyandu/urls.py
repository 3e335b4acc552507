"""Pages of the room `posyandu`."""

from django.urls import URLPattern

app_name = "posyandu"
urlpatterns: list[URLPattern] = []
