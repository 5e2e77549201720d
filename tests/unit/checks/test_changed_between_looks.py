"""An investment whose two registers were not looked at on the same night: what one of them changed meanwhile.

Hand-worked cases look at every register on their night; so these stand in countries of their own.
"""

from __future__ import annotations

import json
from datetime import date

import cases
import pytest

from checks.wide import wide_query, wide_tables

YESTERDAY, TONIGHT = date(2026, 4, 16), date(2026, 4, 17)


def shown(con, changes, *, mef=TONIGHT, infobras=TONIGHT):
    """What the rules see of one investment with one work, looked at on these days, after these changes."""
    cases.clear(con)
    cases.insert(con, "core_investments", [{"investment_key": "cui:2600001", "cui": "2600001", "seen_on": mef}])
    cases.insert(con, "core_works", [{"work_code": "900001", "cui": "2600001", "state": "executing", "seen_on": infobras}])
    cases.insert(con, "history_changes", [
        {"table_name": table, "key": "900001" if table == "core_works" else "cui:2600001", "column_name": column,
         "old_value": old, "last_seen": YESTERDAY, "night": night}
        for table, column, old, night in changes
    ])  # fmt: skip
    query = wide_query(wide_tables()["investments"])
    return con.execute(f"SELECT progress_parted, f12b_shown_before FROM ({query})").fetchone()


@pytest.mark.parametrize(("change", "looks", "parted"), [
    # MEF's figure is tonight's, and INFOBRAS was last seen before it changed.
    (("core_investments", "physical_pct", "10", TONIGHT), {"infobras": YESTERDAY}, True),
    (("core_works", "physical_pct", "10", TONIGHT), {"mef": YESTERDAY}, True),
    (("core_works", "state", "10", TONIGHT), {"mef": YESTERDAY}, True),
    # Both were seen when, or after, the figure changed.
    (("core_investments", "physical_pct", "10", TONIGHT), {}, False),
    (("core_investments", "physical_pct", "10", YESTERDAY), {"infobras": YESTERDAY}, False),
    (("core_works", "physical_pct", "10", TONIGHT), {}, False),
    # Another cell is no progress.
    (("core_investments", "accrued_year", "10", TONIGHT), {"infobras": YESTERDAY}, False),
    (("core_works", "contract_amount", "10", TONIGHT), {"mef": YESTERDAY}, False),
])  # fmt: skip
def test_a_figure_that_changed_after_the_other_register_was_seen_is_not_comparable(warehouse, change, looks, parted):
    assert shown(warehouse, [change], **looks)[0] is parted


@pytest.mark.parametrize(("column", "old", "before"), [
    ("f12b_updated_on", "2026-03-31", True), ("f12b_updated_on", None, False), ("physical_pct", "10", False),
])  # fmt: skip
def test_an_update_of_form_12b_that_was_shown_is_remembered(warehouse, column, old, before):
    assert shown(warehouse, [("core_investments", column, old, TONIGHT)])[1] is before


EMERGENCIES = [
    (True, [], True),
    (None, [(True, TONIGHT)], True),
    (None, [(False, TONIGHT)], False),
    (None, [(True, YESTERDAY), (False, TONIGHT)], False),
    # Shown again: as it is shown now.
    (False, [(True, YESTERDAY), (None, None)], False),
    (None, [], None),
]


@pytest.fixture(scope="module")
def excused(warehouse):
    """By table and number of the above: what is known of the emergency of a work of that investment."""
    cases.clear(warehouse)
    for number, (tonight, spans, _) in enumerate(EMERGENCIES):
        cui = f"260000{number}"
        if tonight is not None:
            cases.insert(warehouse, "core_investments", [{"investment_key": f"cui:{cui}", "cui": cui, "emergency": tonight}])
        cases.insert(warehouse, "history_presence", [
            {"table_name": "core_investments", "key": f"cui:{cui}", "first_seen": date(2026, 4, 1 + place), "gone_on": gone_on,
             "last_row": None if was is None else json.dumps({"emergency": was})}
            for place, (was, gone_on) in enumerate(spans)
        ])  # fmt: skip
        cases.insert(warehouse, "core_works", [{"work_code": str(number), "work_id": f"infobras:work:{number}", "cui": cui}])
    return {
        (name, int(code)): emergency
        for name in ("works", "known_works")
        for code, emergency in warehouse.execute(f"SELECT work_code, emergency FROM ({wide_query(wide_tables()[name])})").fetchall()
    }


@pytest.mark.parametrize(("number", "tonight", "spans", "emergency"), [(n, *each) for n, each in enumerate(EMERGENCIES)])
def test_an_emergency_excuses_also_when_its_row_is_no_longer_there(excused, number, tonight, spans, emergency):
    assert [excused[name, number] for name in ("works", "known_works")] == [emergency] * 2
