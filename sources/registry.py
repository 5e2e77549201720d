"""Finds every source: one folder with a ``source.yml`` each. Nothing is registered by hand.

Here: the scan and the one readable error. Not here: what a source may say (``spec``).
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from sources.errors import SpecError, UnknownSourceError
from sources.spec import SourceSpec

ROOT = Path(__file__).parent
SHOWN_FAULTS = 12


class _UniqueKeyLoader(yaml.CSafeLoader):
    """A YAML loader that refuses a key written twice; the plain one silently keeps the last."""


def _unique_mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in mapping:
            msg = f"the key {key!r} is written twice"
            raise yaml.constructor.ConstructorError(None, None, msg, key_node.start_mark)
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def load(root: Path = ROOT) -> dict[str, SourceSpec]:
    """Return every source by name, in order of name.

    Raises:
        SpecError: one readable message naming the file and the key.
    """
    if root == ROOT:
        return dict(_load_own())
    return _scan(root)


def get(name: str, root: Path = ROOT) -> SourceSpec:
    """Return one source.

    Raises:
        UnknownSourceError: no folder declares it; the message lists those that exist.
    """
    specs = load(root)
    if name not in specs:
        msg = f"no source is called {name!r}; the sources are: {', '.join(specs)}"
        raise UnknownSourceError(msg)
    return specs[name]


def read_spec(path: Path) -> SourceSpec:
    """Read and check one ``source.yml``.

    Raises:
        SpecError: with the file, each faulty key and what is wrong with it.
    """
    try:
        # The loader is a SafeLoader that is stricter still.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        msg = f"{_shown(path)}: not readable as YAML: {fault}"
        raise SpecError(msg) from fault
    if not isinstance(content, dict):
        msg = f"{_shown(path)}: must be a mapping of keys, found {type(content).__name__}"
        raise SpecError(msg)
    try:
        spec = SourceSpec.model_validate(content)
    except ValidationError as fault:
        raise SpecError(_readable(path, fault)) from fault
    if spec.name != path.parent.name:
        msg = f"{_shown(path)}: name: is {spec.name!r} but the folder is {path.parent.name!r}; they must agree"
        raise SpecError(msg)
    return spec


@cache
def _load_own() -> dict[str, SourceSpec]:
    return _scan(ROOT)


def _scan(root: Path) -> dict[str, SourceSpec]:
    specs: dict[str, SourceSpec] = {}
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        misspelt = folder / "source.yaml"
        if misspelt.exists():
            msg = f"{_shown(misspelt)}: rename it to source.yml; one spelling only"
            raise SpecError(msg)
        path = folder / "source.yml"
        if path.exists():
            specs[folder.name] = read_spec(path)
        elif (folder / "reader.py").exists():
            msg = f"{_shown(folder)}: has a reader.py but no source.yml; a source needs both"
            raise SpecError(msg)
    return specs


def _shown(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.parent.name}/{path.name}"


def _readable(path: Path, fault: ValidationError) -> str:
    lines = [f"{_key(problem['loc'])}: {_message(problem)}" for problem in fault.errors()]
    more = [f"and {len(lines) - SHOWN_FAULTS} more"] if len(lines) > SHOWN_FAULTS else []
    return f"{_shown(path)}: " + "; ".join(lines[:SHOWN_FAULTS] + more)


def _key(location: tuple[int | str, ...]) -> str:
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "the whole file"


def _message(problem: Any) -> str:  # noqa: ANN401 - pydantic's own error mapping
    if problem["type"] == "extra_forbidden":
        return "this key is not known here; remove it or correct its spelling"
    if problem["type"] == "missing":
        return "this key is missing"
    return str(problem["msg"])
