"""Keys of a record that nobody has seen before.

Here: comparing the structure of records with ``known_keys.txt``. Not here: reading their values.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from sources.sqltext import literal

KNOWN = Path(__file__).with_name("known_keys.txt")
MOST_NOTES = 50


@cache
def known_keys() -> frozenset[str]:
    """The paths of keys that real records carry; ``[]`` stands for the elements of a list."""
    return frozenset(line for line in KNOWN.read_text(encoding="utf-8").split("\n") if line and line[0] != "#")


def unknown_keys(engine: duckdb.DuckDBPyConnection, path: Path, longest: int) -> set[str]:
    """Return the paths of keys in a shard that are not known; a new branch is named by its root only."""
    rows = engine.execute(
        f"SELECT json_group_structure(json) FROM read_json_objects({literal(str(path))}, "  # noqa: S608 - our own path
        f"format = 'newline_delimited', maximum_object_size = {longest})"
    ).fetchall()
    found: set[str] = set()
    if rows and rows[0][0]:
        _walk(json.loads(rows[0][0]), "", found)
    return found


def _walk(structure: Any, path: str, found: set[str]) -> None:  # noqa: ANN401 - a JSON structure
    if isinstance(structure, list):
        _walk(structure[0] if structure else None, path + "[]", found)
    elif isinstance(structure, dict):
        for key, below in structure.items():
            here = f"{path}.{key}" if path else key
            if here in known_keys():
                _walk(below, here, found)
            elif len(found) < MOST_NOTES:
                found.add(here)
