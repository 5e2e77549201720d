"""A JSON list of flat objects, one a row.

Here: the list, its keys as headers, numbers kept as written. Not here: OCDS packages (``oece_ocds``).
"""

import json
from typing import Any

import pyarrow as pa

from sources.bytesniff import head, refuse_pages
from sources.headers import match
from sources.job import Job
from sources.refusals import Refused
from sources.report import ReadReport
from sources.staging import Staging


def read_json_rows(job: Job) -> ReadReport:
    """Read a job whose source has one table as a JSON list of objects.

    Raises:
        Refused: the file as a whole cannot be taken.
    """
    refuse_pages(head(job.payload))
    try:
        content = json.loads(job.payload.read_bytes(), parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as fault:
        raise Refused("broken_json", str(fault)[:200]) from fault
    if not isinstance(content, list):
        raise Refused("broken_json", "the file is not a list of objects")
    if not content:
        raise Refused("no_rows", "an empty list")
    objects = [item for item in content if isinstance(item, dict)]
    headers = list(dict.fromkeys(key for item in objects for key in item))
    layout = match(job.spec.tables[job.spec.main], headers)
    with Staging(job, job.spec.main, layout) as staging:
        numbers = [number for number, item in enumerate(content, 1) if isinstance(item, dict)]
        for number, item in enumerate(content, 1):
            if not isinstance(item, dict):
                staging.quarantine_row(f"row {number}", "broken_record", None)
        columns = [pa.array([_text(item.get(key)) for item in objects], pa.string()) for key in headers]
        names = ["row_number", *(f"c{index}" for index in range(len(headers)))]
        staging.add_chunk(pa.table([pa.array(numbers, pa.int64()), *columns], names))
        return staging.finish()


def _text(value: Any) -> str | None:  # noqa: ANN401 - a JSON value
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
