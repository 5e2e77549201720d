"""SQL files of this room, with the parameters in force written in where they name one.

Here: ``parameter('name')`` in a file becomes its value. Not here: which file serves what.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.errors import ParameterError
from checks.language import literal

if TYPE_CHECKING:
    from pathlib import Path

    from checks.parameters import Parameters

_WORD = re.compile(r"parameter\('([a-z0-9_]+)'\)")


def read_sql(path: Path, values: Parameters) -> str:
    """A file's statements without the last semicolon.

    Raises:
        ParameterError: it names a parameter that does not exist.
    """

    def write(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise ParameterError(f"{path.name}: no parameter '{match[1]}' in parameters.yml")
        return literal(values[match[1]].values[0].value)

    return _WORD.sub(write, path.read_text(encoding="utf-8")).rstrip().rstrip(";")
