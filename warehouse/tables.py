"""Reads every table declaration of warehouse/tables/ and answers questions over all of them.

The form of one declaration is in `declarations`; making tables of them is in `schema`.
"""

from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from warehouse.declarations import Table
from warehouse.errors import TableDeclarationError

FOLDER = Path(__file__).parent / "tables"


@cache
def load() -> dict[str, Table]:
    """Every declared table by name, in the order of names.

    Raises:
        TableDeclarationError: a file breaks the form; the message names file and place.
    """
    return read(FOLDER)


def read(folder: Path) -> dict[str, Table]:
    """The declarations of one folder by table name.

    Raises:
        TableDeclarationError: a file breaks the form, or its name is not that of its table.
    """
    tables: dict[str, Table] = {}
    for path in sorted(folder.glob("*.yml")):
        table = _read_one(path)
        if table.name != path.stem:
            raise TableDeclarationError(f"{path.name}: declares '{table.name}'; rename the file or the table")
        tables[table.name] = table
    if not tables:
        raise TableDeclarationError(f"{folder}: holds no table declaration (*.yml)")
    return tables


def _read_one(path: Path) -> Table:
    try:
        return Table.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise TableDeclarationError(f"{path.name}: not readable as YAML: {error}") from error
    except ValidationError as error:
        places = [(".".join(str(step) for step in fault["loc"]), fault["msg"]) for fault in error.errors()]
        faults = "; ".join(f"{place}: {message}" for place, message in places)
        raise TableDeclarationError(f"{path.name}: {faults}") from error


def of_group(group: str) -> list[Table]:
    """The tables of one group (core, links, meta, history, checks, alerts, lists)."""
    return [table for table in load().values() if table.group == group]
