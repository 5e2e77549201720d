"""What the engine keeps and answers: our blindness is never a body's lateness, and the same again changes nothing."""

import json
from collections import Counter
from datetime import date, timedelta
from itertools import product

import cases
import duckdb
import pytest

from checks import engine, judging, registry
from checks.errors import CalendarError, CheckError, RuleFaultError

ALL = {(case["rule"], case["case"]): case for case in cases.read_cases()}
LATE = ALL["MIS-17", "new_law_first_late_day"]
WORK = "infobras:work:900001"
# Those that tests ask about, and at least one of each wide table.
A_FEW = ("MIS-17", "OUT-01", "OUT-13", "OUT-02", *{rule.table: rule.id for rule in registry.rules().values()}.values())


@pytest.fixture
def con(warehouse):
    """The shared warehouse with one late work; for tests that leave calendar and sources as they are."""
    cases.load_cases(warehouse, [LATE])
    return warehouse


@pytest.fixture
def a_few(monkeypatch):
    """Some rules of each wide table in place of all: for tests that ask what the engine does and not what rules say."""
    rules = {rule_id: rule for rule_id, rule in registry.rules().items() if rule_id in A_FEW}
    monkeypatch.setattr(registry, "rules", lambda: rules)
    return rules


@pytest.fixture(scope="module")
def nights(warehouse):
    """The same night of all rules on one late work twice: what each reports and leaves."""
    cases.load_cases(warehouse, [LATE])
    return [Night(warehouse) for _ in range(2)]


class Night:
    """A report, and the findings and counts of the warehouse after it."""

    def __init__(self, con):
        self.report = engine.check(con, LATE["night"])
        names = [row[0] for row in con.execute("DESCRIBE findings").fetchall()]
        rows = con.execute("SELECT * FROM findings ORDER BY ALL").fetchall()
        self.findings = [dict(zip(names, row, strict=True)) for row in rows]
        self.counts = con.execute("SELECT rule_id, outcome, reason, n FROM outcome_counts ORDER BY ALL").fetchall()


@pytest.fixture
def own():
    """A warehouse of the test's own, with one late work."""
    connection = cases.empty_warehouse()
    cases.load_cases(connection, [LATE])
    return connection


def outcome(con, night, rule_id="MIS-17", subject=WORK):
    return engine.outcomes(con, night, rule_id=rule_id, subject_id=subject)[0]


def test_finding_says_what_was_seen_and_what_was_owed(nights):
    report, findings = nights[0].report, nights[0].findings
    found = dict(next(row for row in findings if row["rule_id"] == "MIS-17"))
    observed = json.loads(found.pop("observed"))
    assert found == {
        "rule_id": "MIS-17", "rule_version": registry.rule("MIS-17").version, "subject_id": WORK, "body_key": "infobras:body:1001", "region": "15",
        "severity": 4, "hardness": "hard", "due": date(2026, 3, 4), "judged_after": date(2026, 3, 5),
        "seen_on": date(2026, 3, 6), "regime": "R1", "reason": "no_reception",
        "expected": "Recepción de obra publicada a más tardar el 04/03/2026", "citable": True,
    }  # fmt: skip
    assert observed == {
        "finished_on": "2026-01-05", "total_reception": None, "received_on": None, "term_days": 120, "new_term_days": None,
        "physical_pct": 100.0, "state_text": "Finalizado",
    }  # fmt: skip
    assert report.outcomes["MIS-17"] == {"failed": 1}
    assert report.findings == len(findings)


@pytest.mark.parametrize("name", ["unknown_regime_first_late_day", "begun_in_1905"])
def test_unknown_regime_is_never_cited_and_waits_longer(con, a_few, name):
    """No process tells the day of the call; nor does a start that cannot be."""
    case = ALL["MIS-17", name]
    cases.load_cases(con, [case])
    engine.check(con, case["night"])
    row = con.execute("SELECT regime, citable, judged_after FROM findings WHERE rule_id = 'MIS-17'").fetchone()
    assert row == ("unknown", False, date(2026, 3, 20))


def test_counts_cover_every_subject_once(nights):
    counts = Counter()
    for rule_id, _, _, n in nights[0].counts:
        counts[rule_id] += n
    # The work, its body, and the work again among the processes, as none is linked; of nothing else is anything known.
    others = ("investments", "orders", "rubrics")
    judged = sorted(rule.id for rule in registry.rules().values() if rule.table not in others)
    assert sorted(rule for rule, n in counts.items() if n == 1) == judged
    assert None not in {reason for _, _, reason, _ in nights[0].counts}


def test_the_same_again_changes_nothing(nights):
    first, again = nights
    assert again.report == first.report
    assert again.findings == first.findings


def test_a_refused_source_makes_nobody_late(con):
    """Seen last on the last lawful day: however many nights pass, the rule's clock stands still, then it is stale."""
    seen = LATE["night"] - timedelta(days=1)
    cases.look_at_everything(con, seen)
    for blind in (0, 1, 7, 8, 30):
        row = outcome(con, seen + timedelta(days=blind))
        assert (row.outcome, row.reason) == (
            ("passed", "in_order") if blind <= 7 else ("not_evaluable", "stale_source")
        )


def test_a_source_never_seen(con):
    con.execute("DELETE FROM meta_current WHERE source = 'contraloria_infobras'")
    assert outcome(con, LATE["night"]).reason == "source_not_seen"


def test_a_rule_waits_for_its_oldest_look(con):
    case = ALL["OUT-02", "soft_first_late_day"]
    cases.load_cases(con, [case])
    subject = case["expect"]["subject"]
    assert outcome(con, case["night"], "OUT-02", subject).outcome == "failed"
    con.execute("UPDATE meta_current SET seen_on = seen_on - 1 WHERE source = 'mef_f12b'")
    assert outcome(con, case["night"], "OUT-02", subject).outcome == "passed"


def test_a_process_is_judged_by_the_look_at_its_month(con):
    case = ALL["MIS-02", "new_law_first_late_day"]
    cases.load_cases(con, [case])
    con.execute("UPDATE core_processes SET seen_on = seen_on - 1")
    assert outcome(con, case["night"], "MIS-02", case["expect"]["subject"]).outcome == "passed"
    con.execute("UPDATE core_processes SET seen_on = seen_on - 50")
    assert outcome(con, case["night"], "MIS-02", case["expect"]["subject"]).reason == "stale_source"


@pytest.mark.parametrize(("confidence", "regime_counts"), [(0.9, "failed"), (0.89, "passed")])
def test_only_confident_links_carry_a_regime(con, confidence, regime_counts):
    con.execute("UPDATE links SET confidence = ?", [confidence])
    assert outcome(con, LATE["night"]).outcome == regime_counts


def test_a_column_that_is_not_published_is_not_an_empty_cell(con):
    con.execute("UPDATE core_works SET unpublished = ['received_on'], unparsable = ['finished_on']")
    assert outcome(con, LATE["night"]).reason == "column_not_published"
    con.execute("UPDATE core_works SET unpublished = ['address']")
    assert outcome(con, LATE["night"]).reason == "unparsable"
    con.execute("UPDATE core_works SET unparsable = ['address']")
    assert outcome(con, LATE["night"]).outcome == "failed"


def test_an_unparsable_cell_never_hides_that_a_rule_does_not_apply(con):
    con.execute("UPDATE core_works SET unparsable = ['received_on'], modality = 'oxi'")
    assert outcome(con, LATE["night"]).reason == "modality"


HOSTILE = (
    "term_days = 2147483647", "new_term_days = 2147483647", "progress_year = 2147483647, progress_month = 12",
    "started_on = DATE '9999-12-31'", "finished_on = DATE '0101-01-01'", "modification_days = -2147483648",
    "progress_year = -2147483648, progress_month = 1", "region = 'XX'", "region = NULL",
)  # fmt: skip


STATES = ("finished", "executing")


def test_no_published_cell_stops_a_night(con):
    """Each cell stands in a work of its own, in either state; every rule answers about each."""
    con.execute("UPDATE core_works SET programmed_end_on = DATE '2026-01-01', physical_pct = 50")
    con.execute("CREATE OR REPLACE TEMP TABLE plain AS FROM core_works")
    for number, (state, cell) in enumerate(product(STATES, HOSTILE), 910000):
        con.execute(
            f"INSERT INTO core_works SELECT * REPLACE ('{number}' AS work_code, 'infobras:work:{number}' AS work_id, '{state}' AS state) FROM plain"
        )
        con.execute(f"UPDATE core_works SET {cell} WHERE work_code = '{number}'")
    found = engine.check(con, LATE["night"])
    on_works = [rule.id for rule in registry.rules().values() if rule.table == "works"]
    assert {sum(found.outcomes[rule].values()) for rule in on_works} == {len(STATES) * len(HOSTILE) + 1}


def test_outcomes_for_pairs_names_what_is_gone(con):
    con.execute(
        "CREATE OR REPLACE TEMP TABLE pairs AS SELECT * FROM (VALUES ('MIS-17', 'infobras:work:900001'), ('MIS-17', 'infobras:work:1'), ('OUT-13', 'infobras:body:1001'), ('OLD-01', 'x')) AS t(rule_id, subject_id)"
    )
    rows = engine.outcomes_for(con, LATE["night"], "pairs")
    assert [(row.rule_id, row.subject_id, row.outcome) for row in rows] == [
        ("MIS-17", "infobras:work:1", "absent"), ("MIS-17", "infobras:work:900001", "failed"),
        ("OLD-01", "x", "absent"), ("OUT-13", "infobras:body:1001", "not_applicable"),
    ]  # fmt: skip


def test_outcomes_beside_findings_are_those_of_their_pass_and_equal_to_judging_again(con, a_few):
    case = ALL["OUT-13", "three_of_five"]
    cases.load_cases(con, [case])
    con.execute(
        "CREATE OR REPLACE TEMP TABLE pairs AS SELECT rule_id, work_id AS subject_id FROM core_works, "
        "(VALUES ('MIS-17'), ('OUT-01'), ('OLD-01')) AS t(rule_id) "
        "UNION ALL VALUES ('OUT-13', 'infobras:body:1001'), ('OUT-13', 'infobras:body:none')"
    )
    engine.check(con, case["night"])
    beside = engine.outcomes_beside_findings(con, case["night"], "pairs")
    assert beside == engine.outcomes_for(con, case["night"], "pairs")
    assert {row.outcome for row in beside if row.rule_id == "OUT-13"} == {"failed", "absent"}

    engine.check(con, case["night"])
    con.execute("DELETE FROM core_works")
    assert engine.outcomes_beside_findings(con, case["night"], "pairs") == beside
    # Any judging of another scope ends the pass: what is asked then is judged anew.
    engine.outcomes(con, case["night"], "MIS-17")
    assert {row.outcome for row in engine.outcomes_beside_findings(con, case["night"], "pairs")} == {"absent"}


def test_outcomes_of_one_body_count_all_its_works(con, a_few):
    case = ALL["OUT-13", "three_of_five"]
    cases.load_cases(con, [case])
    assert outcome(con, case["night"], "OUT-13", "infobras:body:1001").outcome == "failed"
    engine.check(con, case["night"])
    assert con.execute("SELECT due FROM findings WHERE rule_id = 'OUT-13'").fetchone() == (date(2026, 2, 13),)


def test_explanation_gives_values_looks_and_the_branch(con, a_few):
    row = engine.explain(con, LATE["night"], WORK, "MIS-17")[0]
    assert row["outcome"] == "failed"
    assert row["looks"] == {"contraloria_infobras": "2026-03-06"}
    assert row["values"]["finished_on"] == "2026-01-05"
    assert row["worked_out"]["correction_days"] == 12
    assert row["worked_out"]["registered_by"] == "2026-03-04"
    assert row["because"] == "overdue(registered_by)"
    assert len(engine.explain(con, LATE["night"], WORK)) == sum(
        rule.table in ("works", "known_works") for rule in a_few.values()
    )
    assert engine.explain(con, LATE["night"], "infobras:work:none") == []


def test_a_published_snapshot_answers_without_being_written(own, tmp_path):
    path = tmp_path / "snapshot.duckdb"
    own.execute(f"ATTACH '{path}' AS copy")
    own.execute("COPY FROM DATABASE memory TO copy")
    own.execute("DETACH copy")
    with duckdb.connect(str(path), read_only=True) as reader:
        assert outcome(reader, LATE["night"]).outcome == "failed"
        assert engine.explain(reader, LATE["night"], WORK, "MIS-17")[0]["outcome"] == "failed"


def test_a_fault_of_one_rule_is_ours_and_leaves_no_finding(con, a_few, monkeypatch):
    engine.check(con, LATE["night"])
    before = con.execute("SELECT * FROM findings ORDER BY ALL").fetchall()
    rules = dict(a_few)
    # A comparison that DuckDB can only refuse when it meets the row.
    broken = rules["MIS-17"].failed[0].model_copy(update={"when": "state_text > 5"})
    rules["MIS-17"] = rules["MIS-17"].model_copy(update={"failed": [broken]})
    monkeypatch.setattr(registry, "rules", lambda: rules)
    with pytest.raises(RuleFaultError, match="MIS-17") as fault:
        engine.check(con, LATE["night"])
    assert fault.value.rule_id == "MIS-17"
    assert con.execute("SELECT * FROM findings ORDER BY ALL").fetchall() == before


def test_an_empty_calendar_is_refused(own):
    own.execute("DELETE FROM core_calendar")
    with pytest.raises(CalendarError, match="load_calendar"):
        engine.check(own, LATE["night"])


def test_a_changed_calendar_is_taken_up(own):
    assert outcome(own, LATE["night"]).due == date(2026, 3, 4)
    own.execute("INSERT INTO core_calendar VALUES ('00', DATE '2026-03-02', 'decreed', 'x', 'x', 'firm')")
    assert outcome(own, LATE["night"]).due == date(2026, 3, 5)


def test_a_day_off_of_one_body_moves_the_terms_of_that_body_alone(own):
    body = own.execute("SELECT body_key FROM core_works LIMIT 1").fetchone()[0]
    other = "INSERT INTO core_calendar VALUES (?, DATE '2026-03-02', 'entity', 'x', 'x', 'firm')"
    own.execute(other, ["infobras:body:0"])
    assert outcome(own, LATE["night"]).due == date(2026, 3, 4)
    own.execute(other, [body])
    assert outcome(own, LATE["night"]).due == date(2026, 3, 5)


def test_a_seen_source_without_its_latency_is_refused(own):
    own.execute("DELETE FROM meta_sources WHERE source = 'mef_f12b'")
    with pytest.raises(CheckError, match="mef_f12b"):
        engine.check(own, LATE["night"])


def test_rules_of_passes_over_unknown_ids():
    assert [rule.id for rule in judging.rules_of(["MIS-17", "OLD-01"])] == ["MIS-17"]
