"""The truth about what is kept beside outcomes, and a score of it that can fail in every way an audit can be wrong."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

import pytest

from checks import flags, quality
from checks.comparing import comparisons
from sandbox.plans.country import blocks
from sandbox.plans.misfiled import AWARDS, CALLS, CONTRACTS, REWRITTEN
from sandbox.plans.slips import slip_of
from sandbox.portals.oece_record import record
from sandbox.record_score import ASKED, MISSING, UNPLANTED, WRONG, compare_records, record_score_told, render_records
from sandbox.records import CONTRADICTIONS, FLAGS, QUALITY, Purchased, records
from sandbox.verdicts.told_twice import FACTS, TwoRegisters
from sandbox.verdicts.verdict import WorkCase
from sandbox.views.processes import publish
from sandbox.world import world

SLIPS = (*CALLS, *AWARDS, *CONTRACTS, *REWRITTEN)
SIZE, DAY = 1000, date(2026, 7, 29)
# What nobody plants: holes for which a file is refused on arrival.
WITHOUT_DEFECT = {"title_given", "call_date_given", "category_given"}
KEPT = {
    "title_kept", "process_kept", "award_kept", "contract_kept", "contract_amount_kept", "contract_signing_kept",
    "contract_documents_kept",
}  # fmt: skip
BEFORE, LONG_BEFORE = DAY - timedelta(days=35), DAY - timedelta(days=80)
BOUGHT = Purchased(DAY - timedelta(days=20), 24)


@lru_cache(maxsize=1)
def stated():
    return records(world(1, SIZE, DAY), (BEFORE,), LONG_BEFORE, BOUGHT)


REGULAR = ("contract_names_award", "tenderers_of_direct")
"""Questions that purchases of works fail without any slip of their record."""


def found():
    return [(one.family, one.kind, one.subject_id, one.told) for one in stated().kept]


def score(kept=None, asked=None):
    truth = stated()
    return compare_records(
        truth.kept, found() if kept is None else kept, truth.asked, truth.asked if asked is None else asked
    )


@lru_cache(maxsize=1)
def told():
    """Every work of the country beside its investment."""
    projects = [project for block in blocks(1, SIZE, DAY) for project in block.projects]
    cases = (WorkCase(project, at, DAY) for project in projects for at in range(len(project.works)))
    return [TwoRegisters(case, case.project.investment, DAY) for case in cases]


def answers(fact, chosen):
    """How often the works that are chosen agree, contradict and cannot be compared."""
    pairs = [FACTS[fact](one) for one in told() if chosen(one.case)]
    return Counter("not compared" if pair is None else ("agrees", "contradicts")[not pair.agrees] for pair in pairs)


def test_the_truth_scores_perfectly_against_itself():
    assert score().is_perfect
    assert score().differences == ()
    assert not compare_records([], [], Counter(), Counter()).is_perfect


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda kept: kept[1:], MISSING),
        (lambda kept: [*kept, (CONTRADICTIONS, "place", "infobras:work:1", ("1", "2"))], UNPLANTED),
        (lambda kept: [(*kept[0][:3], ("0.01", *kept[0][3][1:])), *kept[1:]], WRONG),
        (lambda kept: [(*kept[0][:3], (*kept[0][3][:-1], "2026-07-01")), *kept[1:]], WRONG),
    ],
)
def test_a_record_that_is_wanting_invented_or_says_something_else_is_seen(spoil, what):
    spoiled = score(kept=spoil(found()))
    assert not spoiled.is_perfect
    assert [item.what for item in spoiled.differences] == [what]
    assert spoiled.kinds[0].differing[what] == 1
    assert what in render_records(spoiled)
    assert not json.loads(json.dumps(record_score_told(spoiled)))["perfect"]


def test_another_country_or_another_since_is_no_match():
    """The truth of another seed, and that of whoever never looked before."""
    assert not compare_records(records(world(2, SIZE, DAY)).kept, found(), stated().asked, stated().asked).is_perfect
    late = {record.told[-1] for record in records(world(1, SIZE, DAY)).kept if record.told}
    assert late == {DAY.isoformat()}
    assert {record.told[-1] for record in stated().kept if record.told} == {DAY.isoformat(), BEFORE.isoformat()}


def test_asking_less_is_seen_although_nothing_wrong_was_kept():
    part = next(iter(stated().asked))
    spoiled = score(asked=stated().asked - Counter({part: 1}))
    assert not spoiled.is_perfect
    assert [item.what for item in spoiled.differences] == [ASKED]


def test_records_of_two_countries_are_told_apart():
    one, other = stated().placed("seed=1 "), stated().placed("seed=2 ")
    assert not {record.subject_id for record in one.kept} & {record.subject_id for record in other.kept}
    assert (one.asked + other.asked).total() == 2 * stated().asked.total()


def test_every_fact_is_planted_to_contradict_to_agree_and_to_mean_different_things():
    assert set(FACTS) == set(comparisons())
    for fact in FACTS:
        assert set(answers(fact, lambda _: True)) == {"agrees", "contradicts", "not compared"}, fact
    assert kinds(CONTRADICTIONS) == set(FACTS)


def kinds(family):
    return {record.kind for record in stated().kept if record.family == family}


def test_every_question_about_records_is_asked_and_all_that_a_file_can_fail_are_failed():
    questions = {question.id for question in quality.questions()}
    assert {kind for family, kind, _ in stated().asked if family == QUALITY} == questions
    assert kinds(QUALITY) == questions - WITHOUT_DEFECT


def test_what_was_rewritten_shows_to_whom_looked_before_and_to_nobody_else():
    once = {record.kind for record in records(world(1, SIZE, DAY)).kept if record.family == QUALITY}
    assert not once & KEPT
    assert kinds(QUALITY) >= KEPT
    later = records(world(1, SIZE, DAY), (), None, Purchased(DAY, 24))
    assert not {record.kind for record in later.kept if record.family == QUALITY} & KEPT


def test_every_flag_is_raised_somewhere_and_asked_in_vain_elsewhere():
    asked = {kind: count for (family, kind, _), count in stated().asked.items() if family == FLAGS}
    raised = Counter(record.kind for record in stated().kept if record.family == FLAGS)
    assert asked.keys() == raised.keys() == {flag.id for flag in flags.book().flags}
    assert all(asked[flag] >= raised[flag] + 2 for flag in asked)


def test_purchases_that_only_look_alike_raise_nothing():
    """The second call of an even block is awarded on the fifteenth day and signed on the sixtieth; the third is larger
    than the first by a hundredth less than ten times, and the second of one supplier's without competition. In odd
    blocks nobody wins twice."""
    raised = {(record.subject_id, record.kind) for record in stated().kept if record.family == FLAGS}
    called = {process.ocid for process in world(1, SIZE, DAY).processes}
    seen = 0
    for block in blocks(1, SIZE, DAY):
        five = [plan for plan in block.strangers if plan.direct is not None and plan.scenario != "frequent"]
        if len(five) < 5 or any(plan.ocid not in called or plan.contract_shown > DAY for plan in five):
            continue
        flagged = [
            {kind for subject, kind in raised if subject == f"ocds:process:{plan.ocid}"} - {"new_supplier"}
            for plan in five
        ]
        seen += 1
        if block.number % 2:
            assert flagged == [set(), set(), set(), set(), set()]
        else:
            assert flagged == [
                {"single_tenderer", "short_call"},
                set(),
                {"late_signature", "split_contracts"},
                {"small_then_large", "split_contracts"},
                {"direct_is_usual", "repeated_direct_awards", "supplier_share", "market_share"},
            ]
    assert seen > 4


def test_of_two_roads_of_firms_that_win_often_one_stands_out_in_every_way():
    """Its firm gives services of six divisions and the other of three, it costs ninety million and the other one and a
    half, two tendered and for the other three; where others build roads five do."""
    raised = {(record.subject_id, record.kind) for record in stated().kept if record.family == FLAGS}
    by_class = {"varied_supplier", "unlike_value", "few_tenderers"}
    called = {process.ocid for process in world(1, SIZE, DAY).processes if process.contracts}
    roads = [
        {kind for kind in by_class if (f"ocds:process:{plan.ocid}", kind) in raised}
        for block in blocks(1, SIZE, DAY)
        for plan in block.strangers
        if plan.scenario == "frequent" and plan.category == "works" and plan.ocid in called
    ]
    assert roads.count(by_class) == roads.count(set()) == len(roads) // 2 >= 4


def test_unusual_records_that_are_right_fail_nothing():
    shown = Counter(process.slip for process in world(1, SIZE, DAY).processes)
    failing = {record.scenario for record in stated().kept if record.family == QUALITY and record.kind not in REGULAR}
    right = {
        "record_large_value", "record_budget_most", "record_budget_least", "record_award_same_day",
        "record_contract_most", "record_contract_least", "record_signed_same_day", "record_one_day", "record_reworded",
        "record_award_passed", "record_contract_renumbered", "record_period_extended",
    }  # fmt: skip
    assert right <= shown.keys()
    assert not right & failing
    assert failing == shown.keys() - right - {"record_regular"}


def bought(*fates):
    return lambda case: case.process is not None and case.process.fate in fates


@pytest.mark.parametrize(
    ("fact", "chosen"),
    [
        ("contract_amount", bought("with_tax")),
        ("contract_amount", lambda case: slip_of(case.work, DAY) in ("amount_rounded", "amount_taxed")),
        ("contract_amount", lambda case: slip_of(case.work, DAY).startswith("additions")),
        ("contractor", lambda case: bool(case.process and case.process.supplier.name.startswith("CONSORCIO"))),
        ("contractor", lambda case: case.work.parent_code is not None),
        ("physical_progress", lambda case: _apart(case, "apart_15")),
        ("physical_progress", lambda case: len(case.project.works) > 1),
        ("place", lambda case: len(case.project.works) > 1),
        ("place", lambda case: case.work.trait("place") not in ("elsewhere", "elsewhere_unseen", "moved")),
        ("state", lambda case: case.state == "finished"),
        ("state", lambda case: _kind(case) == "both"),
    ],
)
def test_lawful_look_alikes_are_planted_and_never_contradict(fact, chosen):
    seen = answers(fact, chosen)
    assert seen.total() > 0
    assert seen["contradicts"] == 0


def _apart(case, kind):
    return case.project.investment is not None and case.project.investment.trait("physical") == kind


def _kind(case):
    return "" if case.project.investment is None else case.project.investment.trait("kind")


def test_a_record_says_what_both_registers_print():
    country = world(1, SIZE, DAY)
    works = {f"infobras:work:{work.code}": work for work in country.works}
    investments = {f"mef:investment:cui:{one.cui}": one for one in country.investments}
    signed = {
        f"ocds:contract:{process.ocid}/{one.contract_id}": one
        for process in country.processes
        for one in process.contracts
    }
    for kept in (one for one in stated().kept if one.family == CONTRADICTIONS):
        left, _, key, right, _ = kept.told
        work = works[kept.subject_id]
        if kept.kind == "contract_amount":
            assert (left, right) == (f"{work.contract_amount:.2f}", f"{signed[key].amount:.2f}")
        if kept.kind == "physical_progress":
            assert (left, right) == (f"{work.physical_pct:.2f}", f"{investments[key].physical_pct:.2f}")
        if kept.kind == "place":
            assert (left, right) == (work.district.ubigeo, investments[key].district.ubigeo)
        assert left != right


def test_a_misfiled_purchase_is_printed_whatever_has_come_of_it_yet():
    """On the day of its call, and on every day on which more of it shows."""
    printed = set()
    for plan in (plan for block in blocks(1, SIZE, DAY) for plan in block.strangers if plan.slip != "record_regular"):
        for day in {plan.called, plan.awarded or plan.called, plan.contract_shown or plan.called}:
            process = publish(plan, None, day)
            assert process is not None
            shown = record(process, day)["compiledRelease"]
            assert shown["ocid"] == process.ocid
            printed.add((plan.slip, "awards" in shown, "contracts" in shown))
    assert {slip for slip, *_ in printed} == {slip.key for slip in SLIPS} - {"record_regular"}
    assert {(awarded, signed) for _, awarded, signed in printed} == {(False, False), (True, False), (True, True)}
