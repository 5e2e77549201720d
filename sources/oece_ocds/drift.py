"""Keys of a record that nobody has seen before.

Here: comparing the structure of every record with ``known_keys.txt``. Not here: reading their values (``tables``).

Records are decoded by msgspec into the structure known so far, which fails at anything else. Only then is a record
walked, and what it has that is new becomes part of the structure: so a new key costs one walk and not one a record.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec

KNOWN = Path(__file__).with_name("known_keys.txt")
MOST_NOTES = 50
LONGEST_PATH = 400
"""Nothing is told of what lies deeper; real paths have less than a hundred characters."""
SCALAR = None | bool | int | float | str


@cache
def known_keys() -> frozenset[str]:
    """The paths of keys that real records carry; ``[]`` stands for the elements of a list."""
    return frozenset(line for line in KNOWN.read_text(encoding="utf-8").split("\n") if line and line[0] != "#")


@dataclass
class _Node:
    """What may stand at a path beside a scalar: an object with these keys, a list of this. New branches stay shut."""

    keys: dict[str, "_Node"] = field(default_factory=dict)
    element: "_Node | None" = None
    shut: bool = False

    def type(self) -> Any:  # noqa: ANN401 - a type
        if self.shut:
            return msgspec.Raw
        allowed = SCALAR
        if self.keys:
            # A key that msgspec cannot spell is left out: its records are walked each time.
            keys = [key for key in self.keys if key.isprintable() and not {'"', "\\"} & set(key)]
            fields = [(f"k{index}", self.keys[key].type(), None) for index, key in enumerate(keys)]
            names = {f"k{index}": key for index, key in enumerate(keys)}
            allowed |= msgspec.defstruct("Keys", fields, rename=names, forbid_unknown_fields=True, gc=False)
        if self.element:
            allowed |= list.__class_getitem__(self.element.type())
        return allowed


def _tree(paths: Iterable[str]) -> _Node:
    root = _Node()
    for path in paths:
        node = root
        for step in path.split("."):
            name = step.rstrip("[]")
            node = node.keys.setdefault(name, _Node())
            for _ in range((len(step) - len(name)) // 2):
                node.element = node.element or _Node()
                node = node.element
    return root


@cache
def known_decoder() -> msgspec.json.Decoder[Any]:
    """The decoder of what is known from the beginning; making it takes longer than looking a small month through."""
    return msgspec.json.Decoder(_tree(known_keys()).type())


class NewKeys:
    """Looks records through, shard by shard; ``found`` are the paths of unknown keys, a new branch by its root only."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._changed = False
        self._decoder = known_decoder()

    @cached_property
    def _known(self) -> _Node:
        # Made when something new has come, which is seldom.
        return _tree(known_keys())

    def look(self, records: Iterable[memoryview]) -> None:
        """Look at every record; broken ones are judged where they are read."""
        for record in records:
            if len(self.found) >= MOST_NOTES:
                return
            try:
                self._decoder.decode(record)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                self._walk_record(record)

    def _walk_record(self, record: memoryview) -> None:
        try:
            content = json.loads(bytes(record))
        except (ValueError, RecursionError):
            return
        self._changed = False
        self._walk(self._known, content, "")
        if self._changed:
            self._decoder = msgspec.json.Decoder(self._known.type())

    def _walk(self, node: _Node, value: Any, path: str) -> None:  # noqa: ANN401 - a JSON value
        if len(path) > LONGEST_PATH:
            return
        if isinstance(value, list):
            if node.element is None:
                node.element, self._changed = _Node(), True
            for item in value:
                self._walk(node.element, item, f"{path}[]")
        elif isinstance(value, dict):
            for key, below in value.items():
                child = self._child(node, key, f"{path}.{key}" if path else key)
                if not child.shut:
                    self._walk(child, below, f"{path}.{key}" if path else key)

    def _child(self, node: _Node, key: str, path: str) -> _Node:
        if key not in node.keys:
            node.keys[key], self._changed = _Node(shut=path not in known_keys()), True
            if node.keys[key].shut:
                self.found.add(path.encode("utf-8", "backslashreplace").decode("utf-8"))
        return node.keys[key]
