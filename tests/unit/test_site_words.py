"""Numbers and dates as the office writes them, and the drawings made of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from rembuk.site import drawing


def shown(text: str, **values: object) -> str:
    return Template(text).render(Context(values)).strip()


@pytest.mark.parametrize(
    ("filtered", "value", "indonesian", "english"),
    [
        ("angka", 40436, "40.436", "40,436"),
        ("angka", 0, "0", "0"),
        ("angka", 9.0, "9,0", "9.0"),
        ("angka:2", Decimal("7.125"), "7,13", "7.13"),
        ("angka", None, "belum ada", None),
        ("angka", True, "belum ada", None),
        ("angka", float("nan"), "belum ada", None),
        ("persen", 9.65, "9,7%", "9.7%"),
        ("persen:0", 60, "60%", "60%"),
        ("persen", None, "belum ada", None),
        ("sd", -2.206, "−2,21", "−2.21"),
        ("sd", -0.001, "0,00", "0.00"),
        ("kg", 9, "9,0 kg", "9.0 kg"),
        ("cm", 74.35, "74,4 cm", "74.4 cm"),
        ("cm", None, "belum ada", None),
        ("tanggal", dt.date(2026, 11, 9), "9 November 2026", "9 November 2026"),
        ("tanggal", dt.date(2026, 8, 1), "1 Agustus 2026", "1 August 2026"),
        ("saat", dt.datetime(2026, 5, 9, 14, 5), "9 Mei 2026 14.05", "9 May 2026 14:05"),
        ("saat", None, "belum ada", None),
        ("jam", dt.datetime(2026, 5, 9, 8, 0, tzinfo=dt.UTC), "15.00", "15:00"),
        ("tgl", dt.date(2026, 5, 9), "9 Mei 2026", "9 May 2026"),
        ("tgl", None, "belum ada", None),
        ("bulan", dt.date(2026, 10, 1), "Oktober 2026", "October 2026"),
    ],
)
def test_words_follow_the_language(
    filtered: str, value: object, indonesian: str, english: str | None
) -> None:
    with translation.override("id"):
        assert shown("{{ v|" + filtered + " }}", v=value) == indonesian
    if english:
        with translation.override("en"):
            assert shown("{{ v|" + filtered + " }}", v=value) == english


def test_a_time_is_a_date_of_the_office() -> None:
    late = dt.datetime(2026, 11, 9, 20, 0, tzinfo=dt.UTC)  # already the 10th in Jakarta
    assert shown("{{ v|tgl }}", v=late) == "10 Nov 2026"


def test_a_ratio_is_shown_as_its_percent() -> None:
    assert shown("{{ v|persen }}", v=SimpleNamespace(pct=12.34)) == "12,3%"


def test_states_carry_a_word_and_a_shape() -> None:
    assert shown("{% state 'act' v %}", v="<lewat>") == (
        '<span class="state is-act"><svg class="shape" aria-hidden="true">'
        '<use href="#s-act"/></svg>&lt;lewat&gt;</span>'
    )
    assert shown("{% chip '' v %}", v="11 kasus") == '<span class="chip">11 kasus</span>'


def test_an_unknown_shape_is_an_error() -> None:
    with pytest.raises((ValueError, TemplateSyntaxError)):
        shown("{% shape 'bulat' %}")


@pytest.mark.parametrize(
    ("percent", "tone"),
    [(0, "p1"), (2.4, "p1"), (2.5, "p2"), (9.99, "p2"), (10, "p3"), (20, "p4"), (30, "p5")],
)
def test_bar_wears_the_who_class(percent: float, tone: str) -> None:
    assert f'class="bar {tone}"' in shown("{% bar v True %}", v=percent)
    assert 'class="bar p-low"' in shown("{% bar v False %}", v=percent)


def test_sparkline_breaks_at_a_gap() -> None:
    line = drawing.spark([10.0, 11.0, None, 12.0])
    assert line is not None
    assert line.path.count("M") == 2
    assert drawing.spark([None, None]) is None


def test_sparklines_of_equal_rise_are_equally_steep() -> None:
    low, high = drawing.spark([2.0, 4.0]), drawing.spark([20.0, 22.0])
    assert low is not None
    assert high is not None
    assert low.path == high.path


def test_dots_never_join_survey_and_register() -> None:
    survey = SimpleNamespace(stunting_pct=17.2, low_pct=13.9, high_pct=21.0)
    drawn = drawing.dots(survey, 9.7)
    assert (drawn.survey, drawn.register) == ("293.0", "204.5")
    assert "17,2%" in drawn.told
    assert "9,7%" in drawn.told
    without = drawing.dots(SimpleNamespace(stunting_pct=16.5, low_pct=None, high_pct=None), None)
    assert (without.low, without.register) == ("", "")


def test_scale_grows_for_a_high_figure() -> None:
    drawn = drawing.dots(None, 41.0)
    assert drawn.ticks[-1].text == "50%"
    assert [band.tone for band in drawn.bands] == ["p1", "p2", "p3", "p4", "p5"]
