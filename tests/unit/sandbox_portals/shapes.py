"""Compare a printed answer with the shape of a quoted real one: the same keys in the same order, the same kinds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

REAL: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "fixtures/sandbox_portals/real_answers.json").read_text("utf-8")
)
_KINDS = {bool: "bool", int: "int", float: "float", str: "text"}


def differences(printed: Any, real: Any, where: str = "") -> list[str]:
    """Name what differs; an empty value says nothing about its kind, and a number is a number."""
    if isinstance(real, dict):
        if not isinstance(printed, dict) or list(printed) != list(real):
            return [f"{where}: keys {list(printed)} and not {list(real)}"]
        return [text for key in real for text in differences(printed[key], real[key], f"{where}.{key}")]
    if isinstance(real, list):
        if not isinstance(printed, list):
            return [f"{where}: no list"]
        return [text for one in printed if real for text in differences(one, real[0], f"{where}[]")]
    if printed is None or real == "null":
        return []
    kind = _KINDS.get(type(printed), type(printed).__name__)
    same = kind == real or {kind, real} == {"int", "float"}
    return [] if same else [f"{where}: {kind} and not {real}"]
