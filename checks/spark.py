"""The rules on Apache Spark: the SQL that DuckDB runs, translated by sqlglot, over wide rows handed over as Parquet.

Here: the translation, the session, and one pass there and back. Not here: what is judged (``checks.judging``) and what
is kept of it (``checks.engine``), which are the same for both engines. For data that one machine cannot hold; on one
machine DuckDB is many times faster. Needs the extra ``spark`` and Java; nothing else of Vigía imports it.
"""

# ruff: noqa: S608 - the SQL is built from our own declarations; values of registers never enter its text

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from checks.compiler import CLOCK_COLUMNS
from checks.errors import EngineMissingError, RuleFaultError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb
    from pyspark.sql import SparkSession

    from checks.judging import Judged

_SETTINGS = {
    # As DuckDB's TRY: what cannot be cast or lies outside a list is null and no fault of the whole pass.
    "spark.sql.ansi.enabled": "false",
    "spark.sql.legacy.sizeOfNull": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


def to_spark(sql: str) -> str:
    """Write a pass in Spark's SQL: the same meaning, wherever sqlglot's own translation does not have it."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    for select in tree.find_all(exp.Select):
        kept = [item for item in select.expressions if not _is_clock_column(item)]
        select.set("expressions", kept)
    # From the leaves up: what a translation takes over has been translated before it.
    for node in reversed(list(tree.bfs())):
        translated = _translated(node)
        if translated is not node:
            node.replace(translated)
    return str(tree.sql(dialect="spark"))


def _is_clock_column(item: exp.Expression) -> bool:
    return isinstance(item, exp.Column) and item.table == "clock" and item.name in CLOCK_COLUMNS


def _translated(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Column) and node.name in CLOCK_COLUMNS:
        # Half a million days: asked for once as a constant, never carried along with every row.
        return sqlglot.parse_one(f"(SELECT {node.name} FROM rule_clock)", read="spark")
    if isinstance(node, exp.Anonymous) and str(node.this).lower() == "list_extract":
        values, place = node.expressions
        before = exp.Sub(this=exp.Paren(this=place), expression=exp.Literal.number(1))
        return exp.Anonymous(this="get", expressions=[values, before])
    if isinstance(node, exp.ArrayOverlaps):
        return exp.Anonymous(this="arrays_overlap", expressions=[node.this, node.expression])
    if isinstance(node, exp.Anonymous) and str(node.this).lower() == "list_has_all":
        among, wanted = node.expressions
        rest = exp.Anonymous(this="array_except", expressions=[wanted, among])
        return exp.EQ(this=exp.Anonymous(this="size", expressions=[rest]), expression=exp.Literal.number(0))
    return node


@dataclass
class SparkEngine:
    """One Spark session that judges tables; ``folder`` is scratch that all workers can read and write."""

    session: SparkSession
    folder: Path

    def create(
        self, con: duckdb.DuckDBPyConnection, name: str, item: Judged, where: str = "", *, shown: bool = False
    ) -> None:
        """Make the temporary table ``name`` of a pass, as ``checks.judging`` makes it with DuckDB.

        Raises:
            RuleFaultError: Spark could not evaluate the table's rules.
        """
        rows, clock, judged = (self.folder / f"{name}-{part}" for part in ("rows", "clock", "judged"))
        con.execute(f"COPY ({item.wide}) TO '{rows}' (FORMAT parquet)")
        con.execute(f"COPY rule_clock TO '{clock}' (FORMAT parquet)")
        sql = to_spark(item.compiled.judged_sql("SELECT * FROM wide_rows", where=where, shown=shown))
        shutil.rmtree(judged, ignore_errors=True)
        try:
            self.session.read.parquet(str(rows)).createOrReplaceTempView("wide_rows")
            self.session.read.parquet(str(clock)).createOrReplaceTempView("rule_clock")
            self.session.sql(sql).write.parquet(str(judged))
        except Exception as fault:  # what Spark raises comes from three libraries with no common base
            said = str(fault).strip().split("\n")[0]
            raise RuleFaultError(f"(wide table {item.compiled.table.name} on Spark)", said) from fault
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM read_parquet('{judged}/*.parquet')")


@contextmanager
def opened(folder: Path, master: str) -> Iterator[SparkEngine]:
    """A session on a master, ``local[2]`` or ``spark://host:port``, ended afterwards.

    Raises:
        EngineMissingError: pyspark or Java is not there, or the master does not answer.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as fault:
        raise EngineMissingError("pyspark is not installed; `make spark` installs the extra") from fault
    if shutil.which("java") is None:
        raise EngineMissingError("Spark needs Java 17 or later; install openjdk-17-jre-headless")
    builder = SparkSession.builder.appName("vigia").master(master)
    for key, value in _SETTINGS.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except Exception as fault:
        raise EngineMissingError(f"Spark at {master} does not answer: {fault}") from fault
    try:
        yield SparkEngine(session, folder)
    finally:
        session.stop()
