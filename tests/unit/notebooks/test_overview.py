"""The analysts' notebook parses, names only statements that exist, and each of them runs on a small snapshot."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import sys
import textwrap
from datetime import date
from pathlib import Path
from types import FunctionType, SimpleNamespace

import duckdb
import pytest

from warehouse.connection import open_warehouse
from warehouse.schema import create

FOLDER = Path(__file__).resolve().parents[3] / "notebooks"
NIGHT = date(2026, 11, 18)
ROWS = [
    ("meta_nights", {"night": NIGHT, "world": "sandbox-1-4", "scope": "slice"}),
    ("meta_sources", {"source": "a", "title_es": "A", "stale_after_days": 7}),
    ("meta_sources", {"source": "b", "title_es": "B", "stale_after_days": 7}),
    ("meta_sources", {"source": "never", "title_es": "C", "stale_after_days": 7}),
    ("meta_current", {"source": "a", "part": "2026-10", "seen_on": date(2026, 11, 1)}),
    ("meta_current", {"source": "a", "part": "2026-11", "seen_on": NIGHT}),
    ("meta_current", {"source": "b", "part": "", "seen_on": date(2026, 11, 10)}),
    ("outcome_counts", {"rule_id": "R-1", "outcome": "passed", "reason": "x", "n": 30}),
    ("outcome_counts", {"rule_id": "R-1", "outcome": "failed", "reason": "y", "n": 10}),
    ("outcome_counts", {"rule_id": "R-1", "outcome": "not_applicable", "reason": "z", "n": 60}),
    ("outcome_counts", {"rule_id": "R-2", "outcome": "not_evaluable", "reason": "v", "n": 5}),
    ("core_districts", {"ubigeo": "040101", "department": "AREQUIPA", "region": "04"}),
    *(("core_works", {"work_code": str(n), "work_id": f"w:{n}", "source": "s", "region": "04"}) for n in range(4)),
    ("core_works", {"work_code": "9", "work_id": "w:9", "source": "s", "region": None}),
    *(
        ("alerts", {"alert_id": str(n), "rule_id": "R-1", "rule_version": 1, "subject_id": f"w:{n}", "region": "04",
                    "state": state, "episode": 1, "visibility": "open", "hardness": "hard", "last_event": "opened",
                    "last_event_on": NIGHT})
        for n, state in enumerate(("open", "backlog", "closed"))
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("snapshot") / "snapshot.duckdb"
    with duckdb.connect(str(path)) as connection:
        create(connection)
        for table, row in ROWS:
            marks = ", ".join("?" for _ in row)
            connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    return path


def asked(snapshot: Path, name: str) -> list[dict[str, object]]:
    with open_warehouse(snapshot, read_only=True) as connection:
        cursor = connection.execute((FOLDER / "sql" / f"{name}.sql").read_text(encoding="utf-8"))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_the_notebook_parses_and_names_every_statement_and_no_other() -> None:
    text = (FOLDER / "overview.py").read_text(encoding="utf-8")
    ast.parse(text)
    named = set(re.findall(r'ask\("(\w+)"\)', text))
    assert named == {path.stem for path in (FOLDER / "sql").glob("*.sql")}


def test_every_cell_returns_what_the_next_ones_take() -> None:
    """marimo wires cells by names: what a cell takes, another one must return."""
    cells = [node for node in ast.parse((FOLDER / "overview.py").read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]
    taken = {argument.arg for cell in cells for argument in cell.args.args}
    given = {
        name.id
        for cell in cells
        for node in cell.body
        if isinstance(node, ast.Return) and node.value is not None
        for name in ast.walk(node.value)
        if isinstance(name, ast.Name)
    }
    assert taken <= given


def test_outcomes_have_denominators(snapshot: Path) -> None:
    first, second = asked(snapshot, "outcomes_per_rule")
    assert (first["juzgados"], first["sujetos"], first["falla_pct_de_juzgados"]) == (40, 100, 25.0)
    assert (second["juzgados"], second["no_evaluable"], second["falla_pct_de_juzgados"]) == (0, 5, None)


def test_sources_age_by_what_their_data_speak_for(snapshot: Path) -> None:
    rows = {row["fuente"]: (row["partes"], row["edad_dias"], row["vieja"]) for row in asked(snapshot, "ages_of_sources")}
    assert rows == {"a": (2, 0, False), "b": (1, 8, True), "never": (0, None, None)}


def test_alerts_are_compared_with_the_works_of_the_region(snapshot: Path) -> None:
    rows = {row["region"]: row for row in asked(snapshot, "alerts_per_region")}
    arequipa = rows["04"]
    assert (arequipa["obras"], arequipa["vigentes"], arequipa["ya_estaban"], arequipa["graves"]) == (4, 1, 1, 2)
    assert arequipa["por_mil_obras"] == 500.0
    assert rows[None]["obras"] == 1


class Cells:
    """As much of marimo as the notebook uses: cells run from the top, each given what earlier ones returned."""

    def __init__(self, **_options: object) -> None:
        self.functions: list[FunctionType] = []
        self.shown: list[object] = []

    def cell(self, function: FunctionType) -> FunctionType:
        self.functions.append(function)
        return function

    def play(self) -> list[object]:
        names: dict[str, object] = {}
        for function in self.functions:
            given = function(**{name: names[name] for name in inspect.signature(function).parameters})
            names |= dict(zip(returned(function), given or (), strict=True))
        return self.shown


def returned(function: FunctionType) -> list[str]:
    """The names in a cell's last return."""
    last = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0].body[-1]  # type: ignore[attr-defined]
    return [name.id for name in last.value.elts] if last.value is not None else []


def marimo(cells: Cells) -> SimpleNamespace:
    """A stand-in for the library: what a cell shows is kept."""

    def stop(predicate: object, told: object) -> None:
        assert not predicate, told

    def keep(value: object) -> object:
        cells.shown.append(value)
        return value

    ui = SimpleNamespace(table=keep)
    return SimpleNamespace(App=lambda **_options: cells, md=keep, vstack=lambda items: items, stop=stop, ui=ui)


def test_the_cells_run_and_say_that_the_data_are_invented(snapshot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = Cells()
    monkeypatch.setitem(sys.modules, "marimo", marimo(cells))
    monkeypatch.setenv("VIGIA_SNAPSHOT", str(snapshot))
    spec = importlib.util.spec_from_file_location("overview", FOLDER / "overview.py")
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    shown = cells.play()
    (title,) = [text for text in shown if isinstance(text, str) and text.startswith("# ")]
    assert title.startswith("# Vigía · sandbox-1-4 · 2026-11-18")
    assert "DATOS INVENTADOS" in title
    assert [len(frame) for frame in shown if hasattr(frame, "columns")] == [2, 3, 2]
