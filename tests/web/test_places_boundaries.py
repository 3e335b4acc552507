"""`/wilayah/<code>/batas.json`: shapes for the map."""

import gzip
import json

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def url(code: str) -> str:
    return reverse("places:boundaries", args=[code])


def test_kecamatan_of_a_district_for_everybody(client: Client) -> None:
    answer = client.get(url("16.06"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/geo+json"
    shapes = answer.json()
    assert len(shapes["features"]) == 15
    assert set(shapes["features"][0]["properties"]) == {"code", "name", "parent", "cp"}


@pytest.mark.parametrize(
    ("code", "query", "count"),
    [
        ("16", "", 2),  # the districts of the province we have shapes of
        ("16.06.01", "", 14),
        ("16.06", "?tingkat=desa", 240),
        ("16.06", "?tingkat=kabkota", 1),
        ("11.01", "", 0),  # an area without shapes is no error
    ],
)
def test_levels(client: Client, code: str, query: str, count: int) -> None:
    assert len(client.get(url(code) + query).json()["features"]) == count


@pytest.mark.parametrize(
    "path", ["/wilayah/99.99/batas.json", "/wilayah/16.06/batas.json?tingkat=rt"]
)
def test_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("code", ["16.6", "x", "16.06.01.1009", "../16"])
def test_what_is_no_code_of_an_area_with_children(client: Client, code: str) -> None:
    assert client.get(f"/wilayah/{code}/batas.json").status_code == 404


def test_kept_by_the_browser_and_asked_again_cheaply(client: Client) -> None:
    first = client.get(url("16.06"))
    assert "public" in first["Cache-Control"]
    assert "max-age=86400" in first["Cache-Control"]
    again = client.get(url("16.06"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(url("16.07"), headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


def test_sent_compressed(client: Client) -> None:
    answer = client.get(url("16.06"), headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(answer.content))["features"]) == 15


def test_nothing_is_written_through_it(client: Client) -> None:
    assert client.post(url("16.06")).status_code == 405
