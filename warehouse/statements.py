"""Reads the SQL files of warehouse/sql/ and fills their {{fields}}.

Fields hold names and expressions of our own declarations, never values from outside; the caller binds values.
"""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "sql"
_FIELD = re.compile(r"\{\{(\w+)\}\}")


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def statement(file: str, /, **fields: str) -> str:
    """The text of warehouse/sql/<file>.sql with every {{field}} filled.

    Raises:
        KeyError: the file asks for a field that was not given.
    """
    return statement_of(FOLDER, file, **fields)


def statement_of(folder: Path, file: str, /, **fields: str) -> str:
    """The same of another room's folder."""
    return _FIELD.sub(lambda match: fields[match.group(1)], _read(folder / f"{file}.sql"))


def quoted(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def text_list(texts: list[str]) -> str:
    """The texts as an SQL list of VARCHAR."""
    return f"CAST([{', '.join(quoted(text) for text in texts)}] AS VARCHAR[])"
