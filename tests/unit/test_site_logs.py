"""The server's log: no line for a refused page, no text of an exception."""

from __future__ import annotations

import logging
import logging.config
import sys

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.utils.log import log_response

from rembuk.site.logs import Discreet


def test_the_settings_write_with_the_discreet_formatter() -> None:
    assert settings.LOGGING["formatters"]["plain"]["()"] == "rembuk.site.logs.Discreet"


def test_an_exception_is_written_without_its_text() -> None:
    name = "Sari Contoh"
    try:
        raise ValueError(name)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "gagal", None, sys.exc_info())
    text = Discreet("%(message)s").format(record)
    assert text.endswith("ValueError")
    assert "test_site_logs.py" in text
    assert name not in text


@pytest.mark.django_db
def test_a_missing_page_writes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert Client().get("/tidak-ada/").status_code in {302, 404}
    assert [one for one in caplog.records if one.name == "django.request"] == []


@pytest.mark.parametrize(("status", "lines"), [(403, 0), (404, 0), (500, 1)])
def test_only_faults_of_the_server_are_written(
    status: int, lines: int, caplog: pytest.LogCaptureFixture
) -> None:
    from django.http import HttpResponse

    request = RequestFactory().get("/posyandu/")
    problem = PermissionDenied("Sari Contoh")
    log_response("%s", "jawaban", response=HttpResponse(status=status), request=request,
                 exception=problem)  # fmt: skip
    assert len([one for one in caplog.records if one.name == "django.request"]) == lines
