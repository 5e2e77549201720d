"""The rules at 0.1, 1 and 10 M works, with the growth exponent; four of them beside pandas, polars and GX.

The four need a row's own cells alone, as no other tool here knows calendars, looks and links; every run's failures are
compared, subject by subject, with ours of the same size.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import pairwise
from math import log10
from pathlib import Path

from bench import places, works_data
from bench.errors import MissingToolError, WrongResultError
from bench.plain_rules import DATES, RULES
from bench.plan import Contender, Facts, Goal, Plan
from bench.processes import tell
from bench.rules import MEMORY_LIMIT, MEMORY_MB, rules_on_works, seconds_of

SIZES = {"0.1 M": 0.1, "1 M": 1.0, "10 M": 10.0}
CELLS = ("subject_id", "state", "reserved", "emergency", "stoppage_flag", "stop_cause", "term_days", "new_term_days",
         "contract_amount", "approved_amount", "physical_pct")  # fmt: skip
MEMORY_LIMITS = {"0.1 M": MEMORY_LIMIT, "1 M": MEMORY_LIMIT, "10 M": "8GB"}
"""Ten million need more: their joins do not fit into what one million may use."""
SLOWEST = "10 M"
"""Where Great Expectations is left out: its list of failures is a Python object a row."""


def plan(scale: float) -> Plan:
    """Each size of each contender; ``scale`` makes all of them smaller."""
    folder = places.workload("growth-out")
    contenders = []
    sizes = chosen()
    for size, part in sizes.items():
        warehouse = works_data.warehouse_at(part * scale)
        cells = _cells(warehouse)
        here = [sys.executable, "-m", "bench.growth"]
        ours = folder / f"ours-{size}.parquet"
        contenders += [
            Contender(f"all rules on works, {size}", [*here, "all", str(warehouse), MEMORY_LIMITS[size]]),
            Contender(f"four rules, {size}", [*here, "plain", str(warehouse), MEMORY_LIMITS[size], str(ours)],
                      note="ours, a temporary table with a branch a rule"),
        ]  # fmt: skip
        for name, python in (("pandas", sys.executable), ("polars", _polars()), ("gx", sys.executable)):
            if (name, size) != ("gx", SLOWEST):
                out = folder / f"{name}-{size}.parquet"
                command = [python, str(Path(__file__).with_name("plain_rules.py")), name, str(cells), str(out)]
                contenders.append(Contender(f"{name}, {size}", command, after=_equal(ours, out), note=_NOTES[name]))
    return Plan(
        name="growth",
        workload=f"{', '.join(sizes)} works, the warehouse of `rules`"
        + (f", at {scale:g} of these sizes" if scale != 1 else ""),
        contenders=contenders,
        measures=("pass",),
        goals=[
            *(_memory(size) for size in sizes if size == "1 M"),
            *(_growth(small, large) for small, large in pairwise(sizes)),
        ],
        notes=[
            "`pass` judges; `check` judges again and keeps findings with evidence and counts",
            "the others read a Parquet file of the columns of the four rules alone; ours joins what rules need",
            "an exponent is the logarithm to base ten of the ratio of the medians of `check`",
            "Great Expectations is left out at 10 M works",
        ],
    )  # fmt: skip


_NOTES = {
    "pandas": "hand-vectorised",
    "polars": "one lazy scan, hand-written expressions",
    "gx": "the masks of pandas as columns, one expectation a rule, COMPLETE",
}


def chosen() -> dict[str, float]:
    """The sizes to race at: all, or those that ``VIGIA_BENCH_SIZES`` names (commas between them)."""
    named = os.environ.get("VIGIA_BENCH_SIZES")
    return {size: SIZES[size] for size in (named.split(",") if named else SIZES)}


def _memory(size: str) -> Goal:
    all_rules = f"all rules on works, {size}"
    return Goal(f"all rules on works and their findings at {size}: memory",
                lambda s: s.most(all_rules, "largest_mb"), MEMORY_MB, unit=" MB")  # fmt: skip


def _growth(small: str, large: str) -> Goal:
    return Goal(f"growth exponent of all rules, {small} to {large}", lambda s: _exponent(s, small, large), 1.1)


def _exponent(series: object, small: str, large: str) -> float:
    names = [f"all rules on works, {size}" for size in (large, small)]
    return log10(series.ratio(*names, "check"))  # type: ignore[attr-defined]


def _polars() -> str:
    found = os.environ.get("VIGIA_BENCH_POLARS")
    if not found:
        raise MissingToolError("polars is missing; python3 -m venv DIR && DIR/bin/pip install polars==2.1.0, "
                               "then set VIGIA_BENCH_POLARS=DIR/bin/python")  # fmt: skip
    return found


def _cells(warehouse: Path) -> Path:
    """What the other tools read: the cells of the four rules, and whether a rule's cells were readable."""
    path = warehouse.with_name("cells.parquet")
    if path.is_file():
        return path
    from checks import registry
    from checks.wide import wide_query, wide_tables
    from warehouse.connection import open_warehouse

    dates = ", ".join(f"CAST({name} AS TIMESTAMP) AS {name}" for name in DATES)
    numbers = ", ".join(f"CAST({n} AS DOUBLE) AS {n}" if n.endswith(("amount", "pct")) else n for n in CELLS)
    readable = ", ".join(
        f"NOT list_has_any(list_concat(unparsable, unpublished), {registry.rule(rule).reads}) "
        f"AS readable_{registry.rule(rule).slug}"
        for rule in RULES
    )
    draft = path.with_suffix(".draft")
    with open_warehouse(warehouse, read_only=True, memory_limit="8GB") as con:
        wide = wide_query(wide_tables()["works"])
        con.execute(f"COPY (SELECT {numbers}, {dates}, {readable} FROM ({wide})) TO '{draft}' (FORMAT parquet)")
    draft.rename(path)
    return path


def _equal(ours: Path, theirs: Path) -> Callable[[Facts], Facts]:
    """Compare two files of failures."""

    def check(facts: Facts) -> Facts:
        import duckdb

        pairs = [f"SELECT rule_id, subject_id FROM '{path}'" for path in (ours, theirs)]
        either = f"({pairs[0]} EXCEPT {pairs[1]}) UNION ALL ({pairs[1]} EXCEPT {pairs[0]})"
        with duckdb.connect() as con:
            differing = con.execute(f"SELECT rule_id, count(*) FROM ({either}) GROUP BY ALL").fetchall()
            failing = con.execute(f"SELECT count(DISTINCT rule_id) FROM ({pairs[0]})").fetchall()[0][0]
        if differing or failing != len(RULES):
            raise WrongResultError(f"failures that differ: {differing}; rules with failures: {failing} of {len(RULES)}")
        return facts | {"rules_with_failures": failing}

    return check


def main() -> None:
    """Run one of ours: ``all WAREHOUSE MEMORY`` or ``plain WAREHOUSE MEMORY FAILURES``."""
    import tempfile

    from checks import engine, judging
    from warehouse.connection import open_warehouse

    name, first, memory = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    rules = rules_on_works()
    if name == "plain":
        rules = [rule for rule in rules if rule.id in RULES]
    engine.rules_of = lambda _ids=None: rules
    night = works_data.FIRST_NIGHT
    with tempfile.TemporaryDirectory(dir=first.parent) as folder:
        path = places.fresh_copy(first, Path(folder) / "works.duckdb")
        with open_warehouse(path, memory_limit=memory) as con:
            facts = {"rules": len(rules), "pass": seconds_of(lambda: judging.judge(con, night, rules))}
            if name == "plain":
                facts["failures"] = _write_failures(con, judging.judge(con, night, rules), Path(sys.argv[4]))
            else:
                facts["check"] = seconds_of(lambda: engine.check(con, night))
                facts["failures"] = con.execute("SELECT count(*) FROM findings").fetchall()[0][0]
        tell(facts)


def _write_failures(con: object, judged: object, out: Path) -> int:
    (item,) = judged  # type: ignore[misc]
    selects = " UNION ALL ".join(
        f"SELECT '{each.rule.id}' AS rule_id, subject_id FROM {item.name} WHERE {each.failed()}"
        for each in item.compiled.rules
    )
    con.execute(f"COPY ({selects}) TO '{out}' (FORMAT parquet)")  # type: ignore[attr-defined]
    return int(con.execute(f"SELECT count(*) FROM '{out}'").fetchall()[0][0])  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
