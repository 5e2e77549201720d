"""The truth: one statement for every subject and rule, true to the published records where they can be checked."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

import pytest

from checks.registry import rules
from sandbox.catalogue import groups, scenario
from sandbox.errors import ScenarioError
from sandbox.model import World
from sandbox.plans.transparency import listed_bodies, number_of, rubric
from sandbox.portals.infobras_arrays import arrays
from sandbox.truth import BODY_PAGE, CHANGE_RULES, INVESTMENT_RULES, PROCESS_RULES, RULES, WORK_RULES, truth
from sandbox.world import history, world

pytestmark = pytest.mark.proof

UNDATED = {rule.id for rule in rules().values() if not any(failure.due for failure in rule.failed)}
BEFORE, LONG_BEFORE = timedelta(days=35), timedelta(days=80)
# What no register carries nobody can plant: of these rules nothing fails, and nothing need pass.
UNANSWERED = {rule.id for rule in rules().values() if rule.awaits}
DAYS = (date(2026, 1, 2), date(2026, 4, 3), date(2026, 7, 29), date(2026, 12, 9))
# The newest terms of the monthly record on those days are 16 December, 13 March, 14 July and 13 November: the works are
# listed five days before them, and on the eve.
TERMS = (date(2025, 12, 16), date(2026, 3, 13), date(2026, 7, 14), date(2026, 11, 13))
LOOKS = {
    day: (day - BEFORE, term - timedelta(days=5), term - timedelta(days=1))
    for day, term in zip(DAYS, TERMS, strict=True)
}


@lru_cache(maxsize=8)
def _country(seed, day):
    return world(seed, 2000, day)


@lru_cache(maxsize=8)
def _truth(seed, day):
    """The truth for whoever looked at the whole list twice and read no page."""
    return tuple(
        truth(World(seed, 2000, day, (), (), (), (), ()), looked_before=LOOKS[day], costs_before=day - LONG_BEFORE)
    )


@lru_cache(maxsize=8)
def _told(seed, day):
    """The truth for whoever read the page of every work, and the whole list once before."""
    country = _country(seed, day)
    works = {work.code for work in country.works}
    opened = {f"{BODY_PAGE}{number_of(body)}" for body in listed_bodies(country) if rubric(body, day).opens}
    return tuple(truth(country, frozenset(works | opened), LOOKS[day], day - LONG_BEFORE))


def _vanished(seed, day):
    shown = {work.code for work in _country(seed, day).works}
    return {work.code for look in LOOKS[day] for work in world(seed, 2000, look).works} - shown


def test_the_truth_speaks_of_every_rule_once():
    assert sorted(RULES) == sorted(rules())


def test_every_subject_of_every_rule_is_stated_once():
    country, stated = _country(1, DAYS[2]), _truth(1, DAYS[2])
    pairs = Counter((item.rule_id, item.subject_id) for item in stated)
    assert set(pairs.values()) == {1}
    works = {f"infobras:work:{work.code}" for work in country.works}
    keys = {f"cui:{i.cui}" if i.cui else f"snip:{i.snip}" for i in country.investments}
    processes = {f"ocds:process:{p.ocid}" for p in country.processes if p.category == "works"}
    bodies = {f"infobras:body:{work.body.infobras_code}" for work in country.works}
    by_rule = {rule: {subject for name, subject in pairs if name == rule} for rule in RULES}
    for rule in WORK_RULES:
        assert by_rule[rule] == works
    for rule in CHANGE_RULES:
        assert by_rule[rule] - works == {f"infobras:work:{code}" for code in _vanished(1, DAYS[2])}
    for rule in INVESTMENT_RULES:
        assert by_rule[rule] == {f"mef:investment:{key}" for key in keys}
    assert by_rule["OUT-13"] == by_rule["CHG-09"] == bodies
    assert by_rule["MIS-21"] == {f"pte:body:{number_of(body)}" for body in listed_bodies(country)}
    for rule in PROCESS_RULES:
        assert {subject for subject in by_rule[rule] if subject.startswith("ocds")} == processes
        assert by_rule[rule] - processes < works


@pytest.mark.parametrize("day", DAYS)
def test_every_rule_has_failures_and_look_alikes(day):
    outcomes: dict[str, set[str]] = {}
    for item in _told(1, day):
        outcomes.setdefault(item.rule_id, set()).add(item.outcome)
    for rule in UNANSWERED:
        assert {"not_applicable", "not_evaluable"} <= outcomes[rule] <= {"not_applicable", "not_evaluable", "passed"}
    for rule in set(RULES) - UNANSWERED:
        if (rule, day.month) != ("MIS-19", 1):
            assert {"failed", "passed", "not_applicable"} <= outcomes[rule], rule
            assert rule in ("OUT-13", "CHG-07") or "not_evaluable" in outcomes[rule]


def test_every_reason_is_planted_somewhere():
    seen = {(item.rule_id, item.reason) for day in DAYS for item in (*_told(1, day), *_truth(1, day))}
    seen |= {(item.rule_id, item.reason) for item in truth(_country(1, DAYS[0]))}
    wanted = {
        "MIS-01": "not_active emergency unparsable no_works_contract spending_kind_unknown may_be_recorded_elsewhere "
        "may_build_nothing young_contract",
        "MIS-02": "no_award void suspended no_work_linked no_process_linked contract_not_matched contradiction "
        "contracted_without_record emergency reserved modality",
        "MIS-03": "no_process_linked no_award void suspended reserved reconstruction emergency older_law "
        "without_competition untyped_documents no_documents_listed no_award_date",
        "MIS-04": "no_process_linked no_contract_registered reserved reconstruction emergency untyped_documents",
        "MIS-05": "reserved modality reconstruction emergency not_executing stoppage_flag young_work no_start_date "
        "supervision_amount_only unparsable",
        "CHG-01": "reserved emergency not_started no_longer_shown first_look slip_corrected month_withdrawn unparsable",
        "CHG-02": "reserved emergency modality no_longer_shown first_look tax_included",
        "CHG-03": "reserved emergency not_started no_longer_shown first_look impossible_date unparsable",
        "CHG-04": "reserved emergency not_started no_longer_shown first_look slip_corrected unparsable",
        "CHG-05": "reserved emergency modality no_longer_shown first_look another_contract",
        "CHG-06": "reserved emergency no_longer_shown first_look",
        "CHG-07": "reserved emergency not_started no_longer_shown first_look",
        "CHG-08": "reserved emergency liquidated shown_under_another_code",
        "CHG-09": "few_works few_edits looks_too_far_apart",
        "MIS-06": "reserved modality reconstruction emergency not_executing stoppage_flag young_work no_start_date "
        "page_not_seen resident_without_name unparsable",
        "MIS-07": "reserved modality emergency not_executing stoppage_flag young_work name_without_number "
        "code_not_tax_number unparsable",
        "MIS-08": "reserved modality reconstruction emergency not_pending stoppage_flag no_contract_date may_be_deferred "
        "unparsable",
        "OUT-07": "reserved emergency begun unparsable may_be_deferred no_start_date spending_kind_unknown",
        "OUT-08": "reserved emergency not_executing stoppage_flag young_work no_progress not_complete unparsable",
        "MIS-09": "reserved emergency not_executing stoppage_flag young_work term_not_positive unparsable",
        "MIS-11": "reserved nucleo_ejecutor emergency not_executing stoppage_flag young_work older_code_only "
        "investment_not_found unparsable",
        "MIS-12": "reserved emergency not_started young_work page_not_seen months_not_seen unparsable",
        "IMP-04": "reserved emergency not_started young_work small_work page_not_seen months_not_seen no_amounts unparsable",
        "MIS-13": "reserved modality reconstruction emergency not_executing stoppage_flag young_work no_process_linked "
        "no_contract_code unparsable",
        "OUT-03": "reserved modality reconstruction emergency not_executing stoppage_flag young_work no_process_linked "
        "no_log_linked several_logs log_halted unparsable",
        "MIS-14": "reserved modality reconstruction emergency no_additions contradiction page_not_seen no_approval_date",
        "MIS-15": "reserved modality reconstruction emergency no_changes_of_term page_not_seen no_approval_date",
        "MIS-16": "reserved emergency not_stopped not_marked flag_unknown unparsable",
        "MIS-17": "impossible_date partial_reception no_end_date ended_otherwise term_unknown not_finished stoppage_flag unparsable",
        "MIS-18": "partial_reception not_received contradiction controversies_unknown open_controversy "
        "no_reception_date term_unknown unparsable",
        "MIS-23": "reserved modality emergency not_stopped cause_excluded unparsable below_inventory_level stopped_briefly "
        "no_stop_date cause_unknown no_register_carries_it",
        "INC-07": "reserved no_cui emergency not_stopped unparsable no_stop_date stopped_briefly "
        "investment_not_active no_register_carries_it",
        "MIS-19": "before_february no_spending flag_unknown contradiction spending_unknown unparsable not_active",
        "OUT-01": "no_start_date progress_month_unknown no_month_owed young_work stoppage_flag unparsable",
        "OUT-02": "no_budget not_stage_c f12b_never_registered pim_unknown stage_unknown no_update_date unparsable",
        "OUT-04": "reserved modality reconstruction emergency not_executing stoppage_flag young_work unparsable no_cui "
        "investment_not_found investment_not_active no_register_carries_it",
        "OUT-05": "no_end_date no_progress unparsable",
        "OUT-10": "reserved modality reconstruction emergency not_begun_or_stopped stoppage_flag no_own_contract "
        "no_contract_end completion_not_published unparsable",
        "OUT-11": "reserved modality reconstruction emergency not_executing stoppage_flag young_work page_not_seen "
        "nobody_shown",
        "OUT-12": "reserved no_cui emergency not_executing stoppage_flag young_work no_longer_shown unparsable "
        "investment_not_found investment_not_active several_works no_cost no_cost_shown difference_not_old_enough",
        "OUT-13": "few_works works_not_evaluable",
        "INC-05": "no_dates no_start_date not_started unparsable",
        "INC-01": "not_active emergency no_works reserved no_progress balance_of_work work_progress_unknown no_update_date "
        "periods_differ unparsable",
        "INC-02": "not_active emergency not_stage_c no_cost stage_unknown accrued_unknown no_progress no_update_date "
        "progress_old accrued_incomplete contradiction advances_unknown unparsable",
        "INC-03": "reserved modality reconstruction emergency no_contract_amount no_own_contract amounts_not_comparable "
        "contract_not_confirmed",
        "INC-04": "reserved modality reconstruction emergency no_contractor no_own_contract contractors_not_comparable "
        "contract_not_confirmed mistyped_number",
        "INC-06": "reserved emergency not_in_execution young_work flag_unknown",
        "INC-09": "reserved modality reconstruction emergency no_additions authority_not_published additions_range "
        "contradiction",
        "INC-10": "reserved modality reconstruction emergency not_started no_valuation adjustments_unknown contradiction",
        "INC-11": "no_cost accrued_unknown accrued_incomplete contradiction unparsable",
        "MIS-10": "reserved emergency young_work map_not_seen unparsable",
        "MIS-22": "few_orders month_before_not_seen numbers_unreadable numbers_repeat",
        "MIS-21": "source_not_seen body_not_recognised no_running_projects",
        "IMP-08": "reserved modality emergency no_cui young_work no_contract_amount numbers_not_seen unparsable",
        "IMP-07": "reserved emergency young_work map_not_seen no_point unparsable",
        "INC-12": "reserved no_cui emergency young_work map_not_seen no_point unparsable district_unknown "
        "investment_not_found investment_place_unknown",
        "OUT-06": "reserved emergency not_executing stoppage_flag young_work nearly_complete no_progress months_not_seen "
        "unparsable",
        "IMP-01": "reserved emergency not_started young_work no_progress unparsable",
        "OUT-09": "reserved emergency not_executing stoppage_flag young_work impossible_date unparsable no_cui",
        "MIS-20": "reserved no_cui emergency not_executing stoppage_flag young_work unparsable investment_not_found "
        "investment_not_active nothing_built contradiction file_unknown",
        "INC-08": "reserved modality reconstruction emergency not_started stopped stoppage_flag young_work impossible_date "
        "unparsable not_extended no_first_end old_programme",
        "INC-14": "reserved emergency not_started young_work impossible_date began_before no_comparable_dates unparsable",
        "INC-15": "reserved modality reconstruction emergency not_executing stoppage_flag young_work no_valuation "
        "month_not_reported page_not_seen schedule_not_read no_process_linked no_log_linked several_logs no_entries_seen "
        "entry_months_not_held unparsable",
        "INC-16": "reserved emergency modality expenses_unknown no_cui several_works other_component",
        "IMP-02": "reserved emergency young_work no_amounts",
        "IMP-06": "reserved emergency not_started young_work unparsable page_not_seen no_photographs photos_not_fetched "
        "photos_not_comparable",
        "IMP-05": "reserved emergency not_finished ended_incomplete small_work term_unknown no_end_date unparsable",
        "IMP-03": "reserved emergency young_work unparsable no_dates",
        "INC-13": "no_cui stopped spending_kind_unknown investment_not_found contradiction not_executing",
    }
    missing = {(rule, reason) for rule, reasons in wanted.items() for reason in reasons.split()} - seen
    assert not missing


@pytest.mark.parametrize("day", DAYS[1:3])
def test_a_page_that_was_read_shows_whose_first_supervisor_came_late(day):
    """Against the printed pages: whoever's earliest supervisor begins four days after the start or later, fails."""
    country = _country(1, day)
    daily = {(item.rule_id, item.subject_id): item for item in _truth(1, day)}
    with_pages = {(item.rule_id, item.subject_id): item for item in _told(1, day)}
    differing = {key for key, item in with_pages.items() if item != daily[key]}
    assert {rule for rule, _ in differing} == {
        rule.id for rule in rules().values() if rule.pages or rule.table == "rubrics"
    }
    moved = {key for key in differing if key[0] == "INC-05"}
    assert {with_pages[key].outcome for key in moved} == {"failed"}
    late = {f"infobras:work:{work.code}" for work in country.works if _first_supervised_late(country, work)}
    judged = {
        subject for (rule, subject), item in daily.items()
        if rule == "INC-05" and (item.outcome == "passed" or item.reason == "no_dates")
    }  # fmt: skip
    assert {subject for _, subject in moved} == late & judged
    assert len(moved) > 5
    some = next(iter(moved))[1].rsplit(":", 1)[1]
    one = (
        item for item in truth(country, frozenset({some}), LOOKS[day], day - LONG_BEFORE) if item.rule_id == "INC-05"
    )
    assert sum(item != daily[item.rule_id, item.subject_id] for item in one) == 1


def _first_supervised_late(country, work):
    shown = [entry["FechaInicio"].strip() for entry in arrays(work, history(country, work))["lSupervisor"]]
    if not shown or "" in shown or work.started_on is None:
        return False
    days = [date(*(int(part) for part in reversed(text.split("/")))) for text in shown]
    return min(days) > work.started_on + timedelta(days=3)


def test_soft_and_hard_failures_are_told_apart():
    kinds = {(item.rule_id, item.hardness) for day in DAYS for item in _truth(1, day) if item.outcome == "failed"}
    for rule in ("MIS-18", "OUT-01", "OUT-02"):
        assert {(rule, "soft"), (rule, "hard")} <= kinds


@pytest.mark.parametrize("day", DAYS)
def test_dated_failures_were_due_before_the_day(day):
    for item in _truth(1, day):
        if item.rule_id in UNDATED or item.outcome != "failed":
            assert item.due is None
        else:
            assert item.due is not None
            assert item.due < day


def _stated(day):
    """The truth of a day without printing its records: it must not need them."""
    return truth(World(1, 2000, day, (), (), (), (), ()))


def test_deadlines_are_crowded_around_the_watched_nights():
    turned = Counter()
    for night in DAYS:
        before, after = (
            {(item.rule_id, item.subject_id): item for item in _stated(night + timedelta(days=days))}
            for days in (-3, 3)
        )
        turned.update(
            rule
            for (rule, subject), item in after.items()
            if item.outcome == "failed" and (rule, subject) in before and before[rule, subject].outcome != "failed"
        )
    assert all(turned[rule] >= 3 for rule in ("MIS-02", "MIS-05", "MIS-17", "MIS-18", "OUT-02", "OUT-05")), turned


@pytest.mark.parametrize("day", [DAYS[0], DAYS[2]])
def test_failures_agree_with_what_the_registers_show(day):
    country = _country(1, day)
    works = {f"infobras:work:{work.code}": work for work in country.works}
    for item in _truth(1, day):
        work = works.get(item.subject_id)
        if item.outcome != "failed" or work is None:
            continue
        assert not work.reserved
        if item.rule_id in ("MIS-05", "OUT-05"):
            assert (work.modality, work.state, work.stoppage_flag) == ("Contrata", "En Ejecución", False)
        if item.rule_id == "MIS-05":
            assert work.supervisor_person is work.supervision_ruc is work.supervision_name is None
        if item.rule_id == "OUT-05":
            assert work.reprogrammed_end_on is None or work.reprogrammed_end_on < day - timedelta(days=31)
        if item.rule_id == "MIS-17":
            assert (work.state, work.total_reception, work.received_on) == ("Finalizado", None, None)
        if item.rule_id == "MIS-18":
            assert work.received_on is not None
            assert work.liquidated_on is None
            assert work.controversies == 0


@pytest.mark.parametrize("day", DAYS)
def test_bodies_planted_as_a_whole_come_out_as_planted(day):
    found = {(item.scenario, item.outcome) for item in _truth(1, day) if item.rule_id == "OUT-13"}
    assert ("body_stale", "failed") in found
    assert ("body_few_works", "failed") not in found
    assert ("body_stale_below", "failed") not in found
    assert ("body_late_reporters", "failed") not in found


@pytest.mark.parametrize("day", DAYS)
def test_bodies_that_rewrite_their_works_come_out_as_planted(day):
    found = {(item.scenario, item.outcome) for item in _truth(1, day) if item.rule_id == "CHG-09"}
    assert {scenario for scenario, outcome in found if outcome == "failed"} == {"body_before_term"}
    assert ("body_some_before_term", "passed") in found
    assert ("body_after_term", "not_evaluable") in found
    assert {"body_early", "body_ordinary"} <= {scenario for scenario, _ in found}


def test_every_scenario_is_in_the_catalogue_in_two_languages():
    known = {found.key for group in groups().values() for found in group}
    assert {item.scenario for day in DAYS for item in _truth(1, day)} <= known
    assert all(found.es and found.en for group in groups().values() for found in group)
    with pytest.raises(ScenarioError, match="never_received"):
        scenario("never_receive")
