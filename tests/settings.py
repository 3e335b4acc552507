"""Settings of every test: demo keys, immediate tasks, quick passwords, a var folder of its own."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("REMBUK_DEMO", "1")
os.environ.setdefault("REMBUK_TEST", "1")
os.environ.setdefault("REMBUK_VAR", tempfile.mkdtemp(prefix="rembuk-test-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread

from rembuk.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]  # hashing itself: tests/web/test_access_login.py
