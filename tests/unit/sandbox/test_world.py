"""The invented Peru: pure, steady, plausible, and full of what the rules must tell apart."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import pytest

from sandbox.errors import WorldRequestError
from sandbox.model import Work
from sandbox.plans.country import work_plan
from sandbox.world import personal_values, world

DAY = date(2026, 11, 20)
_seen = lru_cache(maxsize=12)(world)

# Non-null shares of the 180,941 works of July 2025, in per cent, of the columns a Work holds.
NON_NULL = {
    "is_balance": 99.4, "investment_name": 73.7, "investment_state": 58.0, "district": 94.8, "address": 83.7,
    "file_approved_on": 86.5, "file_amount": 86.5, "contractor_ruc": 42.1, "contractor_name": 41.6,
    "contract_amount": 42.2, "supervision_ruc": 11.9, "supervision_name": 11.8, "supervision_amount": 12.6,
    "supervisor_person": 71.7, "supervisor_from": 71.7, "supervisor_to": 61.1, "resident_person": 75.6,
    "resident_from": 75.6, "resident_to": 64.0, "started_on": 77.1, "programmed_end_on": 73.5, "term_days": 73.5,
    "handover_kind": 43.5, "handover_pct": 43.5, "handover_on": 43.5, "progress_year": 73.9, "progress_month": 73.9,
    "progress_recorded_on": 73.9, "physical_programmed_pct": 73.9, "physical_pct": 73.9, "valued_programmed": 73.9,
    "valued": 73.9, "financial_pct": 73.9, "financial_amount": 73.9, "stop_cause": 3.4, "stopped_on": 3.9,
    "stopped_days": 3.9, "comments": 18.5, "reprogrammed_end_on": 77.1, "finished_on": 63.3,
    "incomplete_reason": 54.6, "total_reception": 50.9, "received_on": 50.9, "liquidated": 42.2,
    "liquidated_on": 42.2, "final_cost": 42.2, "first_accrued_year": 39.1, "accrued_total": 39.1,
}  # fmt: skip


def test_the_same_request_gives_the_same_country():
    assert world(7, 60, DAY) == world(7, 60, DAY)


def test_another_seed_gives_another_country():
    ours, theirs = world(1, 60, DAY), world(2, 60, DAY)
    assert ours.works != theirs.works
    assert {body.name for body in ours.bodies}.isdisjoint({body.name for body in theirs.bodies})


@pytest.mark.parametrize("size", [1, 50, 130])
def test_a_country_has_as_many_works_as_asked(size):
    country = world(3, size, DAY)
    assert len(country.works) == size
    assert len({work.code for work in country.works}) == size


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2029, 1, 1)])
def test_days_that_cannot_be_invented_are_refused(day):
    with pytest.raises(WorldRequestError, match="2024"):
        world(1, 10, day)


def test_a_country_without_works_is_refused():
    with pytest.raises(WorldRequestError, match="at least one"):
        world(1, 0, DAY)


@pytest.mark.parametrize("day", [DAY, date(2024, 7, 30), date(2028, 4, 14)])
def test_non_null_shares_are_those_of_the_register(day):
    works = _seen(1, 2000, day).works
    wrong = {
        column: (round(share, 1), published)
        for column, published in NON_NULL.items()
        if abs((share := sum(getattr(work, column) is not None for work in works) * 100 / len(works)) - published) > 5
    }
    assert not wrong


def test_keys_are_unique_and_well_formed():
    country = _seen(1, 2000, DAY)
    assert len({process.ocid for process in country.processes}) == len(country.processes)
    keys = [investment.cui or f"snip:{investment.snip}" for investment in country.investments]
    assert len(set(keys)) == len(keys)
    assert all(len(i.cui) == 7 and i.cui.startswith("2") for i in country.investments if i.cui)
    assert all(i.files == {"desactivadas"} for i in country.investments if not i.cui)
    assert len({body.infobras_code for body in country.bodies}) == len(country.bodies)


def test_every_body_says_that_it_is_invented():
    assert all("INVENTAD" in body.name for body in _seen(1, 2000, DAY).bodies)


def test_four_of_ten_processes_carry_a_cui():
    processes = _seen(1, 2000, DAY).processes
    share = sum(process.cui is not None for process in processes) / len(processes)
    assert 0.36 <= share <= 0.46


def test_every_process_lies_in_the_months_that_are_asked_for():
    oldest = min(process.called_on for process in _seen(1, 2000, DAY).processes)
    assert (DAY.year - oldest.year) * 12 + DAY.month - oldest.month < 47


def test_about_one_work_in_seventy_changes_a_day():
    before = {work.code: work for work in _seen(1, 2000, DAY).works}
    after = {work.code: work for work in _seen(1, 2000, DAY + timedelta(days=1)).works}
    changed = sum(before[code] != work for code, work in after.items() if code in before)
    assert 5 <= changed <= 60
    assert len(before.keys() - after.keys()) <= 4


_MOVING = """
    state progress_year progress_month progress_recorded_on physical_programmed_pct physical_pct valued_programmed
    valued financial_pct financial_amount stop_cause stopped_on stopped_days accrued_total up_to_date stoppage_flag
    comments modifications modification_days new_term_days reprogrammed_end_on controversies investment_state broken
    supervisor_to resident_to investment_name first_accrued_year additions additions_amount deductions
    deductions_amount told_cost_on
"""


def _rewritten(code):
    plan = work_plan(1, 2000, DAY, code)
    return plan.trait("rewriting") != "never" or plan.trait("undone") == "yes"


def test_only_what_is_planted_as_rewritten_is_rewritten():
    """The control of the next test: records that somebody writes anew do change."""
    before = {work.code: work for work in _seen(1, 2000, DAY).works if _rewritten(work.code)}
    after = {work.code: work for work in _seen(1, 2000, DAY + timedelta(days=20)).works}
    changed = {
        name
        for code, old in before.items()
        for name in ("contract_amount", "contractor_ruc", "liquidated_on", "programmed_end_on")
        if code in after and getattr(old, name) is not None and getattr(old, name) != getattr(after[code], name)
    }
    assert changed == {"contract_amount", "contractor_ruc", "liquidated_on", "programmed_end_on"}


def test_a_fact_once_published_stays():
    fields = [name for name in Work.__slots__ if name not in _MOVING.split()]
    before = {work.code: work for work in _seen(1, 2000, DAY).works}
    for later in (25, 120):
        for work in _seen(1, 2000, DAY + timedelta(days=later)).works:
            if work.code not in before or work.broken or _rewritten(work.code):
                continue
            old = before[work.code]
            for name in fields:
                if getattr(old, name) is not None:
                    assert getattr(work, name) == getattr(old, name), (work.code, name)


def test_there_are_people_whose_names_must_never_come_out():
    country = _seen(1, 2000, DAY)
    people = personal_values(country)
    assert len(people) >= 50
    assert not people & {body.name for body in country.bodies}


def test_broken_cells_are_empty_in_the_record():
    country = _seen(1, 2000, DAY)
    broken = [record for record in (*country.works, *country.investments) if record.broken]
    assert len(broken) > 30
    assert all(getattr(record, field) is None for record in broken for field in record.broken)
