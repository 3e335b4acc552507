"""A sheet no layout fits: the user says which column holds what, and may keep that as a layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import slugify

from rembuk.office.access.models import Account

from . import receivers, staging
from .models import Import, ImportState, SavedLayout
from .reading import header, layouts
from .reading.grid import Grid
from .reading.header import Heading
from .reading.layouts import Layout, key
from .reading.normalise import guess

SAMPLES = 3


@dataclass(frozen=True)
class SheetColumn:
    """One column of the sheet: its heading, and a few values with all but their shape masked."""

    column: str
    heading: str
    samples: tuple[str, ...]


def sheet_columns(imported: Import) -> list[SheetColumn]:
    """The columns to choose from."""
    cells, heading = _heading(imported)
    last = heading.row + heading.depth - 1
    body = cells.cells.filter(cells.cells["sheet_row"] > last).head(200)
    return [
        SheetColumn(
            column,
            text,
            tuple(
                masked(v) for v in body[column].drop_nulls().unique(maintain_order=True)[:SAMPLES]
            ),
        )
        for column, text in heading.texts.items()
    ]


def suggested(imported: Import, kind: str) -> dict[str, str]:
    """Field -> column, by every alias any layout of the kind knows."""
    _, heading = _heading(imported)
    aliases: dict[str, list[str]] = {}
    for field in receivers.receiver(kind).fields:
        aliases[field.name] = [key(field.label), key(field.name)]
    for layout in layouts.shipped():
        if layout.kind == kind:
            for name, heads in layout.columns.items():
                aliases.setdefault(name, []).extend(heads)
    return guess(heading.texts, aliases)


def masked(value: str) -> str:
    """The shape of a value: first letters and marks stay, the rest is dots; figures under four
    digits stay whole.

    >>> masked("Siti Aminah"), masked("1606010101200001"), masked("9,7")
    ('S•••• A••••', '16••••••••••••••', '9,7')
    """
    out, run, long = [], 0, sum(mark.isdigit() for mark in value) > 8
    for mark in value[:24]:
        if mark.isalpha():
            out.append(mark if run == 0 else ("•" if run <= 4 else ""))
            run += 1
        elif mark.isdigit() and long:
            out.append(mark if run < 2 else "•")
            run += 1
        else:
            out.append(mark)
            run = 0
    return "".join(out)


def map_columns(imported: Import, kind: str, columns: Mapping[str, str]) -> Import:
    """Take the user's choice of a column per field. Raises ValueError with the labels of required
    fields that have none."""
    fields = receivers.receiver(kind).fields
    lacking = [f.label for f in fields if f.required and not columns.get(f.name)]
    if lacking:
        raise ValueError(", ".join(lacking))
    _, heading = _heading(imported)
    known = {f.name for f in fields}
    chosen = {n: c for n, c in columns.items() if n in known and c in heading.texts}
    imported.kind, imported.layout = kind, "pemetaan"
    imported.mapping = imported.mapping | {"columns": chosen}
    imported.state = ImportState.CHECKING
    imported.tell()
    imported.save()
    return imported


def save_layout(imported: Import, name: str, user: Account | None = None) -> SavedLayout:
    """Keep the mapping of an import as a layout of the district, recognised from then on."""
    _, heading = _heading(imported)
    chosen: Mapping[str, str] = imported.mapping["columns"]
    required = {f.name for f in receivers.receiver(imported.kind).fields if f.required}
    code = f"sendiri-{slugify(name)[:48] or imported.pk}"
    layout = Layout(
        code=code,
        name=name[:120],
        kind=imported.kind,
        source="Disimpan dari layar pemetaan",
        needs=tuple(key(heading.texts[c]) for n, c in chosen.items() if n in required),
        columns={n: (key(heading.texts[c]),) for n, c in chosen.items()},
        ignored=tuple(key(t) for c, t in heading.texts.items() if c not in set(chosen.values())),
    )
    saved, _ = SavedLayout.objects.update_or_create(
        code=code,
        defaults={
            "name": layout.name,
            "kind": layout.kind,
            "body": layout.model_dump(mode="json"),
            "created_by_id": getattr(user, "pk", None),
        },
    )
    return saved


def _heading(imported: Import) -> tuple[Grid, Heading]:
    cells = staging.cells(imported)
    return cells, header.find_heading(cells, imported.mapping["row"], imported.mapping["depth"])
