"""Runs the `vigia` command many times without paying its imports each time.

``python tests/night/warm.py`` imports everything once and then forks a process for each order it reads (one JSON line:
words, environment, stdout, stderr). The fork is a process of its own and a session of its own, and runs what
``python -m pipelines`` runs; it answers with the fork's process id, then with its exit code (negative: a signal).
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import traceback
from typing import Any

HEAVY = (
    "duckdb", "pandas", "pyarrow", "checks.gx_library", "holidays", "altair", "dagster", "sqlglot", "bs4",
    "pipelines.definitions", "pipelines.cli", "pipelines.run", "pipelines.summary", "sandbox.server", "sandbox.world",
    "checks.expectations", "dashboard.site", "vl_convert", "holidays.countries",
    "dagster._core.storage.runs.sqlite", "dagster._core.storage.event_log.sqlite",
    "dagster._core.storage.schedules.sqlite", "dagster._core.storage.local_compute_log_manager",
)  # fmt: skip


def main() -> None:
    """Take orders until standard input ends."""
    for name in HEAVY:
        importlib.import_module(name)
    _read_declarations()
    _collect_seldom()
    answers = os.dup(1)
    for line in sys.stdin:
        order = json.loads(line)
        process = os.fork()
        if process == 0:
            _run(order)
        os.write(answers, f"{process}\n".encode())
        _, status = os.waitpid(process, 0)
        os.write(answers, f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _read_declarations() -> None:
    """Read what is declared in files, which every command reads once: tables, sources, rules."""
    from checks import registry as rules
    from sources import registry as sources
    from warehouse import tables

    for declared in (tables.load, sources.load, rules.rules):
        declared()


def _collect_seldom() -> None:
    """As ``python -m pipelines`` does it; and what every fork shares is looked through, and so copied, by none."""
    from pipelines.__main__ import FEW_COLLECTIONS

    gc.collect()
    gc.freeze()
    gc.set_threshold(FEW_COLLECTIONS)


def _run(order: dict[str, Any]) -> None:
    """Be the command: its words, its environment, its output; never return."""
    code: int | str | None = 70
    try:
        os.setsid()
        for number, target in ((0, os.devnull), (1, order["stdout"]), (2, order["stderr"])):
            opened = os.open(target, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(opened, number)
        os.environ.update(order["environment"])
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the process
        sys.argv = ["vigia", *order["words"]]
        from pipelines.cli import main as command

        command()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # noqa: BLE001 - told as a fresh interpreter would
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    main()
