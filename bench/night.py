"""A night on 1 M works, with 1 % changed and with nothing changed, beside a night written by hand in SQL.

Both take the works already modelled and do what follows: what changed since last night and its history, the rules, and
what opens and closes among the alerts. Ours are the night's own steps on its own stores; the anchor keeps one narrow
table of hashes, one of versions, one of changes, one of open alerts and one of events, all in the same kind of file.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench import places, rules, works_data
from bench.errors import WrongResultError
from bench.plan import Contender, Facts, Goal, Plan
from bench.processes import tell

if TYPE_CHECKING:
    import duckdb

KINDS = {"changed": works_data.CHANGE_RATE, "same": 0.0}
TABLES = ["core_works"]


def plan(scale: float) -> list[Plan]:
    """One plan a kind of night."""
    return [_plan(scale, kind) for kind in KINDS]


def _plan(scale: float, kind: str) -> Plan:
    folder = _before(scale, kind)
    rows = int(works_data.ROWS * scale)
    share = f"{KINDS[kind]:.0%} of them changed" if KINDS[kind] else "nothing changed"

    def contender(name: str, note: str) -> Contender:
        out = places.workload("night-out") / name

        def fresh() -> None:
            places.fresh_copy(folder / name, out)

        command = [sys.executable, "-m", "bench.night", name, str(out)]
        check = _same(out.parent, rows * KINDS[kind]) if name == "hand" else None
        return Contender(name, command, before=fresh, after=check or (lambda facts: facts), note=note)

    return Plan(
        name=f"night-{kind}",
        workload=f"a night on {rows:,} works, {share}: history, rules, transitions, alerts",
        contenders=[
            contender("ours", "one connection; history.record, engine.check, replay, transitions.compute, replay"),
            contender("hand", "one connection; hash join, versions, changes, one SELECT of rules, full join"),
        ],
        measures=("night", "history", "check", "conclude", "wall"),
        goals=[
            Goal(f"a night with {share} against one by hand", lambda s: s.ratio("ours", "hand", "night"), 1.3, unit="×")
        ],
        notes=[
            "`night` is the sum of the steps, without Python's start, imports and reading the declarations",
            "every run's versions, changes of cells and failing subjects equal the anchor's",
            "our tables declare long texts to be kept with zstd; the anchor's leave the choice to DuckDB",
        ],
    )  # fmt: skip


def _before(scale: float, kind: str) -> Path:
    """Both stores after the first night, with the works of the second in place; made unless they are there."""
    folder = places.made_workload(f"night-{scale:g}-{kind}", ("bench/sql", "warehouse", "checks", "alerts"))
    if (folder / "done").is_file():
        return folder
    for name in ("ours", "hand"):
        _make(folder / name, name, scale, KINDS[kind])
    (folder / "done").touch()
    return folder


def _make(folder: Path, name: str, scale: float, change_rate: float) -> None:
    from warehouse.connection import open_warehouse

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(works_data.warehouse_at(scale), folder / "vigia.duckdb")
    with rules.only_rules_on_works():
        NIGHTS[name](folder, works_data.FIRST_NIGHT)
    with open_warehouse(folder / "vigia.duckdb") as con:
        if change_rate:
            works_data.show_works(con, int(works_data.ROWS * scale), day=1, change_rate=change_rate)
        else:
            con.execute("UPDATE core_works SET seen_on = seen_on + 1")
        works_data.record_looks(con, day=1)


def ours(folder: Path, night: date) -> Facts:
    """The steps of ``pipelines.stages`` from history to alerts, in one connection as ``pipelines.run`` keeps it."""
    from alerts import store, transitions
    from checks import engine
    from warehouse import history
    from warehouse.connection import open_warehouse

    path, events = folder / "vigia.duckdb", folder / "events"
    events.mkdir(exist_ok=True)
    times: Facts = {}
    with open_warehouse(path, memory_limit="4GB") as con:
        with _Timed(times, "history"):
            recorded = history.record(con, night, TABLES)["core_works"]
        with _Timed(times, "check"):
            engine.check(con, night)
        with _Timed(times, "conclude"):
            store.replay(con, sorted(events.glob("*.parquet")))
            new = transitions.compute(con, night, events / f"{night}.parquet")
            store.replay(con, sorted(events.glob("*.parquet")))
        with _Timed(times, "closing"):
            con.close()
    times["conclude"] = round(times["conclude"] + times.pop("closing"), 4)
    return times | {"versions": recorded.versions, "changes": recorded.changes, "events": new}


def hand(folder: Path, night: date) -> Facts:
    """The same by hand, one connection from beginning to end."""
    import duckdb

    times: Facts = {}
    with duckdb.connect(str(folder / "vigia.duckdb"), config={"preserve_insertion_order": False}) as con:
        fields = _fields(con)
        con.execute(works_data.statement("hand_tables", **fields))
        for step in ("history", "check", "conclude"):
            with _Timed(times, step):
                con.execute("BEGIN")
                _BY_HAND[step](con, night, fields)
                con.execute("COMMIT")
        counts = con.execute(works_data.statement("hand_counts", night=night)).fetchall()[0]
        with _Timed(times, "closing"):
            con.close()
    times["conclude"] = round(times["conclude"] + times.pop("closing"), 4)
    return times | dict(zip(("versions", "changes", "events"), counts, strict=True))


def _fields(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The columns that the declaration versions and watches: the anchor follows the same ones."""
    from warehouse import tables

    table = tables.load()["core_works"]
    watched = [column.name for column in table.watched]
    kinds = {str(name): str(kind) for _, name, kind, *_ in con.execute("PRAGMA table_info('core_works')").fetchall()}
    return {
        "versioned": ", ".join(column.name for column in table.versioned),
        "watched_columns": ", ".join(f"{name} {kinds[name]}" for name in watched),
        "watched": ", ".join(watched),
        "cases": ",\n    ".join(
            f"CASE WHEN w.{name} IS DISTINCT FROM s.{name} AND NOT list_contains(w.unpublished, '{name}') "
            f"AND NOT list_contains(w.unparsable, '{name}') THEN {{'name': '{name}', 'old': CAST(s.{name} AS VARCHAR), "
            f"'new': CAST(w.{name} AS VARCHAR)}} END"
            for name in watched
        ),
    }


def _history_by_hand(con: duckdb.DuckDBPyConnection, night: date, fields: dict[str, str]) -> None:
    con.execute(works_data.statement("hand_history", night=night, **fields))


def _check_by_hand(con: duckdb.DuckDBPyConnection, night: date, _: dict[str, str]) -> None:
    rules.judge_by_hand(con, night)
    con.execute(works_data.statement("hand_kept", night=night))


def _conclude_by_hand(con: duckdb.DuckDBPyConnection, night: date, _: dict[str, str]) -> None:
    con.execute(works_data.statement("hand_alerts", night=night))


_BY_HAND = {"history": _history_by_hand, "check": _check_by_hand, "conclude": _conclude_by_hand}
NIGHTS: dict[str, Callable[[Path, date], Facts]] = {"ours": ours, "hand": hand}


class _Timed:
    """Adds the seconds of a block to a dictionary."""

    def __init__(self, times: Facts, name: str) -> None:
        self.times, self.name = times, name

    def __enter__(self) -> None:
        self.started = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self.times[self.name] = round(time.monotonic() - self.started, 4)


def _same(folder: Path, changed: float) -> Callable[[Facts], Facts]:
    """Compare what both nights left: versions, changes, and who failed."""
    low, high = 0.9 * changed, 1.1 * changed
    questions = {
        "versions": ("SELECT key, version, first_seen FROM ours.history_versions",
                     "SELECT key, version, first_seen FROM hand.hand_versions"),
        "changes": ("SELECT key, column_name, old_value, new_value, night FROM ours.history_changes",
                    "SELECT key, column_name, old_value, new_value, night FROM hand.hand_changes"),
        "failing": ("SELECT rule_id, subject_id, hardness, due FROM ours.findings",
                    "SELECT rule_id, subject_id, hardness, due FROM hand.hand_findings"),
    }  # fmt: skip

    def check(facts: Facts) -> Facts:
        import duckdb

        if not low <= facts["versions"] <= high:
            raise WrongResultError(f"{facts['versions']} works changed, the workload means {low:.0f} to {high:.0f}")
        with duckdb.connect() as con:
            for name in NIGHTS:
                con.execute(f"ATTACH '{folder / name / 'vigia.duckdb'}' AS {name} (READ_ONLY)")
            for name, (left, right) in questions.items():
                both = f"SELECT count(*) FROM (({left} EXCEPT {right}) UNION ALL ({right} EXCEPT {left}))"
                differing = con.execute(both).fetchall()[0][0]
                if differing:
                    raise WrongResultError(f"{differing} {name} differ between ours and the anchor")
        return facts

    return check


def main() -> None:
    """Run one contender: ``ours|hand FOLDER``."""
    import checks.engine  # noqa: F401 - imports are not part of the night's seconds
    from checks import registry
    from warehouse import tables

    registry.rules(), tables.load()
    night = works_data.FIRST_NIGHT + timedelta(days=1)
    with rules.only_rules_on_works():
        times = NIGHTS[sys.argv[1]](Path(sys.argv[2]), night)
    tell(times | {"night": round(sum(times[step] for step in _BY_HAND), 4)})


if __name__ == "__main__":
    main()
