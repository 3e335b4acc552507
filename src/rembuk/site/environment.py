"""Reading the environment: flags, words, secrets, the database address."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str) -> bool:
    """Whether `name` is set to 1, true, yes or on."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    """Space- or comma-separated words of `name`."""
    return os.environ.get(name, default).replace(",", " ").split()


def secret(name: str, *, demo: bool) -> str:
    """A secret of at least 32 characters. Only the demo has a stand-in, and it says so."""
    value = os.environ.get(name, "")
    if len(value) >= 32:
        return value
    if demo and not value:
        return f"demo-only-not-a-secret-{name}-{'x' * 16}"
    raise ImproperlyConfigured(
        f"{name} must be set to at least 32 characters (see docs: pemasangan); "
        "for a trial with invented data use `make demo`"
    )


def field_keys(name: str, *, demo: bool) -> dict[str, bytes]:
    """AES-256 keys by id, newest first: `id:base64,id:base64`."""
    value = os.environ.get(name, "")
    if not value and demo:
        return {"demo": hashlib.sha256(b"rembuk demo key, invented people only").digest()}
    keys: dict[str, bytes] = {}
    for part in filter(None, value.split(",")):
        key_id, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if not key_id.isalnum() or len(key) != 32:
            raise ImproperlyConfigured(f"{name}: each part is id:base64 of 32 bytes")
        keys[key_id] = key
    if not keys:
        raise ImproperlyConfigured(f"{name} must hold at least one id:base64 key of 32 bytes")
    return keys


DEMO_OVERRIDES = Path("demo") / "nilai-daerah.yaml"
"""Where the demo keeps the invented district's own rule values, under `var`."""


def overrides(name: str, var: Path, *, demo: bool) -> Path | None:
    """The district's file of dated rule values; the demo brings its own."""
    if os.environ.get(name):
        return Path(os.environ[name])
    own = var / DEMO_OVERRIDES
    return own if demo and own.exists() else None


def database(url: str, var: Path) -> dict[str, Any]:
    """Django database settings of `url`; empty = SQLite under `var`."""
    if url and not url.startswith(("postgres://", "postgresql://", "sqlite:///")):
        raise ImproperlyConfigured("DATABASE_URL starts with postgresql:// or sqlite:///")
    if not url or url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///")) if url else var / "rembuk.sqlite3"
        path.parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
