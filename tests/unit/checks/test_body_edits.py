"""Which rewritten works count for a body: not those the portal changed everywhere, nor those of an emergency.

Hand-worked cases share one country, in which no few bodies are half of all; so these stand in countries of their own.
"""

from __future__ import annotations

from datetime import date

import cases
import pytest

from checks.wide import wide_query, wide_tables

NIGHT = date(2026, 4, 17)
LOOK = date(2026, 4, 12)


def country(con, bodies: int, rewriting: int, *, column: str = "contract_amount", cui: str | None = None):
    """The row of each body, of so many bodies with two works of which so many wrote one cell of each anew."""
    cases.clear(con)
    codes = [(str(body), f"{body}{place}") for body in range(1, bodies + 1) for place in range(2)]
    cases.insert(con, "core_works", [
        {"work_code": code, "work_id": f"infobras:work:{code}", "body_code": body, "body_key": f"infobras:body:{body}",
         "source": "contraloria_infobras", "state": "executing", "cui": cui, "seen_on": NIGHT}
        for body, code in codes
    ])  # fmt: skip
    if cui:
        cases.insert(con, "core_investments", [{"investment_key": f"cui:{cui}", "cui": cui, "emergency": True}])
    cases.insert(con, "history_changes", [
        {"table_name": "core_works", "key": code, "column_name": column, "old_value": "2025-02-01", "new_value": "2025-02-02",
         "last_seen": LOOK, "night": NIGHT}
        for body, code in codes if int(body) <= rewriting
    ])  # fmt: skip
    shown = con.execute(f"SELECT edited_works, edited_in_all, edited_perhaps FROM ({wide_query(wide_tables()['body_edits'])}) ORDER BY body_key")
    return shown.fetchall()


@pytest.mark.parametrize(("bodies", "rewriting", "counted"), [(5, 2, (2, 2, 2)), (4, 2, (0, 2, 0)), (3, 2, (0, 2, 0)), (2, 1, (2, 2, 2)), (1, 1, (2, 2, 2))])
def test_what_half_of_all_bodies_show_rewritten_at_once_counts_for_none(warehouse, bodies, rewriting, counted):
    assert country(warehouse, bodies, rewriting) == [counted] * rewriting + [(0, 0, 0)] * (bodies - rewriting)


def test_works_of_an_emergency_do_not_count(warehouse):
    assert country(warehouse, 3, 1, cui="2600001") == [(0, 0, 0)] * 3
    assert country(warehouse, 3, 1) != [(0, 0, 0)] * 3


def test_a_column_that_grows_month_by_month_counts_for_none(warehouse):
    assert country(warehouse, 3, 1, column="progress_month") == [(0, 0, 0)] * 3
