"""Makes the declared tables in a warehouse file and sees that those already there have the declared form."""

from functools import cache

import duckdb

from warehouse import tables
from warehouse.declarations import Column, Table
from warehouse.errors import SchemaMismatchError
from warehouse.statements import statement


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Makes every declared table that is missing, and the macros.

    Raises:
        SchemaMismatchError: a table has another form than declared.
    """
    con.execute(statement("macros"))
    found = _forms(con)
    for name, form in _declared_forms().items():
        if name not in found:
            con.execute(ddl(tables.load()[name]))
        elif found[name] != form:
            _compare(con, tables.load()[name])


def ddl(table: Table) -> str:
    """The CREATE TABLE statement. No constraints: `warehouse.soundness` reports what a constraint would abort on."""
    columns = ",\n  ".join(map(_definition, table.columns))
    return f"CREATE TABLE IF NOT EXISTS {table.name} (\n  {columns}\n)"


def _definition(column: Column) -> str:
    return f"{column.name} {column.type}" + (" USING COMPRESSION zstd" if column.long_text else "")


@cache
def _declared_forms() -> dict[str, str]:
    """What DuckDB says of each declared table once it is made."""
    with duckdb.connect(":memory:") as con:
        for table in tables.load().values():
            con.execute(ddl(table))
        return _forms(con)


def _forms(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The statement of every table as it stands; one question for all, as each costs more than a small table does."""
    rows = con.execute("SELECT table_name, sql FROM duckdb_tables()").fetchall()
    return {str(name): str(form) for name, form in rows}


def table_names(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The tables there are; asking costs more than a small table does, so ask once."""
    return frozenset(str(name) for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall())


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Column -> DuckDB type of a table as it stands.

    Raises:
        duckdb.CatalogException: there is no such table; the transaction is lost.
    """
    # Asking duckdb_columns() instead would bind every view of the connection.
    rows = con.execute("SELECT name, type FROM pragma_table_info(?)", [table]).fetchall()
    return {str(name): str(kind) for name, kind in rows}


def _compare(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    found = columns_of(con, table.name)
    declared = {column.name: column.type for column in table.columns}
    if found != declared:
        different = sorted(name for name in found.keys() | declared.keys() if found.get(name) != declared.get(name))
        raise SchemaMismatchError(
            f"table {table.name} has another form than declared (columns {different}); run `vigia rebuild`",
        )
