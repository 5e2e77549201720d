"""What the pages of a work give to core: all months, their documents, and who supervised when."""

from datetime import date

import pytest

SOURCE = "contraloria_ficha"
MONTH = {"page_key": "1", "codigo": "10", "anio": 2026, "mes": "ENERO", "porc_real_fisico": 20}


def months(core):
    return [(p["year"], p["month"], p["physical_pct"], p["recorded_on"]) for p in core("core_progress", "year, month")]


def test_months_of_the_page_stand_beside_the_newest_one_of_the_bulk_file(arrive, core):
    arrive.works(
        {"codigo_infobras": "1", "ano_de_avance": 2026, "mes_de_avance": 1, "avance_fisico_real_acumulado": 19,
         "fecha_de_registro_de_avance": date(2026, 2, 3)},
    )  # fmt: skip
    rows = [MONTH, {**MONTH, "codigo": "9", "anio": 2025, "mes": "SETIEMBRE", "porc_real_fisico": 5}]
    arrive(SOURCE, {"progress": rows}, night=date(2026, 3, 11))
    assert months(core) == [(2025, 9, 5, None), (2026, 1, 20, date(2026, 2, 3))]


@pytest.mark.parametrize(
    ("name", "number"), [("SETIEMBRE", 9), ("SEPTIEMBRE", 9), ("diciembre ", 12), ("MES 13", None), (None, None)]
)
def test_months_are_known_by_their_names_only(arrive, core, name, number):
    arrive(SOURCE, {"progress": [{**MONTH, "mes": name}]})
    assert [month for _, month, _, _ in months(core)] == ([number] if number else [])


def test_the_day_of_registration_outlives_the_file_that_showed_it(arrive, core):
    bulk = {"codigo_infobras": "1", "ano_de_avance": 2026, "mes_de_avance": 1, "avance_fisico_real_acumulado": 19}
    arrive.works({**bulk, "fecha_de_registro_de_avance": date(2026, 2, 3)})
    core("core_progress")
    arrive.works({**bulk, "mes_de_avance": 2}, night=date(2026, 3, 11))
    arrive(SOURCE, {"progress": [MONTH]}, night=date(2026, 3, 11))
    assert months(core)[0] == (2026, 1, 20, date(2026, 2, 3))
    assert months(core) == months(core)


def test_the_newer_entry_of_a_month_counts(arrive, core):
    arrive(SOURCE, {"progress": [{**MONTH, "codigo": "11", "porc_real_fisico": 30}, MONTH]})
    assert months(core) == [(2026, 1, 30, None)]


def test_a_newer_bulk_file_leaves_what_only_the_page_shows(arrive, core):
    """The newest month stands in both; the bulk file, read later, knows nothing of its state and documents."""
    page = {**MONTH, "estado": "Paralizado", "fecha_paralizacion": date(2026, 1, 9), "l_img_fisico": 3}
    arrive(SOURCE, {"progress": [{**page, "l_img_valorizacion": 0}]}, night=date(2026, 3, 11))
    arrive.works(
        {"codigo_infobras": "1", "ano_de_avance": 2026, "mes_de_avance": 1, "avance_fisico_real_acumulado": 21},
        night=date(2026, 3, 14),
    )
    told = {
        "physical_pct": 21, "seen_on": date(2026, 3, 14), "state_text": "Paralizado", "stopped_on": date(2026, 1, 9),
        "photos": 3, "valuation_documents": 0,
    }  # fmt: skip
    for _ in range(2):
        (month,) = core("core_progress")
        assert {name: month[name] for name in told} == told


def test_a_month_of_two_entries_has_the_documents_of_either(arrive, core):
    older = {**MONTH, "estado": "Paralizado", "l_img_fisico": 3, "l_img_valorizacion": 0}
    newer = {**MONTH, "codigo": "11", "estado": "En ejecución", "l_img_fisico": 0, "l_img_valorizacion": 2}
    arrive(SOURCE, {"progress": [older, newer]})
    (month,) = core("core_progress")
    assert (month["state_text"], month["photos"], month["valuation_documents"]) == ("En ejecución", 3, 2)


def test_documents_know_their_month(arrive, core):
    documents = [
        {"page_key": "1", "codigo": "5", "array": "lImgFisico", "month_code": "10", "extension": "JPEG", "url_img": "ab"},
        {"page_key": "1", "codigo": "6", "array": "lImgValorizacion", "month_code": "99", "extension": "pdf"},
    ]
    arrive(SOURCE, {"progress": [MONTH], "documents": documents})
    found = [(d["kind"], d["year"], d["month"], d["format"]) for d in core("core_work_documents", "document_code")]
    assert found == [("photograph", 2026, 1, "jpeg"), ("valuation", None, None, "pdf")]


def test_roles_carry_dates_and_no_person(arrive, core):
    rows = [
        {"page_key": "1", "array": "lSupervisor", "codigo": "3", "tipo_supervisor": "Inspector", "persona_named": True,
         "fecha_inicio": date(2025, 11, 20), "designacion_published": False},
        {"page_key": "1", "array": "lResidente", "codigo": "3", "persona_named": True},
    ]  # fmt: skip
    arrive(SOURCE, {"roles": rows})
    found = core("core_work_roles", "role")
    assert [(r["role"], r["served_from"], r["person_named"]) for r in found] == [
        ("inspector", date(2025, 11, 20), True), ("resident", None, True),
    ]  # fmt: skip


def test_a_page_tells_how_much_it_lists_of_each_kind(arrive, core):
    rows = [
        {"page_key": "1", "array": "lResidente", "elements": 0}, {"page_key": "1", "array": "lSupervisor", "elements": 2},
        {"page_key": "1", "array": "lAdelanto", "elements": 1}, {"page_key": "2", "array": "lResidente", "elements": 0},
    ]  # fmt: skip
    arrive(SOURCE, {"arrays": rows}, night=date(2026, 3, 11))
    found = core("core_work_pages", "work_code")
    assert [(p["work_code"], p["elements"], p["residents"], p["supervisors"], p["advances"]) for p in found] == [
        ("1", 3, 0, 2, 1), ("2", 0, 0, None, None),
    ]  # fmt: skip
    assert {p["seen_on"] for p in found} == {date(2026, 3, 11)}


def test_a_summary_page_is_typed_and_says_what_it_could_not_read(arrive, core):
    row = {
        "page_key": "1", "nombre_de_obra": " OBRA UNO ", "estado_de_obra": "En Ejecución", "contratista_named": True,
        "porcentaje_de_avance_fisico": 45, "fecha_de_fin": date(2026, 9, 1), "unparsable": ["monto_de_aprobacion"],
    }  # fmt: skip
    arrive("contraloria_sumario", {"summaries": [row, {"page_key": "2", "contratista_named": False}]}, night=date(2026, 3, 11))
    first, second = core("core_work_summaries", "work_code")
    told = {"name": "OBRA UNO", "physical_pct": 45, "ends_on": date(2026, 9, 1), "contractor_named": True}
    assert {name: first[name] for name in told} == told
    assert (first["unparsable"], first["seen_on"]) == (["approved_amount"], date(2026, 3, 11))
    assert (second["work_code"], second["name"], second["contractor_named"]) == ("2", None, False)


def test_changes_are_told_apart_and_know_whether_an_act_is_published(arrive, core):
    term = {"page_key": "1", "array": "lModificacionPlazo", "fecha_aprob": date(2026, 3, 2), "registro_published": False}
    amount = {"page_key": "1", "array": "lAdicionalDeduc", "fecha_aprob": date(2026, 3, 2), "registro_published": True}
    rows = [
        {**term, "tipo_modificacion": "Ampliación del plazo"}, {**term, "tipo_modificacion": "Suspensión del plazo"},
        {**amount, "tipo_adicional": "Adicional", "sub_tipo": "Adicional de obra"},
        {**amount, "tipo_adicional": "Adicional", "sub_tipo": "Adicional de supervisión"},
        {**amount, "tipo_adicional": "Deductivo", "sub_tipo": "Deductivo de obra"},
        {**amount, "tipo_adicional": "Deductivo", "sub_tipo": "Deductivo de obra"},
    ]  # fmt: skip
    arrive(SOURCE, {"changes": rows}, night=date(2026, 3, 11))
    found = core("core_work_changes", "kind, place")
    assert [(c["kind"], c["place"], c["document_published"]) for c in found] == [
        ("addition", 1, True), ("deduction", 1, True), ("deduction", 2, True), ("extension", 1, False),
        ("other", 1, True), ("other_term", 1, False),
    ]  # fmt: skip
    assert {c["approved_on"] for c in found} == {date(2026, 3, 2)}


def test_spellings_of_one_contract_number_are_one(arrive, core):
    row = {"page_key": "1", "ruc": "20100000001", "monto_soles": 5, "fecha_contrato": date(2026, 3, 2)}
    numbers = ["CONTRATO N° 012-2026-GM", "12 - 2026 / GM", "S/N", None, "0120-2026-GM"]
    contractors = [{**row, "page_key": str(at), "numero_contrato": number} for at, number in enumerate(numbers)]
    arrive(SOURCE, {"contractors": contractors}, night=date(2026, 3, 11))
    found = core("core_work_contractors", "work_code")
    assert [c["contract_key"] for c in found] == ["12 2026 GM", "12 2026 GM", None, None, "120 2026 GM"]
    assert {(c["contractor_code"], c["amount"], c["signed_on"], c["seen_on"]) for c in found} == {
        ("20100000001", 5, date(2026, 3, 2), date(2026, 3, 11)),
    }  # fmt: skip
