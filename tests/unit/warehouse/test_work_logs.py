"""What the digital works logs give to core: logs by contract, the last entries of months, and links to works."""

from datetime import date

from warehouse import links

CONTRACT = {"n_cod_contrato": "2257286", "codigoconvocatoria": "999959"}
LOG = {"nro_correlativo_de_cuaderno_de_obra": "99988ce6-de8c", "identificador_del_contrato": "2257286"}


def test_a_contract_of_several_items_is_one(arrive, core):
    rows = [
        {**CONTRACT, "fecha_suscripcion_contrato": date(2025, 5, 16)},
        {**CONTRACT, "fecha_suscripcion_contrato": date(2025, 5, 12)},
        {**CONTRACT, "n_cod_contrato": "7.0"}, {**CONTRACT, "n_cod_contrato": "7", "codigoconvocatoria": "999960"},
    ]  # fmt: skip
    arrive("oece_conosce_contratos", {"contracts": rows})
    found = core("core_contract_codes", "contract_code")
    assert [(c["contract_code"], c["tender_id"], c["signed_on"]) for c in found] == [
        ("2257286", "999959", date(2025, 5, 12)), ("7", None, None),
    ]  # fmt: skip


def test_a_log_of_several_members_is_one(arrive, core):
    arrive("oece_cuadernos", {"logs": [LOG, LOG, {**LOG, "identificador_del_contrato": " "}]}, night=date(2026, 3, 11))
    (log,) = core("core_work_logs")
    assert (log["log_id"], log["contract_code"], log["seen_on"]) == ("99988ce6-de8c", "2257286", date(2026, 3, 11))


def test_entries_are_counted_by_month_and_tell_when_work_ceased(arrive, core):
    rows = [
        {"id_cuaderno": "a", "fecha_registro_asiento": date(2026, 1, 9), "tipo_asiento_registrado": "Suspensión del plazo de ejecución"},
        {"id_cuaderno": "a", "fecha_registro_asiento": date(2026, 1, 20), "tipo_asiento_registrado": "Otras ocurrencias"},
        {"id_cuaderno": "a", "fecha_registro_asiento": date(2026, 2, 1), "tipo_asiento_registrado": "Valorizaciones y metrados"},
        {"id_cuaderno": "b", "fecha_registro_asiento": date(2026, 2, 2), "tipo_asiento_registrado": "Cierre del cuaderno"},
    ]  # fmt: skip
    arrive("oece_asientos", {"entries": rows})
    found = core("core_log_entries", "log_id, month")
    assert [(e["log_id"], e["month"], e["entries"], e["last_on"], e["halted_on"]) for e in found] == [
        ("a", 1, 2, date(2026, 1, 20), date(2026, 1, 9)), ("a", 2, 1, date(2026, 2, 1), None),
        ("b", 2, 1, date(2026, 2, 2), date(2026, 2, 2)),
    ]  # fmt: skip


def test_entries_are_told_apart_by_whether_they_may_be_about_the_programme(arrive, core):
    kinds = ("Valorizaciones y metrados", "Atraso en la ejecución", "Actualización del programa", "Otras ocurrencias", None)
    rows = [
        {"id_cuaderno": "a", "fecha_registro_asiento": date(2026, 1, day), "tipo_asiento_registrado": kind}
        for day, kind in zip((20, 5, 7, 9, 11), kinds, strict=True)
    ]
    arrive("oece_asientos", {"entries": rows})
    (found,) = core("core_log_entries")
    assert (found["last_on"], found["programme_on"], found["untold_on"]) == (
        date(2026, 1, 20), date(2026, 1, 7), date(2026, 1, 11),
    )  # fmt: skip
    arrive("oece_asientos", {"entries": rows[:1]})
    (found,) = core("core_log_entries")
    assert (found["programme_on"], found["untold_on"]) == (None, None)


def test_a_work_finds_its_log_through_its_process_and_is_as_sure_of_it(con):
    con.execute("INSERT INTO core_works (work_code, work_id, modality, cui) VALUES ('1', 'infobras:work:1', 'contrata', '2000001')")
    con.execute("INSERT INTO core_processes (ocid, process_id, category, cui, tender_id) VALUES ('x', 'ocds:process:x', 'works', '2000001', '999959')")
    con.execute("INSERT INTO core_contract_codes (contract_code, tender_id) VALUES ('2257286', '999959'), ('5', '999960')")
    con.execute("INSERT INTO core_work_logs (log_id, contract_code) VALUES ('a', '2257286'), ('b', '5')")
    links.build(con)
    found = con.execute("SELECT * FROM links WHERE method = 'process_contract'").fetchall()
    assert found == [("infobras:work:1", "oece:log:a", "process_contract", 0.9)]
