"""The report to an owner of data: every figure with its denominator, few examples, no person, and about the data alone."""

from __future__ import annotations

import json
import stat
from datetime import date

import duckdb
import pytest

from alerts import owners
from alerts.errors import NightUnknownError, OwnerUnknownError
from warehouse import schema, tables

NIGHT = date(2026, 6, 15)
NEEDED = (
    "meta_nights", "meta_sources", "meta_current", "meta_looks", "meta_quarantine", "outcome_counts", "findings", "core_works",
    "contradictions", "comparison_counts", "quality_counts", "quality_failures",
)  # fmt: skip
PUBLISHERS = {"contraloria_infobras": "Contraloría", "mef_detalle": "MEF", "oece_ocds": "OECE", "oece_entidades": "OECE"}


def insert(con, table, **values):
    marks = ", ".join("?" for _ in values)
    con.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))


@pytest.fixture
def con():
    """Seven works with a date that cannot be, among forty judged; two registers that disagree; a question failed."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET threads = 1")
        for name in NEEDED:
            connection.execute(schema.ddl(tables.load()[name]))
        insert(connection, "meta_nights", night=NIGHT, world="live", scope="national")
        for source, publisher in PUBLISHERS.items():
            insert(connection, "meta_sources", source=source, title_es=f"Registro {source}", publisher=publisher)
        insert(connection, "meta_current", source="contraloria_infobras", part="", seen_on=date(2026, 6, 5))
        insert(connection, "meta_looks", source="contraloria_infobras", part="", night=NIGHT, verdict="complete", accepted=True,
               rows_in=1234, quarantined=2)  # fmt: skip
        for number in range(3):
            insert(connection, "meta_quarantine", source="contraloria_infobras", part="", night=NIGHT, table_name="works",
                   place=f"row {number + 7}", column_name="contratista", reason="not_a_number", raw="RUC 10456789012")  # fmt: skip
        for outcome, number in (("passed", 33), ("failed", 7), ("not_evaluable", 5), ("not_applicable", 9)):
            insert(connection, "outcome_counts", rule_id="IMP-03", outcome=outcome, reason="", n=number)
        for number in range(7):
            work = f"infobras:work:{number}"
            insert(connection, "core_works", work_id=work, work_code=str(number), name=f"OBRA {number} DE 10456789012")
            insert(connection, "findings", rule_id="IMP-03", rule_version=1, subject_id=work, severity=2, hardness="hard",
                   seen_on=NIGHT, observed=json.dumps({"started_on": "2062-01-02"}), citable=False)  # fmt: skip
        insert(connection, "comparison_counts", fact="place", body_key="b", region="04", ubigeo="040101", compared=50, contradicting=1)
        insert(connection, "contradictions", fact="place", subject_id="infobras:work:3", left_source="contraloria_infobras",
               left_key="infobras:work:3", left_value="040101", left_seen_on=NIGHT, right_source="mef_detalle", right_key="x",
               right_value="040102", right_seen_on=NIGHT, since=date(2026, 6, 1))  # fmt: skip
        insert(connection, "quality_counts", quality_check="contract_names_award", month="2026-05", applicable=20, failing=1)
        insert(connection, "quality_failures", quality_check="contract_names_award", record_id="ocds:contract:p/c", process_id="p",
               month="2026-05", observed='{"award_id": null}')  # fmt: skip
        yield connection


def report(con, key):
    return owners.render(con, NIGHT, owners.owner(key))


def test_every_figure_stands_with_its_denominator_and_few_examples(con):
    text = report(con, "contraloria")
    assert "Fecha imposible en el registro de la obra: 7 de 40 (17.5 %); no se pudo juzgar 5" in text
    assert text.count("fecha de inicio: 02/01/2062") == owners.EXAMPLES
    assert "… y 2 más" in text
    assert "Una misma obra registrada dos veces: 0 de 0; no se pudo juzgar 0" in text
    assert "Distrito de la obra: 1 de 50 (2.0 %); tolerancia: sin tolerancia" in text
    assert "contraloria_infobras: 040101; mef_detalle: 040102; desde el 01/06/2026" in text


def test_the_age_of_what_was_read_and_what_could_not_be_read_are_told(con):
    text = report(con, "contraloria")
    assert "última lectura del 05/06/2026, hace 10 días" in text
    assert "1,234 filas, 2 apartadas" in text
    assert "columna contratista: 3 (no es un número)" in text
    assert "en fila 7" in text
    assert "Registro oece_entidades (oece_entidades)\n    no se ha leído todavía" in report(con, "oece")


def test_each_owner_hears_of_its_own_registers(con):
    contraloria, mef, oece = (report(con, one.key) for one in owners.OWNERS)
    assert "IMP-03" in contraloria
    assert "IMP-03" not in mef + oece
    assert "Distrito de la obra" in mef
    assert "Distrito de la obra" not in oece
    assert "El contrato dice de qué buena pro viene: no en 1 de 20 (5.0 %)" in oece
    assert "buena pro: sin dato" in oece
    assert "OCDS" not in contraloria + mef


def test_no_natural_person_is_named_by_number(con):
    text = report(con, "contraloria")
    assert "10456789012" not in text
    assert "10*********" in text


def test_it_says_that_it_is_a_draft_about_data(con):
    for one in owners.OWNERS:
        text = report(con, one.key)
        assert "no se envía sin la aprobación de una persona" in text
        assert "no del cumplimiento de ninguna entidad" in text
        assert "DATOS INVENTADOS" not in text
    con.execute("UPDATE meta_nights SET world = 'sandbox-1-2000'")
    assert all(report(con, one.key).startswith("DATOS INVENTADOS") for one in owners.OWNERS)


def test_private_files_in_the_outbox_the_same_bytes_again(con, tmp_path):
    files = owners.write(con, NIGHT, tmp_path / "outbox")
    assert [path.name for path in files] == [f"informe-{key}-2026-06-15.txt" for key in ("contraloria", "mef", "oece")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    before = [path.read_bytes() for path in files]
    assert [path.read_bytes() for path in owners.write(con, NIGHT, tmp_path / "outbox")] == before
    assert len(list((tmp_path / "outbox").iterdir())) == 3


def test_an_unknown_owner_and_night_are_said(con, tmp_path):
    with pytest.raises(OwnerUnknownError, match="contraloria, mef, oece"):
        owners.owner("moon")
    with pytest.raises(NightUnknownError, match="2026-06-16"):
        owners.write(con, date(2026, 6, 16), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_question_has_words_for_what_it_read():
    from alerts import telling
    from checks.quality import questions

    assert {name for question in questions() for name in question.observed} <= telling.words().keys()
