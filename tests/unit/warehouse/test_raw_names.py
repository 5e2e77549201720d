"""The two rooms that never import each other agree: every raw column that a core table reads is one a source declares."""

import pytest

from sources import registry
from warehouse import tables

# Types of a source's columns that each type of ours can be made of without losing what was published.
FITTING = {
    "VARCHAR": {"text", "code"},
    "BOOLEAN": {"boolean"},
    "INTEGER": {"integer"},
    "DATE": {"date", "timestamp"},
    "TIMESTAMP": {"timestamp"},
    "DOUBLE": {"number"},
    "DECIMAL(18,2)": {"decimal", "percent"},
    "DECIMAL(9,2)": {"percent", "decimal"},
}
INPUTS = [(table, source) for table in tables.load().values() for source in table.inputs]


@pytest.fixture(scope="module")
def specs():
    return registry.load()


@pytest.mark.parametrize(("table", "source"), INPUTS, ids=[source.view for _, source in INPUTS])
def test_raw_columns_are_declared_with_a_fitting_type(specs, table, source):
    declared = specs[source.source].tables[source.table]
    types = {column.name: column.type for column in declared.columns if not column.personal}
    types |= dict.fromkeys(declared.named_columns(), "boolean")
    wanted = {raw: table.column(name).type for name, raw in source.columns.items()}
    wanted |= {extra.raw: extra.type for extra in source.extras.values()}
    unfit = {raw: types.get(raw) for raw, kind in wanted.items() if types.get(raw) not in FITTING[kind]}
    assert unfit == {}
