"""Where a benchmark keeps its files and what the machine is.

Workloads and figures go to ``VIGIA_BENCH_DATA`` (default: ``data/bench`` of the checkout, which git ignores).
"""

import hashlib
import os
import platform
import re
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RESULTS_PAGE = PROJECT / "bench" / "RESULTS.md"


def data() -> Path:
    """The folder of workloads and figures, made when missing."""
    folder = Path(os.environ.get("VIGIA_BENCH_DATA") or PROJECT / "data" / "bench").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def workload(name: str) -> Path:
    """The folder of one workload, made when missing."""
    folder = data() / "workloads" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fresh_copy(source: Path, target: Path) -> Path:
    """A copy of a file or folder in place of what stood there, on the disk: no contender waits for its copy to land."""
    if source.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)
    for path in [target, *target.rglob("*")]:
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    return target


def made_workload(name: str, rooms: Sequence[str]) -> Path:
    """The folder of a workload that the code of these rooms makes; what other code made under that name goes."""
    tag = _code(rooms)
    for old in (data() / "workloads").glob(f"{name}@*"):
        if old.name != f"{name}@{tag}":
            shutil.rmtree(old)
    return workload(f"{name}@{tag}")


def _code(rooms: Sequence[str]) -> str:
    """A hash of the rooms' files."""
    whole = hashlib.sha256()
    for path in sorted(path for room in rooms for path in (PROJECT / room).rglob("*")):
        if path.suffix in {".py", ".sql", ".yml"}:
            whole.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes())
    return whole.hexdigest()[:12]


def results() -> Path:
    """The folder of stored figures, made when missing."""
    folder = data() / "results"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True)
class Machine:
    """What the figures were measured on."""

    processor: str
    cores: int
    memory_gib: int
    system: str
    python: str


def machine() -> dict[str, str | int]:
    """Describe this machine."""
    found = Machine(
        processor=_first(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo")) or platform.machine(),
        cores=os.cpu_count() or 1,
        memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        system=_first(r'PRETTY_NAME="(.+)"', Path("/etc/os-release")) or platform.system(),
        python=platform.python_version(),
    )
    return asdict(found)


def load() -> float:
    """Processes that wanted a core in the last minute, on average."""
    return round(os.getloadavg()[0], 2)


def now() -> str:
    """The moment, in UTC to the minute."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M")


def _first(pattern: str, path: Path) -> str | None:
    if not path.is_file():
        return None
    found = re.search(pattern, path.read_text(encoding="utf-8"))
    return found[1] if found else None
