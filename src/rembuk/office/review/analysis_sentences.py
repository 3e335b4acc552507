"""What the data say, in sentences: the draft of each section. Numbers only, no praise, no blame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.convergence.periods import period
from rembuk.office.documents.numbers import long_date
from rembuk.office.insight.lokus_letter import small
from rembuk.office.places.numbers import count, plain
from rembuk.office.review.analysis_activities import Activity, problem
from rembuk.office.review.analysis_coverage import Cakupan
from rembuk.office.review.analysis_gaps import Gap
from rembuk.office.review.analysis_obstacles import Sign
from rembuk.office.review.analysis_places import Ranked
from rembuk.office.review.analysis_scope import Scope
from rembuk.office.review.analysis_spread import Sebaran
from rembuk.office.review.models import Obstacle, Section

FEW = 5
"""Places or services a sentence names at most."""


def sentences(
    given: Scope, spread: Sebaran, coverage: Cakupan, gaps: Sequence[Gap], signs: Sequence[Sign],
    obstacles: Sequence[Obstacle], ranked: Ranked, activities: Sequence[Activity],
) -> dict[str, tuple[str, ...]]:  # fmt: skip
    """Section -> its sentences, each of which the tables beside it bear out."""
    return {
        Section.SPREAD: tuple(_spread(given, spread)),
        Section.COVERAGE: tuple(_coverage(given, coverage)),
        Section.GAPS: tuple(_gaps(gaps)),
        Section.OBSTACLES: tuple(_obstacles(signs, obstacles)),
        Section.PRIORITIES: tuple(_priorities(given, ranked, activities)),
    }


def _spread(given: Scope, found: Sebaran) -> list[str]:
    said = []
    if found.surveys:
        last = found.surveys[-1]
        words = {"survey": last.point.survey, "year": last.point.year,
                 "pct": plain(last.point.percent)}  # fmt: skip
        if last.interval is not None:
            words |= {"low": plain(last.interval.low), "high": plain(last.interval.high)}
            text = _("Survei %(survey)s %(year)s: %(pct)s%% (rentang %(low)s sampai %(high)s%%)")
        else:
            text = _("Survei %(survey)s %(year)s: %(pct)s%%")
        text = text % words
        if found.tested:
            text = f"{text}; {found.tested[-1].word}"
        said.append(f"{text}.")
        if not given.whole:
            said.append(_("Survei hanya untuk kabupaten/kota, bukan kecamatan."))
    if found.total is None or found.month is None:
        day = long_date(given.as_of)
        return [*said, _("Sampai %(day)s register belum berisi pengukuran.") % {"day": day}]
    month = period(f"{found.month:%Y-%m}").words
    said.append(_register(given, found, month))
    if found.high:
        names = [f"{one.figures.name} {plain(one.stunting.pct or 0)}%" for one in found.high[:FEW]]
        said.append(
            _("Di atas yang dapat terjadi karena kebetulan: %(names)s.")
            % {"names": ", ".join(names)}
        )
    if found.unread:
        names = [one.figures.name for one in found.unread[:FEW]]
        more = len(found.unread) - len(names)
        text = _("Belum bisa dibaca karena D/S rendah atau belum ada data: %(names)s") % {
            "names": ", ".join(names)
        }
        said.append(f"{text}{_and(more)}.")
    return said


def _register(given: Scope, found: Sebaran, month: str) -> str:
    total = found.total
    assert total is not None
    counts = total.figures.counts
    ds = plain(counts.ds.pct or 0)
    if total.hidden:
        told = {"month": month, "n": small(total.hidden, given.limits.small), "ds": ds}
        return _("Register %(month)s: %(n)s balita pendek dan sangat pendek; D/S %(ds)s%%.") % told
    told = {
        "month": month, "n": count(total.stunting.n), "of": count(total.stunting.of),
        "pct": plain(total.stunting.pct or 0), "ds": ds,
    }  # fmt: skip
    text = (
        _(
            "Register %(month)s: %(n)s dari %(of)s balita yang diukur pendek atau sangat pendek "
            "(%(pct)s%%), D/S %(ds)s%%."
        )
        % told
    )
    if not total.readable:
        text = f"{text} {_('D/S terlalu rendah: persentase ini belum bisa dibaca.')}"
    elif total.change is not None:
        sign = "+" if total.change > 0 else ""
        change = f"{sign}{plain(total.change)}"
        text = f"{text} " + (
            _("Dibanding bulan yang sama tahun lalu: %(points)s poin persen.") % {"points": change}
        )
    return text


def _and(more: int) -> str:
    return _(", dan %(n)s lagi") % {"n": more} if more > 0 else ""


def _coverage(given: Scope, found: Cakupan) -> list[str]:
    said = []
    read = [one for one in found.services if one.readable]
    aims = [one for one in read if one.short is not None]
    if read:
        said.append(
            _(
                "%(read)s dari %(all)s indikator layanan cukup terisi untuk dibaca; %(met)s dari "
                "%(aims)s yang bertarget sudah mencapai targetnya."
            )
            % {
                "read": len(read), "all": len(found.services),
                "met": sum(1 for one in aims if one.short == 0), "aims": len(aims),
            }
        )  # fmt: skip
    elif found.services:
        said.append(_("Belum ada indikator layanan yang cukup terisi untuk dibaca."))
    if found.below:
        said.append(_("Paling jauh dari target:"))
        said += [problem(one, given.least) for one in found.below[:FEW]]
    if found.unread:
        names = [one.name for one in found.unread[:FEW]]
        text = _("Tidak dibaca karena selnya masih kosong: %(names)s") % {"names": "; ".join(names)}
        said.append(f"{text}{_and(len(found.unread) - len(names))}.")
    if found.slots:
        said.append(
            _("%(n)s tempat dalam daftar indikator belum diketahui isinya dan tidak dihitung.")
            % {"n": found.slots}
        )
    return said


def _gaps(gaps: Sequence[Gap]) -> list[str]:
    many = Counter(one.hole for one in gaps)
    words = {
        "pemilik": _("%(n)s layanan yang kurang belum ada kantor pemiliknya."),
        "rencana": _("%(n)s layanan yang kurang belum ada rencana di buku janji."),
        "kurang": _("%(n)s layanan direncanakan lebih kecil daripada kebutuhannya."),
        "bukti": _("%(n)s layanan sudah direncanakan tetapi belum ada bukti yang diperiksa."),
        "angka": _("%(n)s layanan belum dapat dihitung kebutuhannya: angkanya kosong."),
    }
    return [text % {"n": many[code]} for code, text in words.items() if many[code]]


def _obstacles(signs: Sequence[Sign], obstacles: Sequence[Obstacle]) -> list[str]:
    said = []
    standing = [one for one in obstacles if not one.closed]
    if standing:
        said.append(
            ngettext("%(n)s hambatan dicatat kantor.", "%(n)s hambatan dicatat kantor.",
                     len(standing)) % {"n": len(standing)}
        )  # fmt: skip
    new = [one for one in signs if not one.taken]
    if new:
        said.append(
            ngettext(
                "%(n)s tanda hambatan terlihat di data dan belum dijawab kantor.",
                "%(n)s tanda hambatan terlihat di data dan belum dijawab kantor.", len(new),
            ) % {"n": len(new)}
        )  # fmt: skip
    return said or [_("Belum ada hambatan yang dicatat atau terlihat di data.")]


def _priorities(given: Scope, ranked: Ranked, activities: Sequence[Activity]) -> list[str]:
    said = []
    proposed = ranked.proposed
    if ranked.decided is not None:
        said.append(
            _("Lokus %(year)s sudah ditetapkan: %(n)s desa, keputusan %(number)s.")
            % {
                "year": ranked.decided.year, "n": ranked.decided.chosen,
                "number": ranked.decided.decree_number,
            }
        )  # fmt: skip
    if proposed:
        names = [f"{one.facts.figures.name} ({one.kecamatan})" for one in proposed[:FEW]]
        text = _("Diusulkan menurut skor dari %(all)s desa yang dibandingkan: %(names)s") % {
            "all": ranked.many, "names": ", ".join(names),
        }  # fmt: skip
        said.append(f"{text}{_and(len(proposed) - len(names))}.")
    if activities:
        said.append(
            _("%(n)s kegiatan diusulkan; %(made)s di antaranya sudah menjadi janji.")
            % {"n": len(activities), "made": sum(1 for one in activities if one.promises)}
        )
    return said
