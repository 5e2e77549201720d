"""The settings of every connection to the warehouse."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROBE = """
import duckdb
from warehouse.connection import open_warehouse

ASK = "SELECT current_setting('enable_progress_bar')"

def bars():
    with open_warehouse(":memory:") as ours, duckdb.connect() as plain:
        return [con.execute(ASK).fetchone()[0] for con in (ours, plain)]
"""
SPAWN = """
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
import probe
with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
    print(pool.submit(probe.bars).result())
"""


def test_no_bar_is_drawn_among_the_answers_of_a_spawned_process(tmp_path: Path) -> None:
    """The control is a plain connection, which in such a process draws bars on standard output."""
    (tmp_path / "probe.py").write_text(PROBE, encoding="utf-8")
    environment = {"PYTHONPATH": f"{tmp_path}:{ROOT}", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", SPAWN], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[False, True]"
