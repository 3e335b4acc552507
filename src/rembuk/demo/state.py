"""What of the demo stands already: `var/demo/state.json`, read before Django is loaded."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Final

from rembuk.demo.plan import DEFAULT_AREA, Plan, usual_until

FORMAT: Final = 1
READY: Final = "siap"
STARTED: Final = "mulai"
WRITTEN: Final = "berkas-lengkap"


class DemoError(Exception):
    """Something the user can mend; the text says what and how."""


@dataclass
class DemoState:
    """How far the demo of a plan has come."""

    plan: dict[str, object]
    step: str = STARTED
    files: dict[str, str] = field(default_factory=dict)  # name -> day it arrived, in order
    imported: list[str] = field(default_factory=list)
    linked: bool = False
    places: dict[str, str] = field(default_factory=dict)  # user name -> place shown
    seconds: float = 0.0
    schema: str = ""  # the migrations the database has had
    format: int = FORMAT

    @property
    def ready(self) -> bool:
        """Whether everything was built."""
        return self.step == READY


def var_for(area: str, chosen: str | None = None) -> Path:
    """The folder of an area's demo: `REMBUK_VAR` if set, `var` for the usual area, and a folder
    of its own for any other, so that trying another area takes nothing away."""
    given = chosen if chosen is not None else os.environ.get("REMBUK_VAR")
    if given:
        return Path(given).resolve()
    return Path("var" if area == DEFAULT_AREA else f"var/{area}").resolve()


def described(plan: Plan) -> dict[str, object]:
    """The plan as the state file keeps it."""
    return {key: str(value) if isinstance(value, dt.date) else value
            for key, value in asdict(plan).items()}  # fmt: skip


def path(var: Path) -> Path:
    """The state file."""
    return var / "demo" / "state.json"


def read(var: Path) -> DemoState | None:
    """The state, or none when nothing was begun; DemoError when the file cannot be read."""
    try:
        body = json.loads(path(var).read_text(encoding="utf-8"))
        state = DemoState(**body)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as problem:
        raise DemoError(_mend(var, "Catatan keadaan demo tidak dapat dibaca")) from problem
    if state.format != FORMAT:
        raise DemoError(_mend(var, "Daerah contoh dibuat oleh Rembuk versi lain"))
    return state


def save(var: Path, state: DemoState) -> None:
    """Write the state in one step, so that a power cut leaves the old or the new one."""
    target = path(var)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".tmp")
    draft.write_text(json.dumps(asdict(state), indent=1, ensure_ascii=False), encoding="utf-8")
    draft.replace(target)


def environment(known: Mapping[str, str]) -> dict[str, str]:
    """What a command needs to work on the demo that stands in the folder, when nothing says
    which installation is meant; nothing where any setting of a real one is given."""
    told = {"REMBUK_SECRET_KEY", "REMBUK_DEMO", "DATABASE_URL"}
    var = Path(known.get("REMBUK_VAR") or "var").resolve()
    if told & set(known) or not path(var).exists():
        return {}
    try:
        state = read(var)
    except DemoError:
        return {}
    area = str(state.plan["area"]) if state else DEFAULT_AREA
    return {"REMBUK_DEMO": "1", "REMBUK_VAR": str(var), "REMBUK_AREA": area}


def schema_of_code() -> str:
    """A short print of every migration this installation would apply: Rembuk's own files and the
    versions of the packages that bring others. Read without Django, so that a start is quick."""
    office = Path(__file__).parents[1] / "office"
    sheet = hashlib.sha256()
    for file in sorted(office.glob("*/migrations/*.py")):
        sheet.update(file.relative_to(office).as_posix().encode() + file.read_bytes())
    for package in ("django", "django-allauth", "django-axes", "django-tasks-db"):
        sheet.update(f"{package} {metadata.version(package)}".encode())
    return sheet.hexdigest()[:16]


def up_to_date(var: Path, plan: Plan) -> bool:
    """Whether the demo of `plan` stands whole in `var`, so that nothing has to be built."""
    state = check(var, plan)
    return state is not None and state.ready and state.schema == schema_of_code()


def until_for(var: Path, today: dt.date) -> str:
    """The last month of the demo that stands in `var`, else the usual one."""
    state = read(var)
    return str(state.plan["until"])[:7] if state else usual_until(today)


def check(var: Path, plan: Plan) -> DemoState | None:
    """The state to continue from. DemoError when `var` holds something else than this demo."""
    state = read(var)
    if state is None:
        if (var / "rembuk.sqlite3").exists():
            raise DemoError(
                f"{var} berisi basis data, tetapi bukan daerah contoh yang tercatat. "
                "Data itu tidak disentuh. Pilih folder lain: REMBUK_VAR=var-demo make demo"
            )
        return None
    if state.plan != described(plan):
        held = (
            f"{state.plan['area']}, ukuran {state.plan['scale']}, {state.plan['months']} bulan"
            f" sampai {str(state.plan['until'])[:7]}"
        )
        raise DemoError(_mend(var, f"Di {var} sudah ada daerah contoh lain ({held})"))
    return state


def clean(var: Path) -> None:
    """Remove a demo. DemoError when `var` has no demo: other people's data are never removed."""
    if not path(var).exists():
        if not var.exists():
            return
        raise DemoError(f"{var} tidak berisi daerah contoh; tidak ada yang dihapus")
    for name in ("demo", "raw", "staging", "static", "media"):
        shutil.rmtree(var / name, ignore_errors=True)
    for file in var.glob("rembuk.sqlite3*"):
        file.unlink()


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the demo while it is built; a second builder is told to wait."""
    folder = var / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise DemoError(
                f"Daerah contoh di {var} sedang dibuat oleh perintah lain; tunggu sampai selesai"
            ) from busy
        yield


def _mend(var: Path, what: str) -> str:
    return f"{what}. Hapus dengan `make demo-clean` (hanya menghapus demo di {var}), lalu ulangi."
