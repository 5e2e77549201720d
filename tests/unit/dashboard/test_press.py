"""Two editions written at once are the editions written one after the other; a failure is told, and the press goes on."""

from dataclasses import replace

import pytest

from dashboard import press
from dashboard.errors import DashboardError
from dashboard.press import Order

pytestmark = pytest.mark.proof


def pages(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def order(invented, snapshot, tmp_path):
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    return Order(snapshot, tmp_path / "site", ledger, "open", "sandbox-1-1", invented=True, night=invented.NIGHT)


def test_both_editions_are_what_one_process_writes(order, tmp_path):
    staff = replace(order, edition="staff", folder=tmp_path / "staff")
    reports = press.write_both(staff, order)
    at_once = pages(order.folder), pages(staff.folder)
    assert reports == (staff.write(), order.write())
    assert (pages(order.folder), pages(staff.folder)) == at_once


@pytest.mark.parametrize("broken", [0, 1])
def test_an_edition_that_fails_is_told_and_the_next_one_is_written(order, tmp_path, broken):
    orders = [replace(order, edition="staff", folder=tmp_path / "staff"), order]
    orders[broken] = replace(orders[broken], snapshot=tmp_path / "nowhere.duckdb")
    with pytest.raises(DashboardError, match="nowhere"):
        press.write_both(*orders)
    press.write_both(replace(order, edition="staff", folder=tmp_path / "staff"), order)
    assert (order.folder / "index.html").is_file()
