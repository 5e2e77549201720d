"""What the conventions look at: the files git tracks, and the modules of our rooms."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("sources", "warehouse", "checks", "alerts", "volunteers", "dashboard", "pipelines", "sandbox")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every file git tracks; a copy without git (an archive of the checkout) is walked instead."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = [name for name in listed.stdout.split("\0") if name]
    if not names:
        hidden = {".venv", ".boot", ".dagster", "data", "__pycache__"}
        names = [
            str(path.relative_to(ROOT)) for path in ROOT.rglob("*")
            if path.is_file() and not hidden & set(path.parts) and not path.relative_to(ROOT).parts[0].startswith(".")
        ]  # fmt: skip
    return [ROOT / name for name in names if (ROOT / name).is_file()]


@pytest.fixture(scope="session")
def modules(tracked: list[Path]) -> list[Path]:
    """The Python modules of our rooms."""
    return [path for path in tracked if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in ROOMS]
