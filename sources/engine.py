"""DuckDB as a reading child has it: in memory, with our macros, away from any network, within the job's limits.

Here: opening it and its scratch folder. Not here: what is read with it (``staging``, ``oece_ocds.tables``).
"""

from pathlib import Path

import duckdb

from sources.job import Job
from sources.sqltext import FOLDER, literal

SPILL = "spill"
THREADS = 2


def engine_memory(job: Job) -> int:
    """How much of the child's memory is the engine's, in MB; it spills to the disk beyond."""
    return max(200, int(job.spec.limits.memory_mb * 0.6))


def open_engine(job: Job, threads: int = THREADS) -> duckdb.DuckDBPyConnection:
    """Open DuckDB for a job; it spills into the job's own folder."""
    engine = bare_engine(threads)
    confine(engine, job)
    return engine


def bare_engine(threads: int) -> duckdb.DuckDBPyConnection:
    """Open DuckDB for a job that is not known yet; with one thread it has none but its caller's, so it may be forked.

    Its threads for reading ahead serve files that lie far away, and ours do not.
    """
    engine = duckdb.connect(
        config={
            "threads": threads,
            "async_threads": 0,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    engine.execute((FOLDER / "casts.sql").read_text(encoding="utf-8"))
    return engine


def confine(engine: duckdb.DuckDBPyConnection, job: Job) -> None:
    """Hold an engine to a job's memory and to its folder."""
    spill = job.out_dir / SPILL
    spill.mkdir(exist_ok=True)
    engine.execute(f"SET memory_limit = '{engine_memory(job)}MB'; SET temp_directory = {literal(str(spill))}")


def remove_spill(folder: Path) -> None:
    """Remove the engine's scratch folder; nothing of it is a result."""
    spill = folder / SPILL
    for leftover in spill.glob("*"):
        leftover.unlink()
    if spill.exists():
        spill.rmdir()
