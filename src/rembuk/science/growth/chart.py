"""A child's growth chart as SVG text: WHO bands behind, the child's own line in front.

Pure: points in, text out. No style attribute and no script, so it fits a strict content policy;
tints mean bands of the standard, not alarms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from rembuk.science.growth.curves import ChartIndex, Piece, pieces, ticks
from rembuk.science.growth.zscores import DAYS_PER_MONTH, STANDING_FROM_DAY

WIDTH, HEIGHT = 760, 500
LEFT, RIGHT, TOP, BOTTOM = 52, 70, 62, 54
INK, INK_2, LINE, GREY = "#1c2630", "#46525e", "#dddad1", "#7f868c"
SURFACE, AMBER, RED, GREEN = "#ffffff", "#855000", "#b3251e", "#5b8a63"
NORMAL, LOW, VERY_LOW, HIGH = "#e6f1e4", "#fbf0cf", "#f3e6e1", "#eef0f4"
FONT: Final = "'Source Sans 3', 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

NAMES: Final = {
    "lhfa": ("Panjang/tinggi badan menurut umur (PB/U, TB/U)", "cm"),
    "wfa": ("Berat badan menurut umur (BB/U)", "kg"),
    "wfl": ("Berat badan menurut panjang badan (BB/PB)", "kg"),
    "wfh": ("Berat badan menurut tinggi badan (BB/TB)", "kg"),
    "bfa": ("Indeks massa tubuh menurut umur (IMT/U)", "kg/m²"),
}
SEX_NAMES: Final = {"L": "laki-laki", "P": "perempuan"}


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement as drawn: the day, age in days, the value (cm corrected for position, kg,
    kg/m2), the size in cm (for weight-for-length) and whether it awaits a second measurement."""

    date: dt.date
    age_days: int
    value: float
    size: float | None = None
    suspected: bool = False


def growth_chart(
    index: ChartIndex, sex: str, points: Iterable[Point], finding: str = "", title: str = ""
) -> str:
    """The chart as a whole SVG document.

    Args:
        index: lhfa, wfa, wfl, wfh or bfa.
        sex: L or P.
        points: the child's measurements, in any order; those beyond the standard are left out.
        finding: the finding in a sentence, for those who do not see the picture.
        title: heading; the name of the index when empty.
    """
    by_size = index in {"wfl", "wfh"}
    child = sorted((p for p in points if not by_size or p.size is not None), key=lambda p: p.date)
    ages = [p.age_days for p in child]
    last = (120.0 if index == "wfh" else 110.0) if by_size else _last_month(ages)
    standard = pieces(index, sex, last)
    first = float(standard[0].x[0])
    child = [p for p in child if first <= _x(p, by_size) <= last]
    frame = _Frame.around(standard, child, first, last)
    name, unit = NAMES[index]
    kind = f"Standar WHO 2006, anak {SEX_NAMES[sex]}"
    said = finding or _finding(child, unit)
    body = [
        *_bands(frame, standard, index),
        *_grid(frame, unit, by_size),
        *_lines(frame, standard, index),
        *_child(frame, child, by_size, split=index in {"lhfa", "bfa"}),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}" role="img" font-family="{escape(FONT)}" '
            'aria-labelledby="grafik-judul grafik-isi">',
            f'<title id="grafik-judul">{escape(title or name)}</title>',
            f'<desc id="grafik-isi">{escape(said)}</desc>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{SURFACE}"/>',
            _text(LEFT, 24, title or name, 17, INK, weight="600"),
            _text(LEFT, 43, kind, 13, INK_2),
            *body,
            "</svg>\n",
        ]
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    x_ticks: Sequence[float]
    y_ticks: Sequence[float]

    @classmethod
    def around(
        cls, standard: Sequence[Piece], child: Sequence[Point], first: float, last: float
    ) -> _Frame:
        values = [p.value for p in child]
        low = min([*(float(piece.at[-3].min()) for piece in standard), *values])
        high = max([*(float(piece.at[3].max()) for piece in standard), *values])
        x_step = 10 if first > 1 else (3 if last <= 24 else 6)
        start = int(first) // x_step * x_step
        return cls(list(range(start, int(last) + 1, x_step)), ticks(low, high))

    def at(self, x: float, y: float) -> str:
        """A point of the data as `x,y` of the picture."""
        return f"{self.x(x):.1f},{self.y(y):.1f}"

    def x(self, value: float) -> float:
        low, high = self.x_ticks[0], self.x_ticks[-1]
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        low, high = self.y_ticks[0], self.y_ticks[-1]
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)


def _last_month(ages: Sequence[int]) -> float:
    return 60.0 if ages and max(ages) >= STANDING_FROM_DAY else 24.0


def _x(point: Point, by_size: bool) -> float:
    return (point.size or 0.0) if by_size else point.age_days / DAYS_PER_MONTH


def _bands(frame: _Frame, standard: Sequence[Piece], index: str) -> Iterable[str]:
    top = 3 if index == "lhfa" else 1
    tints: list[tuple[int | None, int, str]] = [
        (None, -3, VERY_LOW), (-3, -2, LOW), (-2, top, NORMAL)
    ]  # fmt: skip
    if top == 1:
        tints.append((1, 3, HIGH))
    floor = frame.y_ticks[0]
    for piece in standard:
        for low, high, tint in tints:
            upper = [frame.at(x, y) for x, y in zip(piece.x, piece.at[high], strict=True)]
            base = [floor] * len(piece.x) if low is None else piece.at[low]
            lower = [frame.at(x, y) for x, y in zip(piece.x, base, strict=True)]
            yield f'<polygon points="{" ".join([*upper, *reversed(lower)])}" fill="{tint}"/>'


def _grid(frame: _Frame, unit: str, by_size: bool) -> Iterable[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for value in frame.y_ticks:
        y = frame.y(value)
        yield f'<path d="M{LEFT} {y:.1f}H{right}" stroke="{LINE}" stroke-width="1" opacity="0.7"/>'
        yield _text(LEFT - 8, y + 4, _number(value), 12.5, INK_2, anchor="end")
    yield f'<path d="M{LEFT} {bottom}H{right}" stroke="{GREY}" stroke-width="1"/>'
    for value in frame.x_ticks:
        x = frame.x(value)
        yield f'<path d="M{x:.1f} {bottom}v5" stroke="{GREY}" stroke-width="1"/>'
        yield _text(x, bottom + 20, _number(value), 12.5, INK_2, anchor="middle")
    middle, label = (LEFT + right) / 2, "panjang/tinggi (cm)" if by_size else "umur (bulan)"
    yield _text(middle, HEIGHT - 14, label, 12.5, INK_2, anchor="middle")
    yield _text(LEFT - 8, TOP - 13, unit, 12.5, INK_2, anchor="end")


def _lines(frame: _Frame, standard: Sequence[Piece], index: str) -> Iterable[str]:
    drawn = [
        (3, GREY, 1.0, "", "+3 SD"), (0, GREEN, 1.5, "", "median"),
        (-2, AMBER, 1.5, "6 4", "−2 SD"), (-3, RED, 1.5, "", "−3 SD"),
    ]  # fmt: skip
    if index != "lhfa":
        drawn.insert(1, (1, AMBER, 1.5, "6 4", "+1 SD"))
    if index in {"wfl", "wfh", "bfa"}:
        drawn.insert(1, (2, GREY, 1.0, "", "+2 SD"))
    placed = HEIGHT * 2.0
    for z, color, width, dash, label in sorted(drawn):
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        for piece in standard:
            path = " ".join(frame.at(x, y) for x, y in zip(piece.x, piece.at[z], strict=True))
            yield (
                f'<polyline points="{path}" fill="none" stroke="{color}" '
                f'stroke-width="{width}"{dashes}/>'
            )
        end = standard[-1]
        placed = min(frame.y(float(end.at[z][-1])) + 4, placed - 13)  # labels never overlap
        yield _text(frame.x(float(end.x[-1])) + 5, placed, label, 12, INK_2)


def _child(frame: _Frame, child: Sequence[Point], by_size: bool, split: bool) -> Iterable[str]:
    run: list[str] = []
    before: Point | None = None
    for point in child:
        if before is not None and _broken(before, point, split):
            yield from _polyline(run)
            run = []
        run.append(frame.at(_x(point, by_size), point.value))
        before = point
    yield from _polyline(run)
    for point in child:
        x, y = frame.at(_x(point, by_size), point.value).split(",")
        look = (
            f'r="4.5" fill="{SURFACE}" stroke="{INK}" stroke-width="2"'
            if point.suspected
            else f'r="3.4" fill="{INK}"'
        )
        note = f"{point.date.isoformat()}: {_number(point.value, 1)}"
        yield f'<circle cx="{x}" cy="{y}" {look}><title>{note}</title></circle>'


def _broken(before: Point, point: Point, split: bool) -> bool:
    """No line across a missed calendar month, nor from length to height."""
    gap = (point.date.year - before.date.year) * 12 + point.date.month - before.date.month
    return gap > 1 or (split and before.age_days < STANDING_FROM_DAY <= point.age_days)


def _polyline(run: Sequence[str]) -> Iterable[str]:
    if len(run) > 1:
        yield (
            f'<polyline points="{" ".join(run)}" fill="none" stroke="{INK}" stroke-width="2" '
            'stroke-linejoin="round"/>'
        )


def _finding(child: Sequence[Point], unit: str) -> str:
    if not child:
        return "Belum ada pengukuran yang dapat digambar."
    last = child[-1]
    months = int(last.age_days / DAYS_PER_MONTH)
    return (
        f"{len(child)} pengukuran; terakhir {_number(last.value, 1)} {unit} pada umur "
        f"{months} bulan."
    )


def _number(value: float, decimals: int | None = None) -> str:
    text = f"{value:g}" if decimals is None else f"{value:.{decimals}f}"
    return text.replace(".", ",").replace("-", "−")


def _text(
    x: float, y: float, text: str, size: float, color: str, anchor: str = "start", weight: str = ""
) -> str:
    extra = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{color}" '
        f'text-anchor="{anchor}"{extra}>{escape(text)}</text>'
    )
