"""A row's form as a browser without script sends it, as ops."""

from __future__ import annotations

import json

from django.http import QueryDict
from django.utils import timezone

from rembuk.office.access.public_ids import new
from rembuk.office.forums.live.fields import CONTENT, VERDICT
from rembuk.office.forums.live.objecting import ANSWER, OBJECTION
from rembuk.office.forums.live.ops import Typed


def ops_of_form(post: QueryDict) -> list[Typed]:
    """Every field that differs from what the form came with, an objection, the verdict pressed."""
    row = post.get("baris", "") or f"form-{new()}"
    if row == "kosong":
        row = f"form-{new()}"
    at = timezone.now()
    made: list[Typed] = []
    seen: list[str] = []
    for name in CONTENT:
        base = tuple(post.get(f"dasar:{name}", "").split())
        text = post.get(name)
        if text is not None and text.strip() != post.get(f"lama:{name}", "").strip():
            made.append(Typed(f"form-{new()}", row, name, text, base, at))
            seen.append(made[-1].op)
        seen += base
    for name in post:
        answer = post.get(name, "")
        if name.startswith(ANSWER) and answer.strip() != post.get(f"lama:{name}", "").strip():
            base = tuple(post.get(f"dasar:{name}", "").split())
            made.append(Typed(f"form-{new()}", row, name, answer, base, at))
    party, text = post.get("unsur", "").strip(), post.get("keberatan", "").strip()
    if party and text:
        said = json.dumps({"party": party, "text": text})
        made.append(Typed(f"form-{new()}", row, OBJECTION, said, (), at))
    verdict = _verdict(post)
    if verdict:
        base = (*seen, *post.get(f"dasar:{VERDICT}", "").split())
        made.append(Typed(f"form-{new()}", row, VERDICT, verdict, base, at))
    return made


def _verdict(post: QueryDict) -> str:
    """The verdict of the button; votes beside it."""
    act = post.get("aksi", "")
    if act.startswith("suara:"):
        votes = (post.get(name, "").strip() for name in ("yes", "no", "abstain"))
        return "|".join((act.removeprefix("suara:"), "suara", *votes))
    return "" if act in {"simpan", "keberatan"} else act
