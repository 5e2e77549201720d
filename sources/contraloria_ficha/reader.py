"""Reads contraloria_ficha: the pages INFOBRAS shows of one work, from a night's bundle.

Here: which member of which array goes into which table. Not here: cutting the arrays out (``scripts``), types and
persons (``source.yml``: what is personal is dropped by the way of every table).
"""

from collections.abc import Mapping
from typing import Any

from sources.bundle import Page
from sources.headers import plain
from sources.job import Job
from sources.mvcdates import DAY_FORMAT, lima_day, moment
from sources.pagerows import ReadPage, Row, Rows, checked_key, json_content, json_objects, read_pages
from sources.refusals import PageUnreadable
from sources.report import ReadReport
from sources.scripts import decoded, script_arrays

ARRAYS = (
    "lAvances",
    "lSupervisor",
    "lResidente",
    "lContratista",
    "lModificacionPlazo",
    "lAdicionalDeduc",
    "lEntregaTerreno",
    "lAdelanto",
    "lCronograma",
    "lTransferenciaFinanciera",
    "lControversia",
    "lAdenda",
)
IMAGES = ("lImgFisico", "lImgValorizacion")
TABLES = {
    "lAvances": "progress",
    "lSupervisor": "roles",
    "lResidente": "roles",
    "lContratista": "contractors",
    "lModificacionPlazo": "changes",
    "lAdicionalDeduc": "changes",
}
"""Arrays whose elements are read. Of the others no element was ever seen: they are counted, and their members named."""
_SEARCH_DATES = ("fechaIniObra", "fechaFinObra")


def read(job: Job) -> ReadReport:
    """Read a bundle of works' pages."""
    return read_pages(job, READERS)


def execution(page: Page) -> Rows:
    """``Mapa/DatosEjecucion``: twelve arrays in a script."""
    arrays = script_arrays(decoded(page.content), ARRAYS)
    rows: Rows = {"arrays": [_array(name, arrays[name]) for name in ARRAYS]}
    for name, table in TABLES.items():
        rows.setdefault(table, []).extend(_element(name, element) for element in arrays[name])
    months = arrays["lAvances"]
    rows["documents"] = [_document(month, name, image) for month in months for name, image in _images(month)]
    return rows


def control(page: Page) -> Rows:
    """``Mapa/InformeControl``: one array in a script."""
    return {"reports": script_arrays(decoded(page.content), ("lInformeControl",))["lInformeControl"]}


def search(page: Page) -> Rows:
    """``obrasBasic``: a list of works, asked by code; an empty one is an answer, too."""
    works = json_objects(page)
    return {"summaries": [{**item, **{name: _mvc_date(item.get(name)) for name in _SEARCH_DATES}} for item in works]}


def point(page: Page) -> Rows:
    """The point on the map; no feature says nothing about the work."""
    content = json_content(page)
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise PageUnreadable("page_layout", "no list of features")
    return {"points": [_feature(page, feature) for feature in features]}


READERS: Mapping[str, ReadPage] = {"execution": execution, "control": control, "search": search, "point": point}


def _array(name: str, elements: list[Row]) -> Row:
    """An array by the number of its elements; of one that is not read the names of its members too, never a value.

    Each name is a member of the row as well, so that the contract's table has to know it or it is told as unknown.
    """
    row: Row = {"array": name, "elements": str(len(elements))}
    members = sorted({member for element in elements for member in element}) if name not in TABLES else []
    if members:
        row |= {"members": ", ".join(members)} | {f"{name}.{member}": None for member in members}
    return row


def _element(array: str, element: Row) -> Row:
    """One element as a row: nested lists by their length, and a natural person's name never as a firm's."""
    row = {"array": array, **element}
    for name in IMAGES:
        if name in row:
            row[name] = str(len(_listed(row[name])))
    if "TipoPersona" in row and plain(str(row["TipoPersona"])).startswith("natural"):
        row["NombreEmpresa"] = None
    return row


def _images(month: Row) -> list[tuple[str, Row]]:
    return [(name, image) for name in IMAGES for image in _listed(month.get(name))]


def _listed(value: Any) -> list[Row]:  # noqa: ANN401 - foreign JSON
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise PageUnreadable("page_layout", "the images of a month are no list of objects")
    return value


def _document(month: Row, array: str, image: Row) -> Row:
    return {"month_code": month.get("Codigo"), "array": array, **image}


def _mvc_date(value: Any) -> str | None:  # noqa: ANN401 - foreign JSON
    """``/Date(ms)/`` as a text of the day; other texts as they stand, for the cast to set aside."""
    milliseconds = moment(value)
    day = lima_day(milliseconds) if milliseconds is not None else None
    return day.strftime(DAY_FORMAT) if day else value if isinstance(value, str) else None


def _feature(page: Page, feature: Any) -> Row:  # noqa: ANN401 - foreign JSON
    try:
        properties, geometry = feature["properties"], feature["geometry"]
        longitude, latitude = geometry["coordinates"] if geometry["type"] == "Point" else (None, None)
        checked_key(page, properties["cdp1_codigo"])
    except (KeyError, TypeError, ValueError) as fault:
        raise PageUnreadable("page_layout", f"a feature has another form ({type(fault).__name__})") from fault
    return {**properties, "longitude": longitude, "latitude": latitude}
