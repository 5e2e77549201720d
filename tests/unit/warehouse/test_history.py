"""History over several nights: appended only on change, equal when repeated, silent about what a file does not tell."""

from datetime import date

import duckdb
import pytest

from warehouse import history, meta, model
from warehouse.errors import HistoryOrderError, SchemaMismatchError

TABLES = ("history_versions", "history_changes", "history_presence")


def night(day: int) -> date:
    return date(2026, 3, day)


@pytest.fixture
def nights(con):
    """Runs nights of INFOBRAS: `nights(10, [works])` puts the rows into core_works and records them."""

    class Nights:
        def __call__(self, day, works=None, *, scope="national", verdict="complete"):
            meta.record_night(con, night(day), "world", scope)
            if works is not None:
                look = {"source": "contraloria_infobras", "part": "", "night": night(day), "seen_on": night(day)}
                meta.record_looks(con, [look | {"verdict": verdict, "accepted": True}])
                con.execute("DELETE FROM core_works")
                for cells in works:
                    con.execute(
                        f"INSERT INTO core_works ({', '.join(cells)}) VALUES ({', '.join('?' for _ in cells)})",
                        list(cells.values()),
                    )
            return history.record(con, night(day), ["core_works"])["core_works"]

        def all(self):
            return {t: con.execute(f"SELECT * FROM {t} WHERE table_name = 'core_works' ORDER BY ALL").fetchall() for t in TABLES}

        def versions(self):
            query = "SELECT key, version, day(first_seen) FROM history_versions ORDER BY ALL"
            return con.execute(query).fetchall()

        def changes(self):
            query = "SELECT key, column_name, old_value, new_value, day(night) FROM history_changes ORDER BY night, key, column_name"
            return con.execute(query).fetchall()

        def presence(self):
            query = "SELECT key, day(first_seen), day(last_seen), day(gone_on) FROM history_presence ORDER BY ALL"
            return con.execute(query).fetchall()

    return Nights()


def work(code="1", **cells):
    fixed = {"source": "contraloria_infobras", "seen_on": night(1), "unpublished": [], "unparsable": []}
    return fixed | {"work_code": code, "state": "executing", "term_days": 90} | cells


def test_nothing_is_appended_while_nothing_changes(nights):
    assert nights(10, [work("1"), work("2")]) == history.Recorded(new=2, versions=2, changes=0, gone=0)
    before = nights.all()
    assert nights(11, [work("1"), work("2")]) == history.Recorded(0, 0, 0, 0)
    assert nights(12) == history.Recorded(0, 0, 0, 0)
    assert nights.all() == before


def test_a_watched_change_leaves_a_version_and_its_values(nights):
    nights(10, [work("1"), work("2")])
    nights(11, [work("1", term_days=120), work("2")])
    assert nights.versions() == [("1", 1, 10), ("1", 2, 11), ("2", 1, 10)]
    assert nights.changes() == [("1", "term_days", "90", "120", 11)]


def test_a_change_knows_the_last_look_that_can_have_shown_the_old_value(nights, con):
    nights(10, [work()])
    nights(11, [work(term_days=120)])
    nights(12, [work(term_days=120)])
    nights(14, [work(term_days=130)], verdict="incomplete")
    nights(15, [work(term_days=140)])
    query = "SELECT new_value, day(last_seen), day(night) FROM history_changes ORDER BY night"
    assert con.execute(query).fetchall() == [("120", 10, 11), ("130", 12, 14), ("140", 12, 15)]


def test_a_change_of_another_column_leaves_a_version_only(nights):
    nights(10, [work()])
    assert nights(11, [work(address="Jr. Lima")]) == history.Recorded(0, 1, 0, 0)
    assert nights.changes() == []


def test_a_night_recorded_again_gives_the_same(nights):
    first = [work("1"), work("2"), work("3")]
    second = [work("1", term_days=120), work("3"), work("4")]
    nights(10, first)
    nights(10, first)
    nights(11, second)
    once = nights.all()
    nights(11, second)
    nights(11, second)
    assert nights.all() == once
    third = [work("1", term_days=90), work("2"), work("3")]
    nights(12, third)
    assert nights.changes()[-1] == ("1", "term_days", "120", "90", 12)


def test_a_night_repeated_with_other_content_forgets_the_first_try(nights, con):
    nights(10, [work("1"), work("2")])
    nights(11, [work("1", term_days=120), work("9")])
    nights(11, [work("1"), work("2", term_days=60)])
    assert nights.changes() == [("2", "term_days", "90", "60", 11)]
    assert nights.presence() == [("1", 10, None, None), ("2", 10, None, None)]
    assert con.execute("SELECT count(*) FROM state_core_works").fetchone() == (2,)


def test_an_earlier_night_is_refused_and_leaves_everything(nights):
    nights(11, [work()])
    before = nights.all()
    with pytest.raises(HistoryOrderError, match="rebuild"):
        nights(10, [work(term_days=1)])
    assert nights.all() == before


def test_a_row_is_gone_when_a_complete_national_look_no_longer_shows_it(nights):
    nights(10, [work("1"), work("2")])
    nights(11, [work("1"), work("2")])
    nights(12, [work("1")])
    assert nights.presence() == [("1", 10, None, None), ("2", 10, 11, 12)]
    assert nights(13, [work("1")]) == history.Recorded(0, 0, 0, 0)
    nights(14, [work("1"), work("2", term_days=120)])
    assert nights.presence() == [("1", 10, None, None), ("2", 10, 11, 12), ("2", 14, None, None)]
    assert nights.versions() == [("1", 1, 10), ("2", 1, 10), ("2", 2, 14)]
    assert nights.changes() == [("2", "term_days", "90", "120", 14)]


def test_a_row_that_comes_back_unchanged_makes_no_version(nights):
    nights(10, [work("1"), work("2")])
    nights(11, [work("1")])
    nights(12, [work("1"), work("2")])
    nights(12, [work("1"), work("2")])
    assert nights.versions() == [("1", 1, 10), ("2", 1, 10)]
    assert nights.presence() == [("1", 10, None, None), ("2", 10, 10, 11), ("2", 12, None, None)]


@pytest.mark.parametrize("how", [{"scope": "slice"}, {"verdict": "incomplete"}])
def test_a_slice_or_an_incomplete_look_makes_nothing_go(nights, how):
    nights(10, [work("1"), work("2")])
    nights(11, [work("1")], **how)
    assert nights.presence() == [("1", 10, None, None), ("2", 10, None, None)]
    nights(12, [work("1"), work("2")])
    assert nights.versions() == [("1", 1, 10), ("2", 1, 10)]


def test_an_absent_column_makes_no_change_and_its_return_is_compared_with_what_was_known(nights):
    nights(10, [work("1"), work("2")])
    absent = {"term_days": None, "unpublished": ["term_days"]}
    assert nights(11, [work("1", **absent), work("2", **absent)]) == history.Recorded(0, 0, 0, 0)
    assert nights(12, [work("1"), work("2", term_days=100)]) == history.Recorded(0, 1, 1, 0)
    assert nights.changes() == [("2", "term_days", "90", "100", 12)]


def test_a_change_of_another_watched_column_is_not_lost_on_the_night_a_column_goes_absent(nights):
    nights(10, [work()])
    nights(11, [work(state="stopped", term_days=None, unpublished=["term_days"])])
    assert nights.changes() == [("1", "state", "executing", "stopped", 11)]
    assert nights.versions() == [("1", 1, 10), ("1", 2, 11)]


def test_an_unparsable_cell_is_no_change_of_the_value(nights):
    nights(10, [work()])
    nights(11, [work(term_days=None, unparsable=["term_days"])])
    nights(12, [work()])
    assert nights.changes() == []


def test_a_new_hash_tag_hashes_again_without_versions(nights, con, monkeypatch):
    nights(10, [work("1"), work("2")])
    before = con.execute("SELECT key, tag FROM state_core_works ORDER BY key").fetchall()
    monkeypatch.setattr(history, "ALGORITHM", "another")
    assert nights(11, [work("1"), work("2")]) == history.Recorded(0, 0, 0, 0)
    assert con.execute("SELECT key, tag FROM state_core_works ORDER BY key").fetchall() != before
    assert nights(12, [work("1", term_days=1), work("2")]) == history.Recorded(0, 1, 1, 0)
    tags = con.execute("SELECT DISTINCT split_part(hash_tag, ':', 1) FROM history_versions ORDER BY 1").fetchall()
    assert tags == [("another",), ("duckdb-hash-2.0",)]


def test_regeneration_times_and_looks_are_outside(con, arrive):
    def process(day, **cells):
        arrive("oece_ocds", {"processes": [{"ocid": "a", "title": "T"} | cells]}, part="2024-04", night=night(day))
        model.build_core(con, ["core_processes"])
        return history.record(con, night(day), ["core_processes"])["core_processes"]

    assert process(10, regenerated_at="2026-03-10 01:00:00").versions == 1
    assert process(11, regenerated_at="2026-03-11 01:00:00") == history.Recorded(0, 0, 0, 0)
    assert process(12, title="U") == history.Recorded(0, 1, 1, 0)


def test_a_killed_recording_leaves_the_night_before(nights, con, monkeypatch):
    nights(10, [work()])
    before = nights.all()
    steps = history.statement

    def dies(file, /, **fields):
        if file == "history/renew":
            raise KeyboardInterrupt
        return steps(file, **fields)

    monkeypatch.setattr(history, "statement", dies)
    with pytest.raises(KeyboardInterrupt):
        nights(11, [work(term_days=1)])
    monkeypatch.undo()
    assert nights.all() == before
    assert nights(11, [work(term_days=1)]) == history.Recorded(0, 1, 1, 0)


def test_other_watched_columns_than_before_ask_for_a_rebuild(nights, con):
    nights(10, [work()])
    con.execute("ALTER TABLE state_core_works DROP COLUMN term_days")
    with pytest.raises(SchemaMismatchError, match="rebuild"):
        nights(11, [work()])


def test_the_hash_is_the_one_its_name_stands_for():
    """When this fails DuckDB's hash() has changed: give history.ALGORITHM a new name."""
    known = duckdb.execute("SELECT hash('a', 1, NULL, DATE '2026-01-01', ['x'])").fetchone()
    assert known == (KNOWN_HASH,)


KNOWN_HASH = 9575210878668762875
