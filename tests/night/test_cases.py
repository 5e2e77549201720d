"""Every hand-worked case, printed as the registers publish it and run through whole nights, gives its answer.

All cases stand in one edition of each register, but for what a case says was shown before; the nights of the cases are audited in their order in one data folder,
by the steps of a night from asking to the rules; `vigia rules outcomes` says the same of the last one.
"""

from __future__ import annotations

from datetime import timedelta

import cases
import pytest
from print_cases import asked_on, overrides, printed_pages, works_file, world_of
from steps import JUDGED, Portals, night_of

from checks import engine
from pipelines.night import Night
from pipelines.published import outcomes_of
from pipelines.rehearsal import NationalWorld
from pipelines.stages import publish, whole
from sources.access.pages import PLAN_FILE, PLAN_PART

pytestmark = pytest.mark.night
ALL = [cases.made_unique(case, number) for number, case in enumerate(cases.read_cases())]
PAGES = asked_on(ALL)
ORDERS = "oece_conosce_ordenes"
ORDERED = {case["night"] for case in ALL if case.get("ordenes")}
# Registers by which works logs are found.
LOGS = ("oece_asientos", "oece_conosce_contratos", "oece_cuadernos")
LOGGED = {case["night"] for case in ALL if case["rule"] in ("MIS-13", "OUT-03", "INC-15")}
NIGHTS = sorted({*PAGES, *(edition["night"] for case in ALL for edition in (case, *case.get("before", [])))})


class CaseNight(Night):
    """A night of the registers that rules judge, those of bodies and works logs too."""

    @property
    def specs(self):
        judged = (*JUDGED, "pcm_pte_entidades", "pcm_pte_inversiones")
        found = {name: spec for name, spec in super().specs.items() if name in judged}
        # What was looked at once stays a register of the nights that follow.
        stay = (LOGS if self.date >= min(LOGGED) else ()) + ((ORDERS,) if self.date >= min(ORDERED) else ())
        found |= {name: super(CaseNight, self).specs[name] for name in stay}
        anew = ((ORDERS,) if self.date in ORDERED else ()) + (LOGS if self.date in LOGGED else ())
        found |= {name: _asked_anew(super(CaseNight, self).specs[name]) for name in anew}
        return {name: _small(spec) for name, spec in found.items()}


def _small(spec):
    """The same source with few rows, which are cases and no country: floors and shares mean nothing."""
    floors = spec.expectations.model_copy(update={"min_rows": 1, "fill_rate": {}, "allowed": {}})
    return spec.model_copy(update={"expectations": floors})


def _asked_anew(spec):
    """The same source with all its files asked for each night, which in life has its turn once a month."""
    all_of_them = {"recent": spec.access.window} if spec.access.method == "periodic_files" else {}
    access = spec.access.model_copy(update={"every_days": 1, **all_of_them})
    return spec.model_copy(update={"access": access})


def plan_pages(night, wanted, folder):
    """Let the night's crawls ask for these works and bodies: a plan in the archive is kept to."""
    plan = folder / PLAN_FILE
    for source, keys in wanted.items():
        plan.write_text("".join(f"{line}\n" for line in (f"plan of {night.date}", *keys)), encoding="utf-8")
        night.archive.keep_file(night.date, source, PLAN_PART, plan)


def answered(connection, day):
    """The outcome of each case of a night, judged together with the others of that night alone."""
    mine = {(case["rule"], case["expect"]["subject"]): case["case"] for case in ALL if case["night"] == day}
    if not mine:
        return {}
    connection.execute("CREATE OR REPLACE TEMP TABLE asked_cases (rule_id TEXT, subject_id TEXT)")
    connection.executemany("INSERT INTO asked_cases VALUES (?, ?)", list(mine))
    rows = engine.outcomes_for(connection, day, "asked_cases")
    return {(row.rule_id, mine[row.rule_id, row.subject_id]): row._asdict() for row in rows}


@pytest.fixture(scope="module")
def answers(memory):
    """What the audit answers to each case: by rule and name of the case."""
    portals = Portals.open(world_of(ALL, NIGHTS[0]), overrides(ALL))
    portals.handle.set_faults(printed_pages(ALL))
    found = {}
    for day in NIGHTS:
        portals.today = world_of(ALL, day)
        portals.handle.overrides.update(works_file(ALL, day))
        plain = night_of(portals, memory, day, requests=1000)
        night = CaseNight(NationalWorld("sandbox", plain.world.name, 1, 1), day, plain.settings, plain.clock)
        plan_pages(night, PAGES[day], memory)
        whole.ask_all(night)
        whole.know(night)
        with night.warehouse() as connection:
            found |= answered(connection, day)
    whole.derive(night)
    with night.warehouse() as connection:
        last = {(row.rule_id, row.subject_id): row.outcome for row in engine.outcomes(connection, day)}
    publish.publish_snapshot(night)
    told = outcomes_of(night.folder, None, None)
    assert {(row["rule_id"], row["subject_key"]): row["outcome"] for row in told} == last
    portals.handle.stop()
    return found


@pytest.mark.parametrize("rule", sorted({case["rule"] for case in ALL}))
def test_cases_of_a_rule(answers, rule):
    wrong = list(disagreements(answers, [case for case in ALL if case["rule"] == rule]))
    assert wrong == []


def test_the_comparison_can_fail(answers):
    moved = [
        case | {"expect": case["expect"] | {"due": case["expect"]["due"] + timedelta(days=1)}}
        for case in ALL
        if "due" in case["expect"]
    ]
    assert len(moved) > 50
    assert len(list(disagreements(answers, moved))) == len(moved)
    assert engine.ABSENT not in {answer.get("outcome") for answer in answers.values()}


def disagreements(answers, wanted):
    """What a case states and the audit does not say."""
    for case in wanted:
        answer = answers[case["rule"], case["case"]]
        stated = {key: value for key, value in case["expect"].items() if key != "subject"}
        given = {key: answer.get(key) for key in stated}
        if given != stated:
            yield f"{case['rule']} {case['case']} {case['expect']['subject']}: wants {stated}, gives {given}"
