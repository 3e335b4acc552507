"""Where the walk over the pages looks: one kecamatan, one post, and the kinds of keys."""

from __future__ import annotations

from typing import Any, Final

OWN = "16.06.01"
POST = "16.06.01.2001.P01"
KEY: Final = "contoh"

Objects = dict[str, Any]
