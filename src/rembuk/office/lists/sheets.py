"""Excel of this room: a comparison of editions, requests to an agency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from rembuk.office.access.downloads import sent
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.lists import correcting
from rembuk.office.lists.comparing import Comparison
from rembuk.office.lists.models import Correction, Edition, Source
from rembuk.office.people.masking import masked_name

if TYPE_CHECKING:
    from rembuk.office.lists.pages_compare import MovedLine


def comparison(
    found: Comparison, names: dict[str, str], moved: Iterable[MovedLine], named: bool
) -> bytes:
    """Counts by village, changes of decile, and the rows that moved."""
    heads = (
        _("Di edisi lama"), pgettext("daftar", "Masuk"), _("Datang dari desa lain"),
        pgettext("daftar", "Keluar"), _("Pindah ke desa lain"), _("Di edisi baru"),
        _("Desil naik"), _("Desil turun"),
    )  # fmt: skip
    title = _("%(list)s: %(before)s dan %(after)s") % {
        "list": Source(found.later.source).label,
        "before": _edition(found.earlier),
        "after": _edition(found.later),
    }
    total = [_("Jumlah"), "", *_counts(found.total)]
    sheets = [
        Sheet(
            _("Per desa"),
            title,
            [Column(_("Desa"), 24), Column(_("Kode"), 14),
             *(Column(head, 14, "integer") for head in heads)],
            [
                *([names.get(code, code), code, *_counts(m)] for code, m in found.villages.items()),
                total,
            ],
        ),
        Sheet(
            _("Perubahan desil"),
            title,
            [Column(_("Desil lama"), 12, "integer"), Column(_("Desil baru"), 12, "integer"),
             Column(pgettext("jumlah", "Baris"), 10, "integer")],
            list(found.deciles),
        ),
        Sheet(
            _("Baris yang bergerak"),
            title,
            [Column(_("Gerak"), 20), Column(_("Desa"), 24), Column(_("Desa sebelumnya"), 24),
             Column(_("Nama"), 28), Column(_("Desil lama"), 12, "integer"),
             Column(_("Desil baru"), 12, "integer")],
            [
                [one.word, one.village, one.from_village, one.name if named else one.masked,
                 one.before, one.after]
                for one in moved
            ],
        ),
    ]  # fmt: skip
    return workbook(sheets, [_("Unduhan ini dicatat."), _stamp()])


def requests(rows: Sequence[Correction], names: dict[str, str], whole: bool, agency: str) -> bytes:
    """The requests to one agency. `whole`: names and numbers in full, else masked."""
    columns = [
        Column(_("Kode permintaan"), 16), Column(_("Daftar"), 18), Column(_("Edisi"), 12),
        Column(_("Desa"), 22), Column(_("Nama"), 26), Column(_("NIK"), 20),
        Column(_("Yang keliru"), 28), Column(_("Tertulis di daftar"), 28),
        Column(_("Seharusnya"), 28), Column(_("Bukti"), 40), Column(_("Keadaan"), 12),
        Column(_("Diajukan"), 12, "date"),
    ]  # fmt: skip
    title = _("Permintaan pembetulan data kepada %(agency)s") % {"agency": agency}
    sheet = Sheet(_("Permintaan"), title, columns, [_request(one, names, whole) for one in rows])
    return workbook([sheet], [_("Unduhan ini dicatat."), _stamp()])


def download(body: bytes, stem: str) -> HttpResponse:
    """The workbook as a file."""
    return sent(body, f"{stem}-{timezone.localdate():%Y%m%d}.xlsx")


def _counts(moves: Any) -> list[int]:
    return [
        moves.before, moves.entered, moves.came, moves.left, moves.went, moves.after, moves.up,
        moves.down,
    ]  # fmt: skip


def _request(one: Correction, names: dict[str, str], whole: bool) -> list[object]:
    listed = one.listed
    name = listed.name if listed else ""
    hide = not whole and one.fact in correcting.NAMED
    says, should = one.says, one.should
    nik = listed.nik_masked if listed else ""
    if whole:
        says = correcting.opened(one.says_cipher, one.fact) or says
        should = correcting.opened(one.should_cipher, one.fact) or should
        nik = correcting.opened(listed.nik_cipher, "nik") or nik if listed else ""
    created: dt.date = timezone.localtime(one.created_at).date()
    return [
        one.public_id,
        Source(one.source).label,
        one.edition.label if one.edition else "",
        names.get(one.place_code, one.place_code),
        name if whole else masked_name(name),
        nik,
        _(correcting.label_of(one.fact, get_language() or "id")),
        masked_name(says) if hide else says,
        masked_name(should) if hide else should,
        one.evidence,
        one.get_state_display(),
        created,
    ]


def _edition(edition: Edition) -> str:
    return f"{edition.label} ({date_format(edition.as_of, 'j M Y')})"


def _stamp() -> str:
    when = date_format(timezone.localtime(), "j F Y H.i")
    return _("Diunduh dari Rembuk, %(when)s.") % {"when": when}
