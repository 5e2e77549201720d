"""The transparency portal: every body is listed once, and its rubric shows the quarter that its plan says."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import date, timedelta

import pytest

from sandbox.plans.transparency import before, listed_bodies, newest_due, number_of, rubric
from sandbox.portals import pte_pages
from sandbox.server import serve
from sandbox.world import world
from tests.unit.sandbox_portals.handmade import BODY, ask

NIGHT = date(2026, 11, 18)
LIST = "/pte/buscador/pte_transparencia_listado_entidades_poder.aspx"
ENTITY = "/pte/enlaces/pte_transparencia_enlaces.aspx"
PROJECTS = "/pte/reportes_directos/pte_transparencia_pro_inv.aspx"
LINK = re.compile(r"<a [^>]*id_entidad=(\d+)[^>]*>([^<]*) \(([A-ZÑ]*)\)</a>")
QUARTER = re.compile(r"(I|II|III|IV) Trimestre (\d{4})")


@pytest.fixture(scope="module")
def country():
    return world(1, 2000, NIGHT)


@pytest.fixture(scope="module")
def handle(country):
    with serve(country) as running:
        yield running


def _page(handle, body, status: int = 200) -> str:
    reply = ask(f"{handle.url}{PROJECTS}?id_entidad={number_of(body)}&id_tema=26&ver=1")
    assert reply.status == status
    return reply.body.decode()


def test_lists_hold_every_body_once(handle, country):
    pods = ("?Tipo_Pod=5", "?Tipo_Pod=7", "", "?Tipo_Pod=4", "?Tipo_Pod=2")
    listed = [link for pod in pods for link in _links(handle, pod)]
    everyone = listed_bodies(country)
    assert {(number, html.unescape(name)) for number, name, _ in listed} == {
        (number_of(body), body.name) for body in everyone
    }
    assert len(listed) == len(everyone) > len(country.bodies)
    assert all(_links(handle, pod) for pod in pods)
    assert _links(handle, "?Tipo_Pod=9") == []


def _links(handle, query: str) -> list[tuple[str, str, str]]:
    return LINK.findall(ask(f"{handle.url}{LIST}{query}").body.decode())


def test_each_body_shows_the_quarter_of_its_plan(handle, country):
    habits = Counter()
    for body in country.bodies:
        shown = rubric(body, NIGHT)
        habits[shown.habit] += 1
        page = _page(handle, body, 200 if shown.opens else 500)
        quarter = QUARTER.search(page)
        assert (quarter is None) is (shown.quarter is None)
        if shown.quarter and quarter:
            assert (int(quarter[2]), ["I", "II", "III", "IV"].index(quarter[1]) + 1) == shown.quarter
        assert (pte_pages.EMPTY in page) is (shown.habit == "empty")
        assert ("Responsable de Acceso" in page) is (shown.opens and shown.officer)
    assert set(habits) == {"prompt", "late", "stopped", "empty", "broken"}
    assert habits["prompt"] > len(country.bodies) // 2


def test_who_is_prompt_never_owes_a_quarter_and_who_stopped_always_does(country):
    late = 0
    for body in country.bodies:
        for step in range(0, 400, 7):
            day = NIGHT - timedelta(days=step)
            shown = rubric(body, day)
            owed = newest_due(day)
            if shown.habit == "prompt":
                assert shown.quarter >= owed
            if shown.habit == "stopped":
                assert shown.quarter < owed
            late += shown.habit == "late" and shown.quarter < owed
    assert late > 0
    assert newest_due(date(2026, 10, 30)) == (2026, 2)  # the thirtieth day after the end is still in time
    assert newest_due(date(2026, 10, 31)) == (2026, 3)
    assert before((2026, 1)) == (2025, 4)


def test_rubric_wraps_the_page_of_the_unit_and_lists_its_projects(handle, country):
    wrapped = 0
    for body in [body for body in country.bodies if rubric(body, NIGHT).habit == "prompt"]:
        page = _page(handle, body)
        unit = re.search(r'<object [^>]*data="[^"]*IdUE=(\d+)', page)
        wrapped += unit is not None
        assert unit is None or unit[1] == body.sec_ejec
        codes = {one.cui for one in country.investments if one.body.ruc == body.ruc and "detalle" in one.files}
        assert set(re.findall(r"<tr><td>(\d{7})</td>", page)) == codes
    assert 0 < wrapped < len(country.bodies)


def test_entity_has_ten_rubrics_and_leads_to_its_projects(handle, country):
    body = country.bodies[0]
    page = ask(f"{handle.url}{ENTITY}?id_entidad={number_of(body)}").body.decode()
    assert page.count('<li class="rubro">') == 10
    assert f"{PROJECTS.removeprefix('/pte')}?id_entidad={number_of(body)}&amp;id_tema=26&amp;ver=1" in page
    assert "DATOS INVENTADOS" in page


def test_unknown_body(handle):
    for path in (ENTITY, PROJECTS):
        assert "No se encontró la entidad" in ask(f"{handle.url}{path}?id_entidad=9").body.decode()


def test_one_mailbox_in_three_carries_the_name_of_its_officer(country):
    officers = [officer for body in country.bodies for officer in pte_pages.officers(body)]
    own = [(name, mail) for name, mail in officers if pte_pages.own_mail(mail)]
    assert 0.2 < len(own) / len(officers) < 0.5
    assert all(mail.split("@")[0] == ".".join(name.lower().split(" ")[:2]) for name, mail in own)


def test_a_rubric_repeats_the_number_it_was_asked_by(handle, country):
    body = next(body for body in country.bodies if rubric(body, NIGHT).opens)
    assert f'action="./pte_transparencia_pro_inv.aspx?id_entidad={number_of(body)}&amp;' in _page(handle, body)


def test_officers_are_invented_and_their_addresses_lead_nowhere():
    assert all(mail.endswith(".example") for _, mail in pte_pages.officers(BODY))
    assert len({name for name, _ in pte_pages.officers(BODY)}) == 2
