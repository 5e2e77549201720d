"""The declarations: strict, complete against the SQL that fills them, and rendered as a page."""

import pytest

from warehouse import docs, inputs, model, schema, soundness, tables
from warehouse.connection import open_warehouse
from warehouse.declarations import always_there, carried_by, fed_by
from warehouse.errors import SchemaMismatchError, TableDeclarationError

GOOD = """
name: core_things
description: Things.
key: [thing]
columns:
  - {name: thing, type: VARCHAR, description: Code}
"""


def test_every_file_is_a_table_with_described_columns():
    for name, table in tables.load().items():
        assert table.name == name
        assert table.description
        assert all(column.description for column in table.columns)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("type: VARCHAR", "type: TEXT"), "type"),
        (("key: [thing]", "key: [other]"), "no column"),
        (("description: Code}", "description: Code, colour: red}"), "colour"),
        (("name: core_things", "name: core_other"), "rename"),
        (("key: [thing]", "key: ["), "not readable"),
        (("columns:", "columns:\n  - {name: thing, type: DATE, description: Again}"), "twice"),
    ],
)
def test_a_wrong_declaration_is_refused_with_file_and_place(tmp_path, change, told):
    (tmp_path / "core_things.yml").write_text(GOOD.replace(*change))
    with pytest.raises(TableDeclarationError, match=told) as refused:
        tables.read(tmp_path)
    assert "core_things.yml" in str(refused.value)


def test_good_declaration_passes(tmp_path):
    (tmp_path / "core_things.yml").write_text(GOOD)
    assert list(tables.read(tmp_path)) == ["core_things"]


def test_every_core_select_gives_the_declared_columns_and_types(con):
    inputs.create_views(con, [model.selection(name) for name in model.ORDER])
    for name in model.ORDER:
        given = {row[0]: row[1] for row in con.execute(f"DESCRIBE {model.selection(name)}").fetchall()}
        assert given == {column.name: column.type for column in tables.load()[name].columns}


@pytest.mark.parametrize("table", [t for t in tables.load().values() if t.inputs], ids=lambda table: table.name)
def test_every_core_column_comes_from_a_file_or_is_made_here(table):
    covered = set(always_there(table)).union(*(carried_by(table, source) for source in table.inputs))
    assert covered == set(table.column_names)


def test_a_raw_column_feeds_what_is_computed_from_it():
    works = tables.load()["core_works"]
    fed = fed_by(works, works.inputs[0])
    assert fed["departamento"] == ["department", "region", "ubigeo"]
    assert fed["estado_de_ejecucion"] == ["state", "state_text"]


def test_tables_are_made_once_and_a_changed_form_is_refused(con):
    schema.create(con)
    con.execute("ALTER TABLE links ADD COLUMN colour VARCHAR")
    with pytest.raises(SchemaMismatchError, match=r"links.*colour.*vigia rebuild"):
        schema.create(con)


def test_the_page_names_every_table_and_column():
    page = docs.render()
    for table in tables.load().values():
        assert f"`{table.name}`" in page
        assert all(f"| `{column.name}` |" in page for column in table.columns)


def test_soundness_reports_repeated_keys_and_nulls(con):
    assert soundness.problems(con) == []
    con.execute("INSERT INTO links VALUES ('a', 'b', 'cui', 1.0), ('a', 'b', 'cui', NULL), ('a', NULL, 'cui', 1.0)")
    found = soundness.problems(con, ["links"])
    assert [(p.kind, p.columns, p.rows) for p in found] == [
        ("null", ("to_id",), 1),
        ("null", ("confidence",), 1),
        ("repeated_key", ("from_id", "to_id", "method"), 1),
    ]
    assert "links" in str(found[0])


def test_long_texts_lie_in_the_file_as_compressed_text(tmp_path):
    """The control is the subject's id beside it, for which DuckDB chooses."""
    with open_warehouse(tmp_path / "vigia.duckdb") as con:
        schema.create(con)
        con.execute(
            "INSERT INTO findings BY NAME SELECT 'w' || i AS subject_id, sha256('' || i) || i AS observed "
            "FROM range(20_000) AS r(i)"
        )
        con.execute("CHECKPOINT")
        stored = dict(
            con.execute(
                "SELECT column_name, max(compression) FROM pragma_storage_info('findings') "
                "WHERE segment_type = 'VARCHAR' AND column_name IN ('observed', 'subject_id') GROUP BY ALL"
            ).fetchall()
        )
    assert stored["observed"] == "ZSTD"
    assert stored["subject_id"] != "ZSTD"
