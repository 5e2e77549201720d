"""Strict reading of this room's YAML files. Nothing here knows what a file means.

Unknown and repeated keys are refused, and each fault is one readable line naming file and place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

if TYPE_CHECKING:
    from pathlib import Path

    from checks.errors import CheckError


class Strict(BaseModel):
    """Base of every declared thing: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=BaseModel)


class _UniqueKeys(yaml.CSafeLoader):
    """SafeLoader that refuses a repeated key instead of keeping the last one silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen and key.value != "<<":
                raise ValueError(f"key '{key.value}' stands twice (line {key.start_mark.line + 1})")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def load_yaml(text: str) -> Any:  # noqa: ANN401  anything, until a model has read it
    """Parse YAML; a repeated key raises ValueError."""
    return yaml.load(text, Loader=_UniqueKeys)  # noqa: S506  it is a SafeLoader


def read_strict(path: Path, model: type[Model], error: type[CheckError]) -> Model:
    """Read one YAML file as a model.

    Raises:
        error: with the file's name and, a line each, what has to be corrected.
    """
    try:
        return model.model_validate(load_yaml(path.read_text(encoding="utf-8")))
    except ValidationError as fault:
        lines = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in fault.errors()]
        raise error(f"{path.name}: correct " + "; ".join(lines)) from fault
    except (ValueError, yaml.YAMLError) as fault:
        raise error(f"{path.name}: cannot be read as YAML: {fault}") from fault
