"""Every page, at phone and desk width: no script error, no CSP refusal, no sideways scroll, no
axe finding of WCAG 2.2 AA, one h1."""

from __future__ import annotations

import pytest
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser

KECAMATAN = "16.06.01"
PAGES = [
    ("", "/akun/login/"),
    ("bupati", "/"),
    ("tpps", f"/keadaan/{KECAMATAN}/"),
    ("tpps", "/keadaan/@village/"),
    ("tpps", "/data-masuk/"),
    ("tpps", "/data-masuk/@import/"),
    ("gizi", "/posyandu/anak/"),
    ("gizi", "/posyandu/anak/?status=pendek"),
    ("gizi", "/posyandu/anak/?q=tidakadaorangini"),
    ("gizi", "/posyandu/anak/@child/"),
    ("gizi", "/posyandu/lihat-dulu/"),
    ("gizi", "/posyandu/kelengkapan/"),
    ("kader", "/"),
    ("ppdp", "/akses/catatan/"),
    ("ppdp", "/akses/saya/"),
    ("dinkes", "/data-masuk/unggah/"),
    ("gizi", "/posyandu/pos/@post/"),
    ("admin", "/akses/akun/"),
    ("admin", "/akses/akun/baru/"),
    ("bidan", "/akun/2fa/"),
    ("bidan", "/akun/password/change/"),
]

NARROW = [
    ("sekda", "/"),
    ("pakar", "/audit/telaah/"),
    ("audit", "/audit/kasus-saya/"),
    ("gizi", "/pendampingan/nol-kasus-baru/"),
    ("gizi", "/pendampingan/tim/"),
    ("tpps", "/daftar/banding/"),
    ("tpps", "/keluarga/angka-kemiskinan/"),
    ("tpps", "/konvergensi/2026/dihitung/"),
    ("tpps", "/konvergensi/2026/slot/"),
    ("tpps", "/konvergensi/2026/jendela/"),
    ("tpps", "/konvergensi/2026/bukti/S25-1/"),
    ("tpps", "/reviu/2026/"),
    ("tpps", "/reviu/2026/nilai/"),
    ("camat", "/reviu/2026/analisis/"),
    ("", "/publikasi/"),
]
"""Pages that only a phone breaks."""


def _path(visitor, path: str) -> str:
    """Fill `@child`, `@village`, `@import` with the first such link of its list page."""
    lists = {
        "@post": ("/posyandu/kelengkapan/", "main tbody a[href*='/posyandu/pos/']"),
        "@child": ("/posyandu/anak/", "main tbody a[href*='/posyandu/anak/']"),
        "@village": (f"/keadaan/{KECAMATAN}/", "main tbody a[href^='/keadaan/']"),
        "@import": (
            "/data-masuk/",
            "main table a[href^='/data-masuk/'], main li a[href^='/data-masuk/']",
        ),
    }
    for mark, (list_page, selector) in lists.items():
        if mark in path:
            link = visitor.open(list_page).locator(selector).first
            return str(link.get_attribute("href"))
    return path


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("username", "path"), PAGES)
def test_page_is_clean(visit, axe_source, username, path, width):
    """A page works, fits and is accessible."""
    visitor = visit(username, width)
    visitor.open(_path(visitor, path))
    assert_clean(visitor, axe_source)


@pytest.mark.parametrize(("username", "path"), NARROW)
def test_page_is_clean_on_a_phone(visit, axe_source, username, path):
    """The same, at the narrow width alone."""
    visitor = visit(username, 360)
    visitor.open(path)
    assert_clean(visitor, axe_source)
