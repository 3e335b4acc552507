"""Where the figures of a drafted line can be looked into."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.http import urlencode

from rembuk.office.access.policies import Rights
from rembuk.office.convergence.models import Year
from rembuk.reference.reviews import About


def link(rights: Rights, year: Year, place: str, about: About, code: str, rule: str) -> str:
    """The address of the figures; "" where the reader may not open it."""
    topic = rule.removeprefix("reviu.").partition("-")[0]
    if about == "indikator":
        inside = {} if place == year.district_code else {"kecamatan": place}
        return _at("convergence:indicator", [year.year, code], inside)
    if topic == "langkah":
        return reverse("convergence:steps", args=[year.year])
    if topic in ("ds", "register"):
        return reverse("insight:area", args=[place]) if rights.may("lihat-agregat", place) else ""
    if topic == "survei":
        return reverse("insight:trend")
    if rule in ("reviu.kantor-lengkap", "reviu.kantor-terlambat"):
        return _at("convergence:chase", [], {"tahun": year.year})
    if not rights.may("janji", place):
        return ""
    asked = {"daftar": "semua", "wilayah": place}
    if about == "kantor":
        asked["kantor"] = code
    if topic == "audit":
        asked["asal"] = "audit"
    return _at("ledger:home", [], asked)


def _at(name: str, args: list[object], query: Mapping[str, str | int]) -> str:
    return reverse(name, args=args) + (f"?{urlencode(query)}" if query else "")
