"""The pages of the Portal de Transparencia Estándar (sources §5): list of bodies, body, rubric of projects.

Quirks kept: ASP.NET's hidden fields, links ``…id_entidad=N…>NAME (SIGLA)``, a rubric that wraps the page of Invierte.pe
(``IdUE``, which some bodies lack) and names the officers with their e-mail.

ASSUMED, for no HTML of this portal was ever handed over: everything but the link pattern and the wrapped object; the
form that repeats its own address as such pages do, the quarter as ``III Trimestre 2026``, the table of projects, the
sentence of an empty rubric, the words about officers.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from sandbox.plans.transparency import number_of
from sandbox.portals.printing import INVENTED, draw, invented_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sandbox.model import Body, Investment
    from sandbox.plans.transparency import Rubric

EMPTY = "No se encontró información registrada"
RUBRICS = (
    "Datos Generales", "Planeamiento y Organización", "Presupuesto", "Proyectos de Inversión e INFObras",
    "Participación Ciudadana", "Personal", "Contratación de Bienes y Servicios", "Actividades Oficiales",
    "Acceso a la Información Pública", "Registro de Visitas",
)  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")
_OWN_MAIL_EVERY = 3
_PAGE = """<!DOCTYPE html>
<html lang="es">
<head><meta charset="utf-8"><title>Portal de Transparencia Estándar - {invented}</title></head>
<body>
<form method="post" action="{action}" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}">
<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="">
<p class="aviso">{invented}</p>
<h1 class="entidad">{title}</h1>
{content}
</form>
</body>
</html>
"""


def sigla(body: Body) -> str:
    """Shorten a body's name."""
    return "".join(word[0] for word in body.name.split() if word[0].isalpha())[:6]


def listing(bodies: Iterable[Body]) -> str:
    """Print the list of bodies of one branch."""
    links = "".join(
        f'<li><a class="enlace-entidad" href="/enlaces/pte_transparencia_enlaces.aspx?id_entidad={number_of(body)}">'
        f"{html.escape(body.name)} ({sigla(body)})</a></li>\n"
        for body in bodies
    )
    return _page("Entidades", f'<ul class="listado-entidades">\n{links}</ul>')


def entity(body: Body) -> str:
    """Print the page of a body with its ten rubrics."""
    number = number_of(body)
    addresses = {3: f"/reportes_directos/pte_transparencia_pro_inv.aspx?id_entidad={number}&amp;id_tema=26&amp;ver=1"}
    rows = "".join(
        f'<li class="rubro"><a href="{addresses.get(at, f"/enlaces/rubro.aspx?id_entidad={number}&amp;id_tema={at}")}">'
        f"{name}</a></li>\n"
        for at, name in enumerate(RUBRICS)
    )
    return _page(body.name, f'<ul class="rubros">\n{rows}</ul>')


def unknown() -> str:
    """Print the page about a body that is not listed."""
    return _page("", "<p>No se encontró la entidad</p>")


def projects(body: Body, shown: Rubric, investments: Sequence[Investment]) -> str:
    """Print the rubric of investment projects of a body that opens."""
    wrapped = _wrapped(body) if shown.wraps else ""
    quarter = f'<p class="sin-datos">{EMPTY}</p>' if shown.quarter is None else _quarter(shown.quarter, investments)
    content = "\n".join((wrapped, _LINKS, quarter, _officers(body, named=shown.officer)))
    own = f"./pte_transparencia_pro_inv.aspx?id_entidad={number_of(body)}&amp;id_tema=26&amp;ver=1"
    return _page(body.name, content, own)


_LINKS = """<ul class="enlaces-obras">
<li><a href="https://infobras.contraloria.gob.pe/InfobrasWeb/">INFObras</a></li>
<li><a href="https://www.gob.pe/colecciones/liquidaciones">Liquidaciones de obra</a></li>
<li><a href="https://www.gob.pe/colecciones/adicionales">Adicionales de obra</a></li>
<li><a href="https://www.gob.pe/colecciones/supervision">Supervisión de contrataciones</a></li>
</ul>"""


def _wrapped(body: Body) -> str:
    address = (
        f"https://ofi5.mef.gob.pe/proyectos_pte/forms/UnidadEjecutora.aspx?tipo=2&amp;IdUE={body.sec_ejec}&amp;x=1"
    )
    return f'<object type="text/html" width="100%" height="900" data="{address}"></object>'


def _quarter(quarter: tuple[int, int], investments: Sequence[Investment]) -> str:
    rows = "".join(
        f"<tr><td>{found.cui}</td><td>{html.escape(found.name)}</td><td>{found.updated_cost or ''}</td></tr>\n"
        for found in investments
    )
    head = "<thead><tr><th>Código único</th><th>Proyecto</th><th>Presupuesto total</th></tr></thead>"
    title = f'<h3 class="periodo">{_ROMAN[quarter[1] - 1]} Trimestre {quarter[0]}</h3>'
    return f'{title}\n<table class="tabla-proyectos">\n{head}\n<tbody>\n{rows}</tbody>\n</table>'


def officers(body: Body) -> list[tuple[str, str]]:
    """Name the two officers of a body (invented) with an e-mail, the office's or one that carries the person's name."""
    house = f"{sigla(body).lower()}.inventada.example"
    return [_officer(body, role, house) for role in ("frai", "frpte")]


def own_mail(mail: str) -> bool:
    """Tell whether a mailbox carries a person's name."""
    return not mail.startswith(("frai.", "frpte."))


def _officer(body: Body, role: str, house: str) -> tuple[str, str]:
    name = invented_person(body.ruc, role)
    if draw(body.ruc, f"{role}mail", _OWN_MAIL_EVERY) == 0:
        given, family, _ = name.split(" ")
        return name, f"{given}.{family}@{house}".lower()
    return name, f"{role}.{number_of(body)}@{house}"


def _officers(body: Body, *, named: bool) -> str:
    access, portal = officers(body)
    lines = [("Responsable del Portal de Transparencia", portal)]
    if named:
        lines.insert(0, ("Responsable de Acceso a la Información Pública", access))
    rows = "".join(
        f'<dt>{what}</dt><dd><span class="responsable">{name}</span> <a href="mailto:{mail}">{mail}</a></dd>\n'
        for what, (name, mail) in lines
    )
    return f'<dl class="responsables">\n{rows}</dl>'


def _page(title: str, content: str, action: str = "./") -> str:
    state = f"{draw(title, 'state', 1 << 32):08x}" * 16
    return _PAGE.format(invented=INVENTED, action=action, state=state, title=html.escape(title), content=content)
