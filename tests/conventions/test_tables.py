"""Every table and column says what it is."""

from __future__ import annotations

import pytest

from warehouse import tables
from warehouse.declarations import Table

TABLES = [pytest.param(table, id=name) for name, table in tables.load().items()]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_and_its_columns_are_described(table: Table) -> None:
    assert len(table.description) > 15
    assert [column.name for column in table.columns if len(column.description) < 3] == []


@pytest.mark.parametrize("table", [item for item in TABLES if item.values[0].group == "core"])
def test_a_core_table_has_a_key_and_a_select(table: Table) -> None:
    assert table.key


@pytest.mark.parametrize("table", TABLES)
def test_money_has_its_unit(table: Table) -> None:
    unnamed = [column.name for column in table.columns if column.type == "DECIMAL(18,2)" and not column.unit]
    assert unnamed == []
