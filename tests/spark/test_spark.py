"""The rules on Spark: what DuckDB finds, row for row, on every hand-worked case and example and on a whole night."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks import registry
from checks.compiler import CompiledTable, compile_table
from checks.parameters import parameters
from checks.wide import wide_tables

if TYPE_CHECKING:
    from samples import Samples

    from checks.spark import SparkEngine

Row = tuple[object, ...]
pytestmark = [pytest.mark.spark, pytest.mark.night]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def samples() -> Samples:
    from samples import Samples

    return Samples()


def test_every_case_and_example_comes_out_equally(master: str, samples: Samples, tmp_path: Path) -> None:
    """Every rule of a table on the samples of all of them: nulls, blanks, edges of terms, dates outside the calendar.

    One session for all tables, ended before the next test: a session takes every core of the cluster.
    """
    from checks.spark import opened

    with opened(tmp_path, master) as spark:
        for table in wide_tables():
            wanted, found = _on_both(spark, samples, table)
            assert sorted(found, key=repr) == sorted(wanted, key=repr)
            assert len({code for row in wanted for code in row[3::2]}) > 3, "the samples reach more than one branch"


def _on_both(spark: SparkEngine, samples: Samples, table: str) -> tuple[list[Row], list[Row]]:
    """What DuckDB and Spark answer about every sample of a table under every rule of it."""
    from samples import LOOKS

    from checks.spark import to_spark

    mine = [rule for rule in registry.rules().values() if rule.table == table]
    compiled = compile_table(wide_tables()[table], mine, LOOKS, parameters())
    whole = CompiledTable(compiled.table, compiled.rules, compiled.layers, compiled.shared, tuple(LOOKS))
    for name, relation in (("wide_rows", f"samples_{table}"), ("rule_clock", "rule_clock")):
        path = spark.folder / f"{table}-{name}"
        samples.con.execute(f"COPY {relation} TO '{path}' (FORMAT parquet)")
        spark.session.read.parquet(str(path)).createOrReplaceTempView(name)
    judged = whole.judged_sql(f"SELECT * FROM samples_{table}", looks_in_rows=True, keep="sample")
    on_spark = to_spark(whole.judged_sql("SELECT * FROM wide_rows", looks_in_rows=True, keep="sample"))
    return samples.con.execute(judged).fetchall(), [tuple(row) for row in spark.session.sql(on_spark).collect()]


def test_a_published_night_judged_on_spark_gives_the_same_findings(master: str, tmp_path: Path) -> None:
    environment = {**os.environ, "VIGIA_DATA": str(tmp_path / "data"), "VIGIA_DAGSTER": str(tmp_path / "dagster")}
    environment |= {"SPARK_LOCAL_IP": "127.0.0.1"}

    def vigia(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "bin" / "vigia"), *words, "--size", "200"]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    night = vigia("audit", "--sandbox", "--as-of", "2026-11-18")
    assert night.returncode == 0, night.stderr
    again = vigia("check", "--engine", "spark", "--spark-master", master, "--sandbox", "--json")
    assert again.returncode == 0, again.stderr
    rows = [json.loads(line) for line in again.stdout.splitlines()]
    assert {row["rule_id"] for row in rows} == set(registry.rules())
    assert sum(row["published"] for row in rows) > 20
    assert all(row["found_again"] == row["published"] and row["differing"] == 0 for row in rows)

    _forge_a_finding(tmp_path / "data")
    forged = vigia("check", "--engine", "duckdb", "--sandbox", "--json")
    assert forged.returncode == 1
    assert "2 findings differ" in forged.stderr


def _forge_a_finding(data: Path) -> None:
    """The control: one published finding gets another severity."""
    import duckdb

    (snapshot,) = data.glob("*/published/current/internal/snapshot.duckdb")
    real = snapshot.resolve()
    real.chmod(0o600)
    with duckdb.connect(str(real)) as con:
        one = con.execute("SELECT rule_id, subject_id FROM findings ORDER BY ALL LIMIT 1").fetchall()[0]
        con.execute("UPDATE findings SET severity = severity % 5 + 1 WHERE rule_id = ? AND subject_id = ?", list(one))
