"""The rules on 1 M works: the engine's pass, and all it keeps, beside one SELECT written by hand.

Both judge all rules on works on the same warehouse on disk, with the same bound on memory; every run's findings,
evidence included, and counts are compared row by row, so that the anchor is known to be the same rules.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench import places, works_data
from bench.errors import WrongResultError
from bench.plan import Contender, Facts, Goal, Plan
from bench.processes import tell

if TYPE_CHECKING:
    import duckdb

    from checks.rule import Rule

COMPARED = (
    "rule_id, rule_version, subject_id, body_key, region, severity, hardness, due, judged_after, seen_on, regime, "
    "reason, observed, expected, citable"
)
MEMORY_MB = 1_536
MEMORY_LIMIT = "1300MB"
"""What DuckDB may use in a run; Python, Arrow and DuckDB's own structures come on top of it."""
OUTCOMES = "list_extract(['not_applicable', 'not_evaluable', 'passed', 'failed'], code // 50 + 1)"


def plan(scale: float) -> Plan:
    """Ours and the hand-written SELECT, each on a fresh copy of the warehouse."""
    first = works_data.warehouse_at(scale)
    folder = places.workload("rules-out")

    def contender(name: str, note: str) -> Contender:
        path = folder / f"{name}.duckdb"

        def fresh() -> None:
            path.with_suffix(".duckdb.wal").unlink(missing_ok=True)
            places.fresh_copy(first, path)

        command = [sys.executable, "-m", "bench.rules", name, str(path)]
        return Contender(name, command, before=fresh, after=_same(folder) if name == "hand" else _as_is, note=note)

    def largest(of: str) -> Callable[..., float]:
        return lambda series: series.most(of, "largest_mb")

    return Plan(
        name="rules",
        workload=f"{int(works_data.ROWS * scale):,} works × {_width(first)} columns on disk, "
        f"all {len(rules_on_works())} rules on works, {_around(first)} investments, processes, contracts and links",
        contenders=[
            contender("ours", "rules compiled from YAML; fact `check`: all that a night keeps"),
            contender("hand", "one SELECT by hand, literals, shared exclusions; fact `check`: the same findings kept"),
        ],
        measures=("pass", "check", "wall"),
        goals=[
            Goal("the pass against the hand-written SELECT", lambda s: s.ratio("ours", "hand", "pass"), 1.3, unit="×"),
            Goal("pass, counts and findings kept, against the same by hand",
                 lambda s: s.ratio("ours", "hand", "check"), 1.3, unit="×"),
            Goal("peak memory of the pass and of all that is kept", largest("ours"), MEMORY_MB, unit=" MB"),
            Goal("peak memory against the hand-written",
                 lambda s: s.ratio("ours", "hand", "largest_mb"), 1.3, unit="×"),
        ],
        notes=[
            "`pass` fills one temporary table with a branch a rule, due dates, and the evidence of failures",
            "`check` is the pass again, then counts and findings with evidence as JSON in one transaction",
            f"both may use {MEMORY_LIMIT} in DuckDB, and spill what does not fit",
            "`branches` of `branches_of_all` were taken by some work; most of the others no row can take in one night",
            "start of Python, reading the rules' YAML and opening the file are in `wall`, not in these",
            "our tables declare long texts to be kept with zstd; the anchor's leave the choice to DuckDB",
        ],
    )  # fmt: skip


def _as_is(facts: Facts) -> Facts:
    return facts


def _same(folder: Path) -> Callable[[Facts], Facts]:
    """Compare what the two left in their copies."""

    def check(facts: Facts) -> Facts:
        import duckdb

        con = duckdb.connect()
        con.execute(f"ATTACH '{folder / 'ours.duckdb'}' AS ours (READ_ONLY)")
        con.execute(f"ATTACH '{folder / 'hand.duckdb'}' AS hand (READ_ONLY)")
        ours = f"SELECT {COMPARED} FROM ours.findings"
        hand = f"SELECT {COMPARED} FROM hand.hand_findings"
        either = f"({ours} EXCEPT {hand}) UNION ALL ({hand} EXCEPT {ours})"
        differing = con.execute(f"SELECT count(*) FROM ({either})").fetchall()
        counted = con.execute(
            f"SELECT count(*) FROM ((SELECT rule_id, outcome, sum(n) FROM ours.outcome_counts GROUP BY ALL) EXCEPT "
            f"(SELECT rule_id, {OUTCOMES} AS outcome, sum(n) FROM hand.hand_counts GROUP BY ALL))"
        ).fetchall()
        found = con.execute("SELECT count(*) FROM ours.findings").fetchall()[0][0]
        taken = con.execute("SELECT count(*) FROM ours.outcome_counts").fetchall()[0][0]
        con.close()
        if differing != [(0,)] or counted != [(0,)]:
            raise WrongResultError(f"findings that differ: {differing[0][0]}, counts that differ: {counted[0][0]}")
        return facts | {"findings_equal": found, "branches": taken, "branches_of_all": _branches()}

    return check


def _width(path: Path) -> int:
    return int(_ask(path, "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'core_works'"))


def _around(path: Path) -> str:
    tables = ("core_investments", "core_processes", "core_contracts", "links")
    return " + ".join(f"{int(_ask(path, f'SELECT count(*) FROM {table}')):,}" for table in tables)


def _ask(path: Path, question: str) -> float:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as con:
        return float(con.execute(question).fetchall()[0][0])


@contextmanager
def only_rules_on_works() -> Iterator[None]:
    """Let the engine judge the anchor's rules alone; its code is otherwise the night's own."""
    from checks import engine

    works, whole = rules_on_works(), engine.rules_of
    engine.rules_of = lambda _ids=None: works
    try:
        yield
    finally:
        engine.rules_of = whole


def rules_on_works() -> list[Rule]:
    """The rules of the wide table of works, all of them."""
    from checks import registry

    return [rule for rule in registry.rules().values() if rule.table == "works"]


def _branches() -> int:
    """How many pairs of a rule and a reason the compiled rules have."""
    from checks.compiler import compile_table
    from checks.looks import Look
    from checks.parameters import parameters
    from checks.wide import wide_tables

    rules = rules_on_works()
    looks = {source: Look(source, works_data.FIRST_NIGHT, 1, 1) for rule in rules for source in rule.sources}
    compiled = compile_table(wide_tables()["works"], rules, looks, parameters(), works_data.FIRST_NIGHT)
    return len({(each.rule.id, branch.outcome, branch.reason) for each in compiled.rules for branch in each.branches})


def seconds_of(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    started = time.monotonic()
    work()
    return round(time.monotonic() - started, 4)


def judge_by_hand(con: duckdb.DuckDBPyConnection, night: object) -> None:
    """The anchor's pass."""
    from checks.calendar_arrays import OWN_ARRAYS, make_arrays

    make_arrays(con, f"TEMP TABLE {OWN_ARRAYS}")
    con.execute(works_data.statement("hand_judged", night=night))


def check_by_hand(con: duckdb.DuckDBPyConnection, night: object) -> None:
    """The anchor's pass and what it keeps."""
    con.execute(works_data.statement("hand_judged", night=night))
    con.execute("BEGIN")
    con.execute(works_data.statement("hand_kept", night=night))
    con.execute("COMMIT")


def main() -> None:
    """Run one contender: ``ours|hand WAREHOUSE``."""
    from checks import engine, judging
    from warehouse.connection import open_warehouse

    night = works_data.FIRST_NIGHT
    name, path = sys.argv[1], Path(sys.argv[2])
    with only_rules_on_works(), open_warehouse(path, memory_limit=MEMORY_LIMIT) as con:
        if name == "hand":
            passed = seconds_of(lambda: judge_by_hand(con, night))
            tell({"pass": passed, "check": seconds_of(lambda: check_by_hand(con, night))})
            return
        tell({
            "pass": seconds_of(lambda: judging.judge(con, night, engine.rules_of(), shown=True)),
            "check": seconds_of(lambda: engine.check(con, night)),
        })  # fmt: skip


if __name__ == "__main__":
    main()
