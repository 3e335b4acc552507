"""Print the spec: each rule of tests/spec becomes a paragraph of the docs (docs/spec/*.md).

The rule is the test's name in words, or the first line of its docstring where it has one; the rest
of the docstring and the test itself are its example.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def rules(path: Path) -> tuple[str, list[tuple[str, str, str]]]:
    """Chapter text of a spec file, and per test: rule, explanation, source."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    found: list[tuple[str, str, str]] = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.FunctionDef) and node.name.startswith("test_")):
            continue
        doc = ast.get_docstring(node) or ""
        rule, _, more = doc.partition("\n")
        if not rule:
            rule = node.name.removeprefix("test_").replace("_", " ").capitalize()
        body = node.body[1:] if doc else node.body
        lines = text.splitlines()[body[0].lineno - 1 : node.end_lineno] if body else []
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        found.append((rule.strip(), more.strip(), "\n".join(line[indent:] for line in lines)))
    return ast.get_docstring(tree) or path.stem, found


def main(out: Path) -> None:
    """Write one page a spec file, and the list of them."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.md"):
        old.unlink()
    index = [
        "# Spec: the rules, one test each",
        "",
        "Generated from `tests/spec/` at every build.",
        "",
    ]
    for path in sorted((ROOT / "tests" / "spec").glob("test_*.py")):
        chapter, tests = rules(path)
        title = chapter.splitlines()[0].rstrip(".")
        page = [f"# {title}", "", *chapter.splitlines()[1:], ""]
        for rule, more, source in tests:
            page += [
                f"## {rule.rstrip('.')}",
                "",
                *([more, ""] if more else []),
                "```python",
                source,
                "```",
                "",
            ]
        name = f"{path.stem.removeprefix('test_')}.md"
        (out / name).write_text("\n".join(page), encoding="utf-8")
        index.append(f"- [{title}]({name}): {len(tests)} rules")
    (out / "index.md").write_text("\n".join(index) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "spec")
