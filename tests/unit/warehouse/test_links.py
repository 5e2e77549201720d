"""Links: each method where it holds, and the lower one where it does not."""

from datetime import date

import pytest

from warehouse import links

RUC = "20481030146"
OTHER = "20100000001"


@pytest.fixture
def world(con):
    """Writes core rows directly: links read core tables only."""

    class World:
        def insert(self, table, **cells):
            con.execute(
                f"INSERT INTO {table} ({', '.join(cells)}) VALUES ({', '.join('?' for _ in cells)})", list(cells.values())
            )

        def work(self, code, **cells):
            self.insert("core_works", **{"work_code": code, "work_id": f"infobras:work:{code}", "modality": "contrata"} | cells)

        def investment(self, key, **cells):
            self.insert("core_investments", investment_key=key, investment_id=f"mef:investment:{key}", **cells)

        def process(self, ocid, suppliers=(), *, amount=None, awarded_on=None, signed_on=None, contract=None, **cells):
            self.insert("core_processes", **{"ocid": ocid, "process_id": f"ocds:process:{ocid}", "category": "works"} | cells)
            self.insert("core_awards", ocid=ocid, award_id="1", amount=amount, awarded_on=awarded_on, currency="PEN",
                        supplier_ids=list(suppliers))
            if signed_on or contract:
                self.insert("core_contracts", ocid=ocid, contract_id="1", award_id="1", signed_on=signed_on,
                            amount=contract, currency="PEN")

        def body(self, key, name, **cells):
            self.insert("core_bodies", body_key=key, register=key.split(":")[0], name=name, group_id=key, **cells)

        def links(self):
            links.build(con)
            found = con.execute("SELECT from_id, to_id, method, confidence FROM links ORDER BY ALL").fetchall()
            return [(a.split(":")[-1], b.split(":")[-1], method, confidence) for a, b, method, confidence in found]

    return World()


def test_work_to_investment_by_cui_else_by_a_snip_that_one_investment_has(world):
    world.investment("cui:2000001", cui="2000001", snip="111")
    world.investment("cui:2000002", cui="2000002", snip="222")
    world.investment("snip:222", snip="222")
    world.work("1", cui="2000001", snip="999")
    world.work("2", cui="2999999", snip="111")
    world.work("3", snip="222")
    world.work("4")
    assert world.links() == [("1", "2000001", "cui", 1.0), ("2", "2000001", "snip", 0.9)]


def test_cui_and_ruc_pick_the_process_of_the_contractor(world):
    world.work("1", cui="2000001", contractor_ruc=RUC)
    world.process("a", [RUC], cui="2000001")
    world.process("b", [OTHER], cui="2000001")
    assert world.links() == [("1", "a", "cui_ruc", 0.95), ("1", "b", "cui_ambiguous", 0.5)]


def test_cui_and_ruc_in_two_processes_is_ambiguous(world):
    world.work("1", cui="2000001", contractor_ruc=RUC)
    world.process("a", [RUC], cui="2000001")
    world.process("b", [RUC], cui="2000001")
    assert [method for *_, method, _ in world.links()] == ["cui_ambiguous", "cui_ambiguous"]


def test_one_work_and_one_process_of_a_cui(world):
    world.work("1", cui="2000001")
    world.process("a", cui="2000001")
    world.process("goods", cui="2000001", category="goods")
    world.work("direct", cui="2000001", modality="direct_administration")
    assert world.links() == [("1", "a", "cui_unique", 0.9)]


def test_two_works_of_a_cui_are_ambiguous(world):
    world.work("1", cui="2000001")
    world.work("2", cui="2000001")
    world.process("a", cui="2000001")
    assert [method for *_, method, _ in world.links()] == ["cui_ambiguous", "cui_ambiguous"]


@pytest.mark.parametrize(
    ("change", "linked"),
    [
        ({}, True),
        ({"contract_amount": 1010}, True),
        ({"contract_amount": 1011}, False),
        ({"started_on": date(2025, 1, 31)}, True),
        ({"started_on": date(2025, 2, 1)}, False),
        ({"contractor_ruc": OTHER}, False),
        ({"contractor_ruc": "10*********"}, False),
        ({"contractor_ruc": "1509611"}, False),
        ({"started_on": None}, False),
        ({"cui": "2000002"}, True),
        ({"modality": "direct_administration"}, False),
    ],
)
def test_contractor_amount_and_date(world, change, linked):
    world.work("1", **{"contractor_ruc": RUC, "contract_amount": 1000, "started_on": date(2025, 1, 20)} | change)
    suppliers = [RUC, "10*********", "1509611"]
    world.process("a", suppliers, amount=1000, awarded_on=date(2024, 6, 1), signed_on=date(2025, 1, 1))
    assert world.links() == ([("1", "a", "ruc_amount_date", 0.9)] if linked else [])


def test_contractor_amount_and_date_does_not_join_two_different_cuis_or_two_works(world):
    same = {"contractor_ruc": RUC, "contract_amount": 1000, "started_on": date(2025, 1, 20)}
    world.work("1", cui="2000002", **same)
    world.process("a", [RUC], amount=1000, awarded_on=date(2025, 1, 1), cui="2000001")
    assert world.links() == []
    world.process("b", [RUC], amount=1000, awarded_on=date(2025, 1, 1))
    assert world.links() == [("1", "b", "ruc_amount_date", 0.9)]
    world.work("2", **same)
    assert world.links() == []


def test_bodies_by_tax_number_budget_code_and_name(world, con):
    world.body("seace:body:1", "Muni. de Ilave", ruc="20111111111", sec_ejec="0301640", region="21")
    world.body("seace:body:2", "MUNICIPALIDAD ILAVE", ruc="20111111111")
    world.body("mef:body:301640", "MUNICIPALIDAD DE ÍLAVE", sec_ejec="301640", region="21")
    world.body("infobras:body:77", "Municipalidad de Ilave", region="21")
    world.body("infobras:body:78", "MUNI DE ILAVE", region="04")
    assert world.links() == [
        ("77", "301640", "name", 0.8), ("1", "301640", "siaf", 1.0), ("1", "2", "ruc", 1.0),
    ]
    groups = dict(con.execute("SELECT body_key, group_id FROM core_bodies").fetchall())
    assert {key for key, group in groups.items() if group == "seace:body:1"} == {
        "seace:body:1", "seace:body:2", "mef:body:301640", "infobras:body:77",
    }
    assert groups["infobras:body:78"] == "infobras:body:78"


def test_a_name_that_two_bodies_of_a_register_share_links_nothing(world):
    world.body("seace:body:1", "SANTA ROSA", ruc="20111111111", region="21")
    world.body("seace:body:2", "SANTA ROSA", ruc="20222222222", region="21")
    world.body("infobras:body:77", "SANTA ROSA", region="21")
    assert world.links() == []


def test_bodies_are_gathered_from_all_registers(arrive, core):
    arrive.works(
        {"codigo_infobras": "1", "codigo_entidad": "5", "entidad_publica": "GORE", "departamento": "PUNO"},
        {"codigo_infobras": "2", "codigo_entidad": "5", "entidad_publica": "GORE", "departamento": "PUNO"},
        {"codigo_infobras": "3", "codigo_entidad": "5", "entidad_publica": "GORE P", "departamento": "TACNA"},
    )
    arrive("mef_detalle", {"investments": [
        {"codigo_unico": "2000001", "sec_ejec": "9", "nivel": "GL", "entidad": "MUNI", "nombre_uep": "UNIT", "departamento": "ICA"},
    ]})
    arrive("oece_entidades", {"bodies": [
        {"codconsucode": "07", "nombre_de_entidad": "ENTE", "ruc": "20111111111", "estado": "Activo", "departamento": "LIMA"},
    ]})
    arrive("oece_ocds", {"processes": [{"ocid": "a", "body_id": "7"}, {"ocid": "b", "body_id": "8", "body_name": "NEW"}]}, part="2024-04")
    found = {row["body_key"]: row for row in core("core_bodies")}
    assert list(found) == ["infobras:body:5", "mef:body:9", "seace:body:7", "seace:body:8"]
    assert (found["infobras:body:5"]["name"], found["infobras:body:5"]["region"]) == ("GORE", "21")
    assert (found["mef:body:9"]["name"], found["mef:body:9"]["region"]) == ("MUNI", "11")
    assert (found["seace:body:7"]["active"], found["seace:body:7"]["region"]) == (True, "15")
    assert (found["seace:body:8"]["name"], found["seace:body:8"]["active"]) == ("NEW", None)
