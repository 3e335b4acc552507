"""A URL whose view declares nothing, for the walk."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from rembuk.site.urls import urlpatterns as real


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("telanjang")


urlpatterns = [path("telanjang/", bare, name="bare"), path("", include(real))]
