"""SQL kept in ``.sql`` files: loading them, and quoting what is put into their gaps.

Here: named statements (``-- name: x``) and safe quoting. Not here: any SQL of its own.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "sql"


@cache
def statements(path: Path) -> dict[str, str]:
    """Return the statements of a file by the name in the comment ``-- name: x`` above each."""
    pieces = re.split(r"^-- name: (\w+)\s*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], (piece.strip() for piece in pieces[2::2]), strict=True))


def identifier(name: str) -> str:
    """Quote a name for SQL.

    >>> identifier('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text for SQL.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def literal_list(texts: Iterable[str]) -> str:
    """Quote a list of texts for SQL; an empty one keeps its type."""
    quoted = ", ".join(literal(text) for text in texts)
    return f"[{quoted}]" if quoted else "CAST([] AS VARCHAR[])"
