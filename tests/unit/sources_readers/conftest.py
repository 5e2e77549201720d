"""What the tests of the readers share: recorded files, a reading in this process, rows read back, small workbooks."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import duckdb
import pytest

from sources import child, registry
from sources.job import Job
from sources.refusals import Refused

RECORDED = Path(__file__).parents[2] / "fixtures" / "sources"
NIGHT = date(2026, 11, 20)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@cache
def _engine():
    """One engine for what all tests read back: opening one costs more than most readings. It keeps no file in mind."""
    return duckdb.connect(config={"threads": 1, "enable_external_file_cache": False})


@pytest.fixture(scope="session", autouse=True)
def one_engine():
    yield
    _engine.cache_clear()


@dataclass
class Outcome:
    report: object
    folder: Path
    code: str | None = None
    message: str = ""

    def rows(self, table):
        query = f"SELECT * FROM read_parquet('{self.folder}/{table}.parquet') ORDER BY row_number"
        return self._dicts(query)

    def quarantine(self):
        return self._dicts(f"SELECT * FROM read_parquet('{self.folder}/quarantine.parquet')")

    @staticmethod
    def _dicts(query):
        result = _engine().execute(query)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.fixture
def recorded():
    return RECORDED


@pytest.fixture
def run(tmp_path):
    """Read bytes (or a file) with a source's reader in this process; refusals come back as a code."""
    numbers = iter(range(1000))

    def _run(name, content, file_name="x", part=None, spec=None):
        number = next(numbers)
        folder = tmp_path / f"out{number}"
        folder.mkdir()
        payload = content if isinstance(content, Path) else tmp_path / f"payload{number}"
        if isinstance(content, bytes):
            payload.write_bytes(content)
        job = Job(spec or registry.get(name), payload, "0" * 64, file_name, part, folder, NIGHT)
        try:
            report = child.run(job).check()
        except Refused as refused:
            return Outcome(None, folder, refused.code, str(refused))
        return Outcome(report, folder)

    return _run


def _letters(index):
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _cell(place, number, value):
    at = f"{_letters(place)}{number}"
    if value in (None, ""):
        return f'<x:c r="{at}" />'
    if isinstance(value, str):
        return f'<x:c r="{at}" t="inlineStr"><x:is><x:t>{escape(value)}</x:t></x:is></x:c>'
    return f'<x:c r="{at}"><x:v>{value}</x:v></x:c>'


@pytest.fixture
def workbook():
    """Write rows as the portal writes workbooks: prefixed XML, inline strings, no shared strings."""

    def _workbook(rows, sheet=None, extra=()):
        lines = [
            f'<x:row r="{n}">' + "".join(_cell(i, n, value) for i, value in enumerate(row)) + "</x:row>"
            for n, row in enumerate(rows, 1)
        ]
        body = sheet or (
            f'<?xml version="1.0" encoding="utf-8"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
            + "".join(lines)
            + "</x:sheetData></x:worksheet>"
        )
        package = "http://schemas.openxmlformats.org/package/2006"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        files = {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{package}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
            "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<?xml version="1.0"?><x:workbook xmlns:x="{MAIN}" xmlns:r="{office}"><x:sheets>'
            '<x:sheet name="Obras" sheetId="1" r:id="r1"/></x:sheets></x:workbook>',
            "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": body,
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, text in [*files.items(), *extra]:
                archive.writestr(name, text)
        return out.getvalue()

    return _workbook


@pytest.fixture
def works(workbook):
    """Write an INFOBRAS workbook: three title rows, the 113 headers, and rows given by column name."""
    table = registry.get("contraloria_infobras").tables["works"]
    names = [column.name for column in table.columns]

    def _works(*rows, headers=None, titles=3):
        head = list(headers or [column.header for column in table.columns])
        lines = [["INFOBRAS"]] * titles + [head]
        for row in rows:
            values = {
                "nombre_de_obra": "OBRA INVENTADA",
                "modalidad_de_ejecucion_de_la_obra": "Contrata",
                "estado_de_ejecucion": "En Ejecución",
                **row,
            }
            line = [values.get(name) for name in names]
            lines.append(line[: len(head)])
        return workbook(lines)

    return _works
