"""The bodies of the transparency portal: their rubric as last read, and which body of another register each one is."""

from datetime import date

import pytest

LISTS, RUBRICS = "pcm_pte_entidades", "pcm_pte_inversiones"
SEEN = date(2026, 3, 12)


@pytest.fixture
def portal(arrive, core):
    """Load lists and rubrics, build core, and give the rows by the body's number."""

    def build(bodies, rubrics=()):
        listed = [{"id_entidad": key, "nombre": name, "page_key": "local"} for key, name in bodies]
        arrive(LISTS, {"bodies": listed})
        arrive(RUBRICS, {"rubrics": list(rubrics)}, night=SEEN)
        return {row["pte_code"]: row for row in core("core_transparency")}

    return build


def works(*bodies):
    """Works of (body code, body name) each."""
    return [
        {"codigo_infobras": str(number), "codigo_entidad": code, "entidad_publica": name}
        for number, (code, name) in enumerate(bodies)
    ]


def test_a_body_that_was_not_looked_at_has_no_state(portal):
    rubric = {"page_key": "2", "state": "empty", "projects": 0, "infobras": True, "access_officer_named": False}
    rows = portal([("1", "A"), ("2", "B")], [rubric])
    assert [(row["state"], row["access_officer_named"], row["seen_on"]) for row in rows.values()] == [
        (None, None, None), ("empty", False, SEEN),
    ]  # fmt: skip


def test_a_rubric_keeps_its_quarter_its_unit_and_its_offices_mailbox(portal):
    rubric = {
        "page_key": "2", "state": "listed", "year": 2025, "quarter": 4, "quarter_end": date(2025, 12, 31), "projects": 3,
        "id_ue": "0301280", "access_officer_named": True, "access_mail": "transparencia@x.example",
    }  # fmt: skip
    row = portal([("2", "B")], [rubric])["2"]
    assert (row["quarter_end"], row["projects"], row["sec_ejec"]) == (date(2025, 12, 31), 3, "301280")
    assert (row["access_officer_named"], row["access_mail"]) == (True, "transparencia@x.example")


def test_a_rubric_whose_body_left_the_lists_is_still_shown(portal):
    assert portal([], [{"page_key": "9", "state": "empty"}])["9"]["name"] is None


def test_a_body_is_known_by_its_unit_then_by_a_name_that_is_the_only_one_of_its_kind(portal, arrive):
    arrive.works(*works(("10", "Municipalidad de Ñuco"), ("11", "MUNICIPALIDAD DE SANTA ROSA"), ("12", "MUNICIPALIDAD DE SANTA ROSA"),
                        ("13", "MUNICIPALIDAD DE HUANCA")))  # fmt: skip
    arrive("mef_detalle", {"investments": [{"codigo_unico": "2000001", "sec_ejec": "301280", "nombre_uep": "OTRA"}]})
    bodies = [
        ("1", "MUNICIPALIDAD DE NUCO"), ("2", "MUNICIPALIDAD DE SANTA ROSA"), ("3", "MUNICIPALIDAD DE HUANCA"),
        ("4", "MUNICIPALIDAD DE HUANCA"), ("5", "NADIE"),
    ]  # fmt: skip
    rows = portal(bodies, [{"page_key": "5", "state": "wrapped", "id_ue": "301280"}])
    assert {key: (row["body_key"], row["matched_by"]) for key, row in rows.items()} == {
        "1": ("infobras:body:10", "name"),
        "2": (None, None),  # two of that name in INFOBRAS
        "3": (None, None),  # two of that name in the portal
        "4": (None, None),
        "5": ("mef:body:301280", "sec_ejec"),
    }
