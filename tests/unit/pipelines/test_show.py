"""Every column that a command shows in a table has a heading in both languages."""

import importlib
import pkgutil

from pipelines import cli
from pipelines.cli.show import HEADINGS


def test_every_shown_column_has_a_heading():
    shown = {}
    for module in pkgutil.iter_modules(cli.__path__):
        loaded = importlib.import_module(f"pipelines.cli.{module.name}")
        shown |= {name: value for name, value in vars(loaded).items() if name.endswith("COLUMNS")}
    assert len(shown) > 8
    assert {column for columns in shown.values() for column in columns} - set(HEADINGS) == set()


def test_a_rule_is_told_whole_in_words_sql_numbers_and_law():
    from checks.registry import dimension, rule
    from dashboard import rulebook, texts
    from pipelines.cli.rule_text import tell

    for rule_id in ("MIS-18", "IMP-03"):
        found = rule(rule_id)
        told = tell(rulebook.card(found, dimension(rule_id)), texts.load())
        for words in (found.title.es, found.title.en, found.notify[0], *found.sources, *(b.norm for b in found.basis)):
            assert words in told
        for step in rulebook.card(found, dimension(rule_id)).steps:
            assert "".join(step.sql.split()) in "".join(told.split()), step
        for reason in rulebook.card(found, dimension(rule_id)).look_alikes():
            assert f"  {' / '.join(texts.load().words('reason')[reason])}" in told
    assert "No cumple / Fails" not in told, "an owner of data is asked, and no body fails"
    assert "liquidation_answer_cd (R1) = 50 calendar days [firm]" in tell(
        rulebook.card(rule("MIS-18"), "missing"), texts.load()
    )


def test_what_a_later_version_judges_otherwise_is_told_with_its_day():
    from checks.registry import dimension, rule
    from dashboard import rulebook, texts
    from pipelines.cli.rule_text import tell

    (revision,) = rule("MIS-17").revisions
    told = tell(rulebook.card(rule("MIS-17"), dimension("MIS-17")), texts.load())
    assert f"2 · {revision.since}" in told
    assert revision.what.es in " ".join(told.split())
    assert told.rstrip().splitlines()[-1] != "  1"
    assert tell(rulebook.card(rule("MIS-18"), "missing"), texts.load()).rstrip().splitlines()[-1] == "  1"


def test_a_rule_that_waits_for_a_register_says_so_in_both_languages():
    from checks.registry import dimension, rule
    from checks.wide import wide_tables
    from dashboard import rulebook, texts
    from pipelines.cli.rule_text import tell

    told = " ".join(tell(rulebook.card(rule("MIS-23"), dimension("MIS-23")), texts.load()).split())
    lack = wide_tables()["works"].awaited["in_inventory"]
    for pair in (lack.what, lack.why_not, lack.carried_by):
        assert pair.es in told
        assert pair.en in told
    assert "ningún registro publica lo que le falta" in told
    assert "ningún registro publica lo que le falta" not in tell(
        rulebook.card(rule("MIS-16"), dimension("MIS-16")), texts.load()
    )
