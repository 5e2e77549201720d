"""Two editions written at once are the editions written one after the other; a failure is told, and the press goes on."""

from dataclasses import replace

import pytest

from dashboard import press, site
from dashboard.errors import DashboardError
from dashboard.pages import records
from dashboard.press import Order
from dashboard.snapshot import open_snapshot

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


def test_two_halves_are_one_site(order, tmp_path, monkeypatch):
    """Runs of one page each, so that the few pages of the small snapshot are dealt to both halves."""
    monkeypatch.setattr(records, "FEW", 1)
    # Two processes may open a snapshot with other numbers of threads, one process may not.
    monkeypatch.setattr(site, "open_snapshot", lambda *of, **how: open_snapshot(*of, **{**how, "threads": 1}))
    staff = replace(order, edition="staff", folder=tmp_path / "staff")
    alone = staff.write()
    written = pages(staff.folder)
    halves = []
    shared = staff.write(lambda: lambda: (halves.append(staff.write_half()), halves[0])[1])
    assert (shared, pages(staff.folder)) == (alone, written)
    assert 0 < halves[0].pages < sum(1 for page in written if page.parts[0] in {"obras", "inversiones", "procesos"})


@pytest.mark.parametrize("broken", [0, 1])
def test_an_edition_that_fails_is_told_and_the_next_one_is_written(order, tmp_path, broken):
    orders = [replace(order, edition="staff", folder=tmp_path / "staff"), order]
    orders[broken] = replace(orders[broken], snapshot=tmp_path / "nowhere.duckdb")
    with pytest.raises(DashboardError, match="nowhere"):
        press.write_both(*orders)
    press.write_both(replace(order, edition="staff", folder=tmp_path / "staff"), order)
    assert (order.folder / "index.html").is_file()
