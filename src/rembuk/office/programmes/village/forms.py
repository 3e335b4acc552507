"""The list of a village as its form sends it; a row that cannot be read keeps what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from rembuk.office.access.public_ids import new, read
from rembuk.office.ledger.amounts import rupiah, volume
from rembuk.office.programmes.village.list import Row

LARGEST = 10**9
"""A volume above it is a slip of the hand."""


@dataclass
class Typed:
    """Rows and money as typed; `wrong`: field -> words; `raw`: field -> what stood there."""

    rows: list[Row]
    money: int | None
    wrong: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)


def typed(post: QueryDict, shown: Sequence[Row]) -> Typed:
    """The rows of the form in the order of the page, a new one where its title is written. `shown`
    are the rows the page was made of: what the form does not carry (why, group) is theirs."""
    known = {one.key: one for one in shown}
    found = Typed([], None)
    found.money = _money(found, post, "money")
    for key in dict.fromkeys(post.getlist("row")):
        old = known.get(key)
        if old is None and read(key) is None:
            continue
        if old is not None and old.activity:
            found.rows.append(old)
        elif not post.get(f"drop:{key}"):
            base = old or Row(key, post.get(f"code:{key}", "")[:40], "", "", "0", "", None, "")
            found.rows.append(_row(found, post, base))
    if title := post.get("new-title", "").strip():
        fresh = Row(new(), "", title[:200], "", "0", "", None, _("ditambahkan desa"))
        found.rows.append(_row(found, post, fresh, "new"))
    return found


def _row(found: Typed, post: QueryDict, base: Row, name: str = "") -> Row:
    def at(part: str) -> str:
        return f"{name}-{part}" if name else f"{part}:{base.key}"

    title = " ".join(post.get(at("title"), base.title).split())[:200]
    if not title:
        found.wrong[at("title")] = _("Tulis kegiatannya.")
    number, text = base.volume, post.get(at("volume"), "")
    try:
        read_ = volume(text)
        if read_ is not None and not 0 <= read_ <= LARGEST:
            raise ValidationError(_("Periksa volumenya."))
        number = format((read_ or 0), "f")
    except ValidationError as problem:
        found.wrong[at("volume")] = f"{title}: {problem.messages[0]}"
        found.raw[at("volume")] = text
    return replace(
        base, title=title or base.title, volume=number,
        unit=" ".join(post.get(at("unit"), base.unit).split())[:40],
        price=_money(found, post, at("price"), title),
        why=base.why or post.get(at("why"), "")[:300],
        group=base.group or post.get(at("group"), "")[:24],
    )  # fmt: skip


def _money(found: Typed, post: Mapping[str, str], name: str, of: str = "") -> int | None:
    text = post.get(name, "")
    try:
        return rupiah(text)
    except ValidationError as problem:
        found.wrong[name] = f"{of}: {problem.messages[0]}" if of else problem.messages[0]
        found.raw[name] = text
        return None
