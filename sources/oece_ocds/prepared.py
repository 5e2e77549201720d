"""An engine that knows the tables of OCDS before it knows a payload: tables are empty, macros say what fills them.

Here: making it, and handing it to one job. Not here: the work with it (``tables``).

Opening an engine and reading the statements takes as long as filling the tables of a small month, and OECE's months
are many: the nursery makes one engine and every child begins with its copy.
"""

from pathlib import Path

import duckdb

from sources.casts import typed_select
from sources.engine import bare_engine, confine
from sources.headers import Layout
from sources.job import Job
from sources.oece_ocds.structure import TAKEN
from sources.spec import SourceSpec
from sources.spec_tables import DUCKDB_TYPES
from sources.sqltext import identifier, literal, statements

FOLDER = Path(__file__).parent
EXTRACT = FOLDER / "extract.sql"
SETTLE = FOLDER / "settle.sql"
FAILED = 'STRUCT("column" VARCHAR, reason VARCHAR, raw VARCHAR)[]'
_WAITING: list[tuple[SourceSpec, duckdb.DuckDBPyConnection]] = []
_GIVEN: list[duckdb.DuckDBPyConnection] = []
"""The engine given last: a child ends when its report is written, and taking it down before would only cost time."""


def prepare(spec: SourceSpec) -> None:
    """Have an engine wait for a job of this contract."""
    _WAITING.append((spec, _made(spec)))


def engine_for(job: Job) -> duckdb.DuckDBPyConnection:
    """The engine that waits for jobs of this contract, given once, or a new one; held to the job's limits."""
    spec, engine = _WAITING.pop() if _WAITING else (None, None)
    if engine is None or spec is None or (spec.tables, spec.format) != (job.spec.tables, job.spec.format):
        engine = _made(job.spec)
    confine(engine, job)
    _GIVEN[:] = [engine]
    return engine


def _made(spec: SourceSpec) -> duckdb.DuckDBPyConnection:
    # Months are read two at a time, so each has one thread: a second one costs a fifth more and gains nothing.
    engine = bare_engine(threads=1)
    # On some thousand rows it takes longer than it saves.
    engine.execute("SET disabled_optimizers = 'expression_rewriter'")
    texts = statements(EXTRACT)
    engine.execute(texts["macros"])
    engine.execute(texts["record"].format(structure=literal(TAKEN.read_text(encoding="utf-8"))))
    engine.execute(texts["create_lot"])
    engine.execute(statements(SETTLE)["create"])
    for name, table in spec.tables.items():
        # A macro is only parsed here; a view would be planned, once for each child and once more for nobody.
        engine.execute(f"CREATE MACRO typed_{name}() AS TABLE {_typed(spec, name)}")
        columns = ", ".join(f"{identifier(column.name)} {DUCKDB_TYPES[column.type]}" for column in table.columns)
        engine.execute(f"CREATE TABLE staged_{name} (row_number BIGINT, {columns}, failed {FAILED})")
    return engine


def _typed(spec: SourceSpec, name: str) -> str:
    table = spec.tables[name]
    names = [column.name for column in table.columns]
    layout = Layout({column: index for index, column in enumerate(names)}, (), (), (), len(names))
    shown = ", ".join(f"{identifier(column)} AS c{index}" for index, column in enumerate(names))
    texts = f"(SELECT row_number, {shown} FROM ({statements(EXTRACT)[name]}))"  # noqa: S608 - our own statement
    return typed_select(table, layout, spec.format, texts)
