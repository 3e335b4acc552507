"""The English catalog: gather every Indonesian text of the screens, compile, check.

Indonesian is the language of the source, so the only catalog is English. Needs Babel alone.

Usage: messages.py update | compile | check
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "rembuk"
FOLDER = SOURCE / "site" / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "__": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
LATER: dict[str, int | str] = {
    "Field": 1, "job": "label", "progress": 0, "JobError": 0, "Unreadable": 1,
    "Level": 1, "Comparison": 1,
}  # fmt: skip
"""Calls whose text is kept and said later: the page that shows it translates it."""
FILES = {
    "layouts": re.compile(r"^name: (.+)$", re.MULTILINE),
    "fields.yaml": re.compile(r"\bunit: ([^,}\n]+)"),
    "list_facts.yaml": re.compile(r"\bunit: \"?([^,}\"\n]+)"),
}
"""Folders and files of the reference with words in one language only, and where they stand."""
NOTHING = re.compile(r"(?!)")

HEADER = "# English of the screens of Rembuk; the texts of the source are Indonesian."

Message = tuple[str | tuple[str, ...], str | None, str]


def texts() -> Iterator[Message]:
    """Every message with its context and the file it stands in."""
    os.environ.setdefault("REMBUK_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
    from django.utils.translation.template import templatize

    for path in sorted(SOURCE.rglob("*")):
        if "migrations" in path.parts or "vendor" in path.parts:
            continue
        where = str(path.relative_to(ROOT))
        if path.suffix == ".py":
            code = path.read_bytes()
            if "office" in path.parts or "linkage" in path.parts:
                yield from ((text, None, where) for text in kept(code))
        elif path.suffix == ".yaml":
            found = FILES.get(path.name) or FILES.get(path.parent.name) or NOTHING
            for text in found.findall(path.read_text(encoding="utf-8")):
                yield text, None, where
            continue
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            drawn = templatize(path.read_text(encoding="utf-8"), origin=where)
            # the indent of the page is not the indent of Python
            code = "\n".join(line.strip() for line in drawn.splitlines()).encode()
        else:
            continue
        for _, message, _, context in extract("python", io.BytesIO(code), keywords=KEYWORDS):
            if message:
                yield message, context, where


def kept(code: bytes) -> Iterator[str]:
    """The plain texts given to the calls of `LATER`."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        at = LATER.get(node.func.id)
        if isinstance(at, int):
            given = node.args[at] if len(node.args) > at else None
        else:
            given = next((k.value for k in node.keywords if k.arg == at), None)
        if isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value:
            yield given.value


def known() -> Catalog:
    """The catalog as it is on disk."""
    if not PO.exists():
        return Catalog(locale="en", domain="django", charset="utf-8")
    with PO.open("rb") as stream:
        return read_po(stream, locale="en", domain="django")


def gathered() -> Catalog:
    """The catalog as the sources want it, with the translations there are."""
    old = known()
    new = Catalog(
        locale="en",
        domain="django",
        header_comment=HEADER,
        project="Rembuk",
        creation_date=old.creation_date,
        revision_date=old.revision_date,
        last_translator="Rembuk",
        language_team="English",
        msgid_bugs_address="",
        charset="utf-8",
        fuzzy=False,
    )
    for message, context, where in texts():
        before = old.get(message, context)
        new.add(
            message,
            before.string if before else "",
            locations=[(where, None)],
            context=context,
            flags=["python-format"] if _has_format(message) else [],
        )
    return new


def _has_format(message: str | tuple[str, ...]) -> bool:
    parts = (message,) if isinstance(message, str) else message
    return any("%(" in part for part in parts)


def missing(catalog: Catalog) -> list[str]:
    """Messages without an English text."""
    return [
        f"{m.locations[0][0]}: {m.id!r}"
        for m in catalog
        if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)
    ]


def compiled(catalog: Catalog) -> bytes:
    """The binary catalog."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def main(verb: str) -> int:
    """Run one verb; `check` is 1 when a text is missing or the compiled file is old."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if verb == "update":
        catalog = gathered()
        with PO.open("wb") as stream:
            write_po(
                stream,
                catalog,
                width=100,
                sort_output=True,
                omit_header=False,
                include_lineno=False,
            )
        print(f"{len(catalog)} texts, {len(missing(catalog))} without English")
        return 0
    if verb == "compile":
        MO.write_bytes(compiled(known()))
        return 0
    absent = missing(gathered())
    for line in absent:
        print(f"no English for {line}", file=sys.stderr)
    old = not MO.exists() or MO.read_bytes() != compiled(known())
    if old:
        print(
            f"{MO.name} is older than {PO.name}: run scripts/messages.py compile", file=sys.stderr
        )
    return 1 if absent or old else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
