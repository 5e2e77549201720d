"""The night as staff read it: grouped, capped, neutral, the backlog apart, nothing executed."""

from __future__ import annotations

import pytest

from alerts import alarms, digest
from alerts.errors import NightUnknownError


@pytest.fixture(scope="module")
def told_once(played, day):
    return played(lambda nights: _tell(nights, day))


def _tell(nights, day):
    con = nights.con
    con.execute("INSERT INTO core_works BY NAME SELECT 'infobras:work:0' AS work_id, '<script>alert(1)</script>' AS name")
    con.execute("INSERT INTO core_districts BY NAME SELECT '040101' AS ubigeo, 'AREQUIPA' AS department, '04' AS region")
    backlog = [{"subject": f"infobras:work:{n}"} for n in range(100, 130)]
    nights.night(day(0), backlog)
    nights.night(day(1), backlog + [{"subject": f"infobras:work:{n}"} for n in range(7)])
    held = [{"subject": f"infobras:work:{n}", "body": "infobras:body:2", "region": None} for n in range(200, 206)]
    nights.night(day(2), backlog[1:] + [{"subject": f"infobras:work:{n}"} for n in range(1, 7)] + held)
    alarms.record(con, day(2))


def test_what_opened_is_grouped_and_capped(told, day, tmp_path):
    text = digest.write(told.con, day(1), tmp_path, rules=told.rules)[0].read_text()
    assert "== AREQUIPA ==" in text
    assert "se abrió · OUT-05 Plazo vencido sin ampliación publicada: 7" in text
    assert "… y 2 más" in text
    assert text.count("Debía constar") == digest.LINES_PER_GROUP
    assert "- OUT-05 Plazo vencido sin ampliación publicada: 28" not in text


def test_backlog_is_only_counted(told, day, tmp_path):
    text = digest.write(told.con, day(0), tmp_path, rules=told.rules)[0].read_text()
    assert "infobras:work:110" not in text
    assert "(esta noche: 29)" in text  # one of the thirty was repaired since


def test_repaired_held_and_our_alarm(told, day, tmp_path):
    text, page = (path.read_text() for path in digest.write(told.con, day(2), tmp_path, rules=told.rules))
    assert "se subsanó · OUT-05" in text
    assert "apertura retenida por ráfaga · OUT-05" in text
    assert "Aperturas retenidos" not in text
    assert "infobras:body:2" in text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_same_bytes_again_and_private(told, day, tmp_path):
    first = [path.read_bytes() for path in digest.write(told.con, day(2), tmp_path, rules=told.rules)]
    files = digest.write(told.con, day(2), tmp_path, rules=told.rules)
    assert [path.read_bytes() for path in files] == first
    assert {path.name for path in tmp_path.iterdir() if path.is_file() and path.suffix in (".txt", ".html")} == {
        f"digest-{day(2)}.txt", f"digest-{day(2)}.html",
    }  # fmt: skip
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_invented_and_unknown(told, day, tmp_path):
    told.con.execute("UPDATE meta_nights SET world = 'sandbox-1-2000'")
    for path in digest.write(told.con, day(2), tmp_path, rules=told.rules):
        assert "DATOS INVENTADOS" in path.read_text()
    with pytest.raises(NightUnknownError):
        digest.write(told.con, day(9), tmp_path, rules=told.rules)
