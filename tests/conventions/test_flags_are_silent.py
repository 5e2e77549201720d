"""Red flags rank works and accuse nobody: what makes alerts, letters, the ledger and pages never reads one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

FLAGGED = re.compile(r"red_flag|work_flags|flag_answers|checks\.flags|flags\.yml")
SILENT = ("alerts", "dashboard", "notebooks", "checks/rules", "checks/tables", "checks/comparisons")


def speaking(root: Path) -> list[str]:
    """Files that say something of red flags where alerts, letters, the ledger and pages are made."""
    files = [path for room in SILENT for path in sorted((root / room).rglob("*")) if path.is_file()]
    files += sorted((root / "checks/sql").glob("*.sql"))
    texts = {str(path.relative_to(root)): path.read_bytes().decode("utf-8", "ignore") for path in files
             if path.suffix in {".py", ".sql", ".yml", ".html", ".j2", ".js", ".txt"}}  # fmt: skip
    assert len(texts) > 150
    return [name for name, text in texts.items() if FLAGGED.search(text)]


def test_what_makes_alerts_letters_ledger_and_pages_never_reads_a_flag(root: Path) -> None:
    assert speaking(root) == []


@pytest.mark.parametrize(
    "place", ["alerts/sql/telling.sql", "dashboard/templates/body.html", "checks/rules/missing/mis_09_no_term.yml"]
)
def test_reading_one_there_would_be_seen(root: Path, tmp_path: Path, place: str) -> None:
    for room in ("alerts", "dashboard", "notebooks", "checks"):
        shutil.copytree(root / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / place).open("a", encoding="utf-8") as file:
        file.write("\n-- JOIN work_flags\n")
    assert speaking(tmp_path) == [place]
