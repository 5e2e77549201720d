"""A JSON list of flat objects, one a row; or a GeoJSON collection, one feature a row.

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
    content = _content(job)
    if not isinstance(content, list):
        raise Refused("broken_json", "the file is not a list of objects")
    return _stage(job, content)


def read_features(job: Job) -> ReadReport:
    """Read a job whose source has one table as a GeoJSON collection: a feature's properties, and its ``geometry``.

    Raises:
        Refused: the file as a whole cannot be taken.
    """
    content = _content(job)
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise Refused("broken_json", "a GeoJSON FeatureCollection with a list of features was expected")
    return _stage(job, [_feature(feature) for feature in features])


def _content(job: Job) -> Any:  # noqa: ANN401 - foreign JSON
    refuse_pages(head(job.payload))
    try:
        return json.loads(job.payload.read_bytes(), parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as fault:
        raise Refused("broken_json", str(fault)[:200]) from fault


def _feature(feature: Any) -> Any:  # noqa: ANN401 - foreign JSON
    """A feature as a flat object; what is none stays as it is and is set aside as broken."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return None
    geometry = feature.get("geometry")
    return {**feature["properties"], "geometry": _shape(geometry) if isinstance(geometry, dict) else None}


def _shape(value: Any) -> str:  # noqa: ANN401 - foreign JSON
    """A geometry as text, its numbers as they were written: they were read as texts."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_member(key, part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_shape(part) for part in value) + "]"
    return str(value)


def _member(key: str, value: Any) -> str:  # noqa: ANN401 - foreign JSON
    return json.dumps(value) if key == "type" else _shape(value)


def _stage(job: Job, content: list[Any]) -> ReadReport:
    """Stage the objects of a list, one a row."""
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
