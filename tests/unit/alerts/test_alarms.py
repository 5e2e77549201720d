"""Each blindness of ours is an alarm, and none of them a body's alert."""

from __future__ import annotations

from alerts import alarms
from dashboard import texts
from sources.notes import Note


def kinds(con, night):
    rows = con.execute("SELECT kind, coalesce(source, rule_id) FROM meta_alarms WHERE night = ? ORDER BY ALL", [night])
    return rows.fetchall()


def refuse(con, night, *, accepted=False, verdict="refused"):
    con.execute(
        "INSERT INTO meta_looks BY NAME SELECT 'contraloria_infobras' AS source, '' AS part, ? AS night, ? AS verdict,"
        " 'HTML' AS reason, ? AS accepted, CASE WHEN ? THEN ?::DATE END AS seen_on",
        [night, verdict, accepted, accepted, night],
    )


def test_refused_and_then_stale(con, day):
    refuse(con, day(0), accepted=True, verdict="complete")
    for later in range(1, 13):
        refuse(con, day(later))
        alarms.record(con, day(later))
    assert kinds(con, day(1)) == [("source_refused", "contraloria_infobras")]
    assert kinds(con, day(10)) == [("source_refused", "contraloria_infobras")]
    assert ("source_stale", "contraloria_infobras") in kinds(con, day(11))


def test_gate_drift_and_faults_twice_the_same(con, day):
    con.execute("INSERT INTO meta_gate VALUES ('mef_detalle', '', ?, 'min_rows', NULL, '3', '900', false, 'floor')", [day(1)])
    con.execute("INSERT INTO meta_drift VALUES ('mef_f12b', '', ?, 'columna nueva: X')", [day(1)])
    fault = alarms.Fault("parser_fault", "oece_ocds", None, "El lector falló.", "The reader failed.")
    assert alarms.record(con, day(1), [fault]) == 3
    before = con.execute("SELECT * FROM meta_alarms ORDER BY ALL").fetchall()
    alarms.record(con, day(1), [fault])
    assert con.execute("SELECT * FROM meta_alarms ORDER BY ALL").fetchall() == before
    assert {kind for kind, _ in kinds(con, day(1))} == {"gate_floor", "source_drift", "parser_fault"}


def test_what_moved_tonight_stands_before_what_moved_long_ago(con, day):
    for night, note in ((1, "A"), (1, "B"), (2, "A"), (3, "A"), (3, "C")):
        con.execute("INSERT INTO meta_drift VALUES ('mef_f12b', '', ?, ?)", [day(night), note])
        alarms.record(con, day(night))
    said = dict(con.execute("SELECT night, message_en FROM meta_alarms").fetchall())
    assert said[day(1)].endswith("is not the declared one: 2 note(s), 2 of tonight. A; B")
    assert said[day(2)].endswith(f"1 note(s), 0 of tonight, the others since {day(1)}. A")
    assert said[day(3)].endswith(f"2 note(s), 1 of tonight, the others since {day(1)}. C; A")


def test_a_note_on_the_form_is_told_in_both_languages_and_keeps_the_files_own_words(con, day):
    for note in ("unknown column: unknown column: X", "column renamed: A -> B", "two rows of works are twins"):
        con.execute("INSERT INTO meta_drift VALUES ('mef_f12b', '', ?, ?)", [day(1), note])
    alarms.record(con, day(1))
    [(spanish, english)] = con.execute("SELECT message_es, message_en FROM meta_alarms").fetchall()
    told = "columna con otro nombre: A -> B; two rows of works are twins; columna desconocida: unknown column: X"
    assert spanish.endswith(told)
    assert english.endswith("column renamed: A -> B; two rows of works are twins; unknown column: unknown column: X")


def test_alarms_and_pages_call_a_note_the_same(con, day):
    """Three rooms, one word for each kind of note that a reader knows: the page of our health stands beside the alarm."""
    words = texts.load().words("note")
    assert set(words) == set(Note)
    for kind in Note:
        con.execute("DELETE FROM meta_drift")
        con.execute("INSERT INTO meta_drift VALUES ('mef_f12b', '', ?, ?)", [day(1), kind.of("X")])
        alarms.record(con, day(1))
        [told] = con.execute("SELECT message_es, message_en FROM meta_alarms").fetchall()
        assert [text.rsplit(". ", 1)[1] for text in told] == [f"{word}: X" for word in words[kind]]


def test_pages_that_were_held_are_named_on_their_night_and_as_ours(con, day):
    for key, page, reason in (("7", "execution", "rows_gone"), ("5", "execution", "rows_gone"), ("5", "search", "rows_gone")):
        row = ["contraloria_ficha", key, page, day(1), day(1), "sha", reason, "progress: 4 of 10"]
        con.execute("INSERT INTO meta_held VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    assert alarms.record(con, day(1)) == 2
    said = [text for (text,) in con.execute("SELECT message_en FROM meta_alarms ORDER BY message_en").fetchall()]
    assert said[0].startswith("Pages of contraloria_ficha that contradict their earlier look were not taken (execution, rows_gone): 2.")
    assert "5 (progress: 4 of 10)" in said[0]
    assert alarms.record(con, day(2)) == 0


def test_bursts_are_alarms_while_they_are_held(nights, day):
    six = [{"subject": f"infobras:work:{number}"} for number in range(6)]
    nights.night(day(0))
    nights.night(day(1), six)
    nights.night(day(4), six)
    for night in (day(1), day(2), day(4)):
        alarms.record(nights.con, night)
    assert kinds(nights.con, day(1)) == kinds(nights.con, day(2)) == [("burst_held", "OUT-05")]
    assert kinds(nights.con, day(4)) == []


def test_many_new_absences_are_an_alarm(nights, day):
    nights.night(day(0))
    nights.night(day(1), [{"subject": f"infobras:work:{n}", "rule": "MIS-05", "body": f"b:{n}"} for n in range(11)])
    alarms.record(nights.con, day(1))
    assert kinds(nights.con, day(1)) == [("burst_pending", "MIS-05")]
