"""Investments put together from four files, and what their silence means."""

from datetime import date
from decimal import Decimal

DETALLE = {
    "codigo_unico": "2209723", "codigo_snip": "212368", "estado": "ACTIVO", "sec_ejec": "301645", "entidad": "MUNI",
    "etapa_f8": "Ejecución física (C)", "tiene_f8": True, "ubigeo": "210601", "departamento": "PUNO",
    "ultimo_devengado": "201912", "ult_fec_decla_estim": date(2020, 12, 2), "avance_ejecucion": Decimal("32000000.5"),
}


def by_key(found):
    return {row["investment_key"]: row for row in found}


def test_one_row_an_investment_with_the_file_that_knows_it_best(arrive, core):
    arrive("mef_detalle", {"investments": [DETALLE, DETALLE | {"estado": "X"}]})
    arrive("mef_f12b", {"monitoring": [
        {"codigo_unico": "2209723.0", "fecha_ult_act_f12b": date(2026, 1, 5), "devengado_acumulado": Decimal("5.5")},
        {"codigo_unico": "2999999"},
    ]})
    arrive("mef_cierre", {"closed": [
        {"codigo_unico": "2209723", "fec_cierre": date(2025, 5, 1), "estado": "CERRADO"},
        {"codigo_unico": "2100000", "fec_cierre": date(2024, 5, 1), "ultimo_devengado": "202405.0"},
    ]})
    arrive("mef_desactivadas", {"deactivated": [
        {"codigo_unico": None, "cod_snip": "77845"}, {"codigo_unico": "2100001", "cod_snip": "0"}, {"codigo_unico": " "},
    ]})
    found = by_key(core("core_investments"))
    assert list(found) == ["cui:2100000", "cui:2100001", "cui:2209723", "snip:77845"]
    active = found["cui:2209723"]
    assert active["state"] == "active"
    assert (active["in_detalle"], active["in_f12b"], active["in_cierre"], active["in_desactivadas"]) == (
        True, True, True, False,
    )
    assert (active["f8_stage"], active["f12b_updated_on"], active["closed_on"]) == ("C", date(2026, 1, 5), date(2025, 5, 1))
    assert active["body_key"] == "mef:body:301645"
    assert active["last_accrued"] == "201912"
    assert active["investment_id"] == "mef:investment:cui:2209723"
    closed = found["cui:2100000"]
    assert (closed["state"], closed["last_accrued"], closed["closed_on"]) == ("closed", "202405", date(2024, 5, 1))
    assert found["snip:77845"]["state"] == "deactivated"
    assert found["snip:77845"]["cui"] is None
    assert {row["seen_on_cierre"] for row in found.values()} == {date(2026, 3, 10)}


def test_unknown_state_of_an_active_file_is_other(arrive, core):
    arrive("mef_detalle", {"investments": [{"codigo_unico": "2209723", "estado": "EN REVISION"}]})
    assert core("core_investments")[0]["state"] == "other"


def test_a_file_that_was_read_and_does_not_name_a_row_says_so(arrive, core):
    """An active investment that FORMATO_12B does not list has no update date; that is known, not unpublished."""
    arrive("mef_detalle", {"investments": [DETALLE]})
    before = core("core_investments")[0]["unpublished"]
    assert {"f12b_updated_on", "f12b_accrued", "closed_on"} <= set(before)
    assert "estimate_declared_on" not in before
    arrive("mef_f12b", {"monitoring": [{"codigo_unico": "2999999"}]})
    arrive("mef_cierre", {"closed": [{"codigo_unico": "2999998"}]})
    after = core("core_investments", "investment_key")[0]
    assert after["unpublished"] == []
    assert after["f12b_updated_on"] is None


def test_a_column_that_detalle_lost_is_unpublished_for_its_rows_only(arrive, core):
    arrive("mef_detalle", {"investments": [{"codigo_unico": "2209723", "estado": "ACTIVO"}]},
           absent={"investments": ["costo_actualizado", "etapa_f8", "sec_ejec"]})
    arrive("mef_cierre", {"closed": [{"codigo_unico": "2100000", "costo_actualizado": Decimal(7)}]})
    found = by_key(core("core_investments"))
    lost = found["cui:2209723"]["unpublished"]
    assert {"updated_cost", "f8_stage", "sec_ejec", "body_key"} <= set(lost)
    assert "updated_cost" not in found["cui:2100000"]["unpublished"]
    assert found["cui:2100000"]["updated_cost"] == 7


def test_lost_leading_zero_and_several_departments(arrive, core):
    arrive("mef_detalle", {"investments": [
        {"codigo_unico": "2000001", "ubigeo": "70102", "departamento": "CALLAO"},
        {"codigo_unico": "2000002", "ubigeo": "10401.0", "departamento": "AMAZONAS"},
        {"codigo_unico": "2000003", "ubigeo": "150101", "departamento": "-MUL.DEP-"},
    ]})
    found = core("core_investments")
    assert [(row["ubigeo"], row["region"]) for row in found] == [("070102", "07"), ("010401", "01"), (None, None)]


def test_unparsable_of_every_file_meets_in_the_row(arrive, core):
    arrive("mef_detalle", {"investments": [{"codigo_unico": "2000001", "unparsable": ["pim_anio_actual"]}]})
    arrive("mef_f12b", {"monitoring": [{"codigo_unico": "2000001", "unparsable": ["fecha_ult_act_f12b"]}]})
    assert core("core_investments")[0]["unparsable"] == ["f12b_updated_on", "pim_year"]
