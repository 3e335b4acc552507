"""Processes to be killed, forked from one that has loaded all: loading is most of their cost.

Run as `python -m tests.forking MODULE`: loads the module, then forks a child for every line it is
given, which does as `MODULE.WORKS[words[0]](*words[1:])` says; `wait` collects one. In a test use
`Forks`. All children work in the one var folder their parent was started with.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ended:
    """How a child ended (below 0: by that signal) and what it said."""

    code: int
    said: list[Any]
    complaint: str


class Forks:
    """A loaded process in a var folder, and the children it forks."""

    def __init__(self, module: str, env: dict[str, str], notes: Path) -> None:
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        self.notes = notes
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.forking", module],
            env=env | {"PYTHONPATH": path}, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def start(self, *words: str) -> int:
        """Fork a child that does this; its process id."""
        return int(self._asked({"words": words, "notes": str(self.notes)}))

    def alive(self, child: int) -> bool:
        """Whether a child still works."""
        return self._asked({"alive": child}).strip() == "True"

    def ended(self, child: int) -> Ended:
        """Wait for a child."""
        code = int(self._asked({"wait": child}))
        said = (self.notes / f"{child}.out").read_text().splitlines()
        complaint = (self.notes / f"{child}.err").read_text()
        return Ended(code, [json.loads(line) for line in said], complaint)

    def done(self, *words: str) -> list[Any]:
        """What a child said that did this to its end."""
        ended = self.ended(self.start(*words))
        assert ended.code == 0, ended.complaint[-3000:]
        return ended.said

    def close(self) -> None:
        """End the parent."""
        assert self.parent.stdin
        self.parent.stdin.close()
        self.parent.wait(timeout=20)

    def _asked(self, what: dict[str, Any]) -> str:
        assert self.parent.stdin
        assert self.parent.stdout
        print(json.dumps(what), file=self.parent.stdin, flush=True)
        answer = self.parent.stdout.readline()
        assert answer, "the process that forks has ended"
        return answer


def serve(module: ModuleType) -> None:
    """Fork and collect as the lines say, until there is no more line."""
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            _pid, status = os.waitpid(asked["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        elif "alive" in asked:
            how = os.WEXITED | os.WNOHANG | os.WNOWAIT
            print(os.waitid(os.P_PID, asked["alive"], how) is None, flush=True)
        elif child := os.fork():
            print(child, flush=True)
        else:
            _work(module, Path(asked["notes"]), *asked["words"])


def _work(module: ModuleType, notes: Path, work: str, *words: str) -> None:
    """The child: its words go to files, and it never comes back to the parent's loop."""
    code = 1
    try:
        for number, ending in ((1, "out"), (2, "err")):
            os.dup2(os.open(notes / f"{os.getpid()}.{ending}", os.O_CREAT | os.O_WRONLY), number)
        module.WORKS[work](*words)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    import django

    works = importlib.import_module(sys.argv[1])
    django.setup()
    works.load()
    serve(works)
