"""Pages of a register that is asked key by key: rows change hands key by key, and two dates tell when to ask again."""

from datetime import date, timedelta

import pytest

from warehouse import load
from warehouse.errors import LoadError
from warehouse.pages import PageForm

NIGHT = date(2026, 3, 10)
SOURCE = "contraloria_ficha"
KEY = ("page_key", "VARCHAR")
RAW = [
    load.RawTable(SOURCE, "pages", (KEY, ("page", "VARCHAR"), ("elements", "BIGINT"), ("fields_sha256", "VARCHAR"))),
    load.RawTable(SOURCE, "progress", (KEY, ("mes", "VARCHAR"))),
    load.RawTable(SOURCE, "points", (KEY, ("latitude", "DOUBLE"))),
]
FORMS = [PageForm("execution", ("progress",), {"progress": ("mes",)}), PageForm("point", ("points",))]


@pytest.fixture
def night(con, tmp_path):
    """Load a night: pages as (key, page, hash), months as (key, month), points as (key, latitude)."""
    load.ensure_raw(con, RAW)
    nights = iter(range(100))

    def write(name, columns, rows):
        path = tmp_path / f"{name}.parquet"
        listed = ", ".join(f"{kind[0]} {kind[1]}" for kind in columns)
        con.execute(f"CREATE OR REPLACE TEMP TABLE arriving ({listed})")
        for row in rows:
            con.execute(f"INSERT INTO arriving VALUES ({', '.join('?' for _ in row)})", list(row))
        con.execute(f"COPY arriving TO '{path}' (FORMAT parquet)")
        return path

    def _night(pages, months=(), points=(), day=None, payload=None):
        number = next(nights)
        files = {
            "pages": write("pages", (KEY, ("page", "VARCHAR"), ("fields_sha256", "VARCHAR")), pages),
            "progress": write("progress", (KEY, ("mes", "VARCHAR")), months),
            "points": write("points", (KEY, ("latitude", "DOUBLE")), points),
        }
        look = load.PagesLook(SOURCE, day or NIGHT + timedelta(number), payload or f"list{number}", files, FORMS)
        return load.load_pages(con, look)

    return _night


def months(con):
    return con.execute(f"SELECT page_key, mes, _seen_on FROM raw_{SOURCE}__progress ORDER BY ALL").fetchall()


def known(con):
    query = "SELECT page_key, page, seen_on, changed_on FROM meta_pages ORDER BY ALL"
    return [(key, page, (seen - NIGHT).days, (new - NIGHT).days) for key, page, seen, new in con.execute(query).fetchall()]


def test_a_key_that_was_asked_loses_its_rows_and_no_other_does(con, night):
    night([("1", "execution", "a"), ("2", "execution", "b")], [("1", "ENERO"), ("1", "FEBRERO"), ("2", "ENERO")])
    night([("1", "execution", "c")], [("1", "MARZO")])
    assert months(con) == [("1", "MARZO", NIGHT + timedelta(1)), ("2", "ENERO", NIGHT)]
    assert con.execute("SELECT part, seen_on FROM meta_current").fetchall() == [("", NIGHT + timedelta(1))]


def test_a_page_that_shows_nothing_any_more_empties_its_key(con, night):
    night([("1", "execution", "a")], [("1", "ENERO")])
    night([("1", "execution", "b")])
    assert months(con) == []


def test_rows_of_a_page_that_did_not_come_stand(con, night):
    night([("1", "execution", "a"), ("1", "point", "p")], [("1", "ENERO")], [("1", -12.0)])
    night([("1", "execution", "b")], [("1", "FEBRERO")])
    assert con.execute(f"SELECT page_key, latitude, _seen_on FROM raw_{SOURCE}__points").fetchall() == [("1", -12.0, NIGHT)]


def test_an_unchanged_look_keeps_the_day_of_the_last_change(con, night):
    night([("1", "execution", "a"), ("1", "point", "p")])
    night([("1", "execution", "a"), ("1", "point", "q")])
    night([("1", "execution", "a")])
    assert known(con) == [("1", "execution", 2, 0), ("1", "point", 1, 1)]


def test_a_night_that_is_loaded_twice_changes_nothing(con, night):
    night([("1", "execution", "a")], [("1", "ENERO")])
    night([("1", "execution", "b")], [("1", "MARZO")], day=NIGHT + timedelta(1), payload="x")
    before = months(con), known(con)
    night([("1", "execution", "b")], [("1", "MARZO")], day=NIGHT + timedelta(1), payload="x")
    assert (months(con), known(con)) == before


def test_a_file_that_does_not_fit_changes_nothing(con, night, tmp_path):
    night([("1", "execution", "a")], [("1", "ENERO")])
    con.execute(f"COPY (SELECT '1' AS page_key, 'x' AS colour) TO '{tmp_path}/odd.parquet' (FORMAT parquet)")
    files = {"pages": tmp_path / "pages.parquet", "progress": tmp_path / "odd.parquet"}
    with pytest.raises(LoadError, match="colour"):
        load.load_pages(con, load.PagesLook(SOURCE, NIGHT + timedelta(5), "y", files, FORMS))
    assert months(con) == [("1", "ENERO", NIGHT)]
    assert known(con) == [("1", "execution", 0, 0)]
