"""OECE's open contracting portal: the index of monthly files and the files (sources §1.1, §1.2).

Quirks kept: a month is the month of the call, so late changes rewrite old months; each regeneration gives every record
of the month a new moment while its content stays; a month's ``sha`` changes only then. Months of the last four are
regenerated every day, older ones on the day on which a record of theirs changed. The index lists SEACE v2 as well.

ASSUMED, for no answer of ``/files`` was handed over: the keys ``source``, ``year``, ``month`` and ``monthName`` of a
result, the order (newest first), the name of the member in the zip, and ``sha`` being a digest and not an address.
The body of a record belongs to the record module.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sandbox.portals.oece_record import record
from sandbox.portals.printing import INVENTED, lima

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sandbox.model import Process, World
    from sandbox.portals.oece_parts import Json

NIGHTLY_MONTHS = 4
_OTHER_SOURCE = (("seace_v2", 2013, 12), ("seace_v2", 2013, 11))
_MONTH_NAMES = (
    "Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio",
    "Julio", "Agosto", "Setiembre", "Octubre", "Noviembre", "Diciembre",
)  # fmt: skip
_OWN = "https://devops11.oece.gob.pe/bitbucket/projects/PROYEC/repos"
_EXTENSIONS = [
    f"{_OWN}/ocds_currencyname_extension/raw/extension.json",
    f"{_OWN}/ocds_department_extension/raw/extension.json",
    f"{_OWN}/ocds_datasegmentation_extension/raw/extension.json",
    "https://bitbucket.org/ONCAETI/ocds_releasesource_extension/raw/c22448e1789f3e62631a93c1fee228e4ca9ef6e5/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_exchangeRate_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_contract_completion_extension/master/extension.json",
    f"{_OWN}/ocds_datasegmentation_extension/raw/extension.json",  # listed twice, as in the real packages
    f"{_OWN}/ocds_tenderinformation_extension/raw/extension.json",
    f"{_OWN}/ocds_itemstatus_extension/raw/extension.json",
    f"{_OWN}/ocds_releasepublisheddate_extension/raw/extension.json",
    f"{_OWN}/ocds_itemtotalvalue_extension/raw/extension.json",
    "https://gitlab.com/dncp-opendata/ocds_statusdetails_extension/-/raw/master/extension.json",
]


def package(records: Iterable[Json], published: date = date(2026, 1, 1)) -> Json:
    """Print records as a record package (without ``links``, as files and single records have none)."""
    return {
        "version": "1.1",
        "extensions": _EXTENSIONS,
        "publishedDate": lima(published, "08:46:32.158294"),
        "publisher": {"name": f"Organismo Supervisor de las Contrataciones del Estado ({INVENTED})"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "publicationPolicy": "https://contratacionesabiertas.oece.gob.pe/downloads/politica_publicacion.pdf",
        "records": list(records),
    }


def zipped(document: bytes, member: str = "seace_v3.json", day: date = date(2026, 1, 1)) -> bytes:
    """Pack a document as the only member of a zip; equal documents of a day give equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        entry = zipfile.ZipInfo(member, (day.year, day.month, day.day, 8, 0, 0))
        archive.writestr(entry, document, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def month_zip(records: Iterable[Json], month: str = "2026-01", published: date = date(2026, 1, 1)) -> bytes:
    """Print the file of a month: a zip with one record package.

    Args:
        records: records as :func:`sandbox.portals.oece_record.record` prints them, or hand-made.
        month: ``YYYY-MM``, only for the member's name.
        published: day of the regeneration.
    """
    text = json.dumps(package(records, published), ensure_ascii=False, separators=(",", ":"))
    return zipped(text.encode(), f"seace_v3-{month}.json", published)


class Months:
    """The monthly files of a world: which there are, when each was last regenerated, and what it holds."""

    def __init__(self, world: World) -> None:
        self._seed = world.seed
        self._by_month: dict[str, list[Process]] = defaultdict(list)
        for process in world.processes:
            self._by_month[f"{process.called_on:%Y-%m}"].append(process)
        self._names = sorted(self._by_month, reverse=True)
        self._made = {month: self._last_made(place, world.day) for place, month in enumerate(self._names)}

    def _last_made(self, place: int, day: date) -> date:
        """Say when a month was last regenerated: today, or on its last day among the newest, or at a later change."""
        if place < NIGHTLY_MONTHS:
            return day
        successor = self._by_month[self._names[place - NIGHTLY_MONTHS]]
        left = min(process.called_on for process in successor) - timedelta(days=1)
        changes = (process.changed_on for process in self._by_month[self._names[place]] if process.changed_on)
        return max([left, *(change for change in changes if change <= day)])

    def names(self) -> list[str]:
        """List the months that have calls, newest first."""
        return self._names

    def regenerated_on(self, month: str) -> date:
        """Say on which day a month's file was last made (see the module's text)."""
        return self._made[month]

    def sha(self, month: str) -> str:
        """Digest what was regenerated and when, without making the file."""
        made = (self._seed, month, self.regenerated_on(month), self._by_month[month])
        return hashlib.sha256(repr(made).encode()).hexdigest()

    def file(self, month: str) -> bytes:
        """Make the file of one of the months listed."""
        day = self.regenerated_on(month)
        return month_zip((record(process, day) for process in self._by_month[month]), month, day)

    def index(self, base: str, *, page: int = 1, size: int = 10, source: str | None = None) -> Json | None:
        """Print a page of the index of files, or nothing beyond the last page.

        Args:
            base: address of the API, to which the addresses of the files are added.
            page: page number from 1.
            size: results a page (``paginateBy``).
            source: ``seace_v3`` or ``seace_v2``; both when not given.
        """
        entries = [("seace_v3", int(month[:4]), int(month[5:])) for month in self.names()]
        listed = [entry for entry in (*entries, *_OTHER_SOURCE) if source in (None, entry[0])]
        pages = max(1, -(-len(listed) // size))
        if not 1 <= page <= pages:
            return None
        shown = listed[(page - 1) * size : page * size]
        return {
            "pagination": {"num_pages": pages, "page": page, "paginateBy": size, "total": len(listed)},
            "results": [self._entry(base, *entry) for entry in shown],
        }

    def _entry(self, base: str, source: str, year: int, month: int) -> Json:
        name = f"{year:04d}-{month:02d}"
        kinds = ("csv", "csv_es", "xlsx", "xlsx_es", "json")
        files: Json = {kind: f"{base}/file/{source}/{kind}/{year:04d}/{month:02d}/" for kind in kinds}
        files["sha"] = self.sha(name) if source == "seace_v3" else hashlib.sha256(name.encode()).hexdigest()
        return {
            "source": source,
            "year": year,
            "month": f"{month:02d}",
            "monthName": _MONTH_NAMES[month - 1],
            "files": files,
        }
