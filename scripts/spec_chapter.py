"""Print the spec: each rule of tests/spec becomes a paragraph of the docs (docs/spec/*.md).

The first line of a test's docstring is the rule; the rest and the test itself are its example.
A spec test without a docstring fails the build, because a rule nobody can read is no rule.
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
        doc = ast.get_docstring(node)
        if not doc:
            raise SystemExit(f"{path.name}: {node.name} has no docstring; write the rule in words")
        rule, _, more = doc.partition("\n")
        body = [
            part for part in node.body if not (isinstance(part, ast.Expr) and part is node.body[0])
        ]
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
