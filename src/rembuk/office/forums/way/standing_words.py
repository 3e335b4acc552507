"""How the promise of a decision stands: shape and words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

STANDING: Final = {
    "tanpa-janji": ("off", gettext_lazy("belum menjadi janji")),
    "ditepati": ("done", gettext_lazy("ditepati")),
    "selesai": ("run", gettext_lazy("selesai, menunggu diperiksa")),
    "berjalan": ("run", gettext_lazy("berjalan")),
    "lewat": ("act", gettext_lazy("lewat tenggat")),
    "gugur": ("off", gettext_lazy("gugur")),
    "dibawa": ("off", gettext_lazy("diteruskan rapat berikutnya")),
}
