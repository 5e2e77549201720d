"""A wide query asked for few columns joins less and says the same."""

from datetime import date

import pytest
from samples import LOOKS

from checks import registry
from checks.judging import Tonight
from checks.narrowing import narrowed, tables_read
from checks.wide import wide_query, wide_tables

NIGHT = date(2026, 11, 18)
CUT = {rule.id: rule for rule in registry.rules().values() if wide_tables()[rule.table].after is None}
QUERY = """
WITH first AS (SELECT a FROM one), second AS (SELECT a, b FROM first), third AS (SELECT b, c FROM two)
SELECT base.*, second.b AS two, third.c AS three, must.d AS four
FROM base
LEFT JOIN second ON base.a = second.a
LEFT JOIN third ON second.b = third.b
INNER JOIN must ON base.a = must.a
"""
EVERY = {"base", "first", "second", "third", "must", "one", "two"}


@pytest.mark.parametrize(
    ("columns", "left_out"),
    [
        ({"three"}, set()),  # it stands on the join before it
        ({"two"}, {"third", "two"}),
        ({"four"}, {"second", "third", "first", "one", "two"}),
        ({"a"}, {"second", "third", "first", "one", "two"}),  # an inner join decides which rows there are
    ],
)
def test_a_join_that_nobody_needs_goes_with_the_rows_it_stood_on(columns, left_out):
    assert tables_read(narrowed(QUERY, frozenset(columns))) == EVERY - left_out


def test_where_rows_are_counted_every_join_stays():
    counted = "SELECT base.a AS a, count(*) AS n FROM base LEFT JOIN more ON base.a = more.a GROUP BY base.a"
    assert narrowed(counted, frozenset({"n"})) == counted


@pytest.fixture(scope="module")
def whole(samples):
    """Each wide table of the cases with all it can give."""
    for name in {rule.table for rule in CUT.values()}:
        samples.con.execute(f"CREATE OR REPLACE TEMP TABLE whole_{name} AS {wide_query(wide_tables()[name])}")
    return samples.con


@pytest.mark.proof
@pytest.mark.parametrize("rule_id", CUT)
def test_each_rule_reads_of_its_own_joins_what_it_reads_of_all(whole, rule_id):
    rule = CUT[rule_id]
    table = wide_tables()[rule.table]
    item = Tonight(NIGHT, LOOKS).compile(table, [rule])
    columns = [row[0] for row in whole.execute(f"DESCRIBE {item.wide}").fetchall()]
    assert item.compiled.columns_read() & set(table.columns) <= set(columns)
    own, all_of_it = f"SELECT * FROM ({item.wide})", f"SELECT {', '.join(columns)} FROM whole_{rule.table}"
    assert whole.execute(f"({own} EXCEPT ALL {all_of_it}) UNION ALL ({all_of_it} EXCEPT ALL {own})").fetchall() == []


def test_who_asks_one_rule_does_not_read_what_others_ask_and_the_night_reads_everything():
    works = wide_tables()["works"]
    every = [rule for rule in CUT.values() if rule.table == "works"]
    one, all_of_it = (
        tables_read(Tonight(NIGHT, LOOKS).compile(works, rules).wide) for rules in ([CUT["OUT-01"]], every)
    )
    pages = {"core_work_points", "core_work_roles"}
    assert pages <= all_of_it
    assert "core_works" in one
    assert not pages & one
