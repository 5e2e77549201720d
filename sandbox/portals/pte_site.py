"""The addresses of the Portal de Transparencia Estándar, under ``/pte`` for www.transparencia.gob.pe (sources §5).

A rubric that does not open is answered with status 500, as a body's broken page is (ASSUMED).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from sandbox.plans.transparency import listed_bodies, number_of, rubric
from sandbox.portals import pte_pages as pages
from sandbox.portals.answer import Published
from sandbox.portals.keys import with_another
from sandbox.portals.printing import INVENTED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sandbox.model import Body, World
    from sandbox.portals.answer import Asked

_ROOT = "/pte"
_LIST = f"{_ROOT}/buscador/pte_transparencia_listado_entidades_poder.aspx"
_ENTITY = f"{_ROOT}/enlaces/pte_transparencia_enlaces.aspx"
_PROJECTS = f"{_ROOT}/reportes_directos/pte_transparencia_pro_inv.aspx"
_HTML = "text/html; charset=utf-8"
# Which level of government stands in which list (parameter Tipo_Pod; the executive's list has none).
_BRANCHES = {
    "GOBIERNO LOCAL": "5", "GOBIERNO REGIONAL": "7", "GOBIERNO NACIONAL": "", "ORGANISMO AUTONOMO": "4",
    "PODER JUDICIAL": "2",
}  # fmt: skip


class Transparency:
    """The transparency portal of one world's bodies."""

    GUIDE: ClassVar[Mapping[str, str]] = {
        f"{_LIST}?Tipo_Pod=5": "HTML, a link a body; 5 local, 7 regional, 4 autonomous, 2 judicial, none executive",
        f"{_ENTITY}?id_entidad=N": "HTML, the ten rubrics of a body",
        f"{_PROJECTS}?id_entidad=N&id_tema=26&ver=1": "HTML, newest quarter of projects, officers; empty, older or 500",
    }

    def __init__(self, world: World) -> None:
        self._world = world
        self._pages: dict[str, Callable[[Asked], Published]] = {
            _LIST: self._listing,
            _ENTITY: self._entity,
            _PROJECTS: self._projects,
        }

    def find(self, asked: Asked) -> Published | None:
        """Print what stands at an address, or nothing."""
        page = self._pages.get(asked.path)
        return None if page is None else page(asked)

    def addresses(self) -> list[str]:
        """List the lists, and the pages of the first body whose rubric opens."""
        lists = [f"{_LIST}?Tipo_Pod={branch}" if branch else _LIST for branch in _BRANCHES.values()]
        body = next((body for body in self._world.bodies if rubric(body, self._world.day).opens), None)
        if body is None:
            return lists
        number = number_of(body)
        return [*lists, f"{_ENTITY}?id_entidad={number}", f"{_PROJECTS}?id_entidad={number}&id_tema=26&ver=1"]

    def another(self, asked: Asked) -> Asked | None:
        """Ask the same about another one; nothing for an address that is not its own."""
        return with_another(asked, list(self._bodies)) if asked.path.startswith(f"{_ROOT}/") else None

    @cached_property
    def _bodies(self) -> dict[str, Body]:
        return {number_of(body): body for body in listed_bodies(self._world)}

    def _listing(self, asked: Asked) -> Published:
        branch = asked.query.get("Tipo_Pod", "")
        listed = (body for body in self._bodies.values() if _BRANCHES.get(body.level) == branch)
        return Published(pages.listing(listed).encode(), _HTML)

    def _entity(self, asked: Asked) -> Published:
        body = self._bodies.get(asked.query.get("id_entidad", ""))
        return Published((pages.entity(body) if body else pages.unknown()).encode(), _HTML)

    def _projects(self, asked: Asked) -> Published:
        body = self._bodies.get(asked.query.get("id_entidad", ""))
        if body is None:
            return Published(pages.unknown().encode(), _HTML)
        shown = rubric(body, self._world.day)
        if not shown.opens:
            return Published(
                f"<html><body><h1>Server Error</h1><p>{INVENTED}</p></body></html>".encode(), _HTML, status=500
            )
        own = [one for one in self._world.investments if one.body.ruc == body.ruc and "detalle" in one.files]
        return Published(pages.projects(body, shown, own).encode(), _HTML)
