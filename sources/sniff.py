"""A first look into a workbook, in a child process of its own: ``python -m sources.sniff FILE``.

Here: the first rows as texts, and nothing when the file does not open. Not here: what they mean (``recognise``).
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

SECONDS = 60
MEMORY = 3 << 30


def first_rows(path: Path) -> list[list[str]]:
    """Return the first rows of a workbook's first sheet, none when it is no workbook or does not open safely."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", "sources.sniff", str(path.resolve())],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return []
    if child.returncode != 0:
        return []
    rows: list[list[str]] = json.loads(child.stdout)
    return rows


def _main(path: Path) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from sources.refusals import Refused
    from sources.xlsx import sheet_head

    try:
        rows = sheet_head(path)
    except Refused:
        rows = []
    sys.stdout.write(json.dumps(rows))
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
