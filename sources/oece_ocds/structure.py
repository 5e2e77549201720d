"""What a record may look like: its keys, and the kind of value wherever tables take one.

Here: comparing every record with ``known_keys.txt`` (seen in real records) and ``taken.json`` (what tables are filled
from). Not here: reading values (``tables``).

Records are decoded by msgspec into the structure known so far, which fails at anything else. Only then is a record
walked, and what it has that is new becomes part of the structure: so a new key costs one walk and not one a record.
A key that stands twice in one object is not noticed; the engine takes the first.
"""

import json
import types
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

KNOWN = Path(__file__).with_name("known_keys.txt")
TAKEN = Path(__file__).with_name("taken.json")
MOST_NEW = 50
LONGEST_PATH = 400
"""Nothing is told of what lies deeper; real paths have less than a hundred characters."""
SCALAR = None | bool | int | float | str
BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Kind(Enum):
    """What must stand where tables take a part of it, if anything stands there."""

    ANY = object
    OBJECT = dict
    LIST = list


@cache
def known_keys() -> tuple[str, ...]:
    """The paths of keys that real records carry, in their order there; ``[]`` stands for the elements of a list."""
    return tuple(line for line in KNOWN.read_text(encoding="utf-8").split("\n") if line and line[0] != "#")


@dataclass
class _Node:
    """What may stand at a path: an object with these keys, a list of this, or a scalar. New branches stay shut."""

    kind: Kind = Kind.ANY
    keys: dict[str, "_Node"] = field(default_factory=dict)
    element: "_Node | None" = None
    shut: bool = False

    def type(self, *, forbid: bool) -> Any:  # noqa: ANN401 - a type
        """The type of what may stand here, with other keys forbidden or passed over."""
        if self.shut:
            return msgspec.Raw
        allowed: Any = SCALAR if self.kind is Kind.ANY else types.NoneType
        if self.keys and self.kind is not Kind.LIST:
            # A key that msgspec cannot spell is left out: its records are walked each time.
            keys = [key for key in self.keys if key.isprintable() and not {'"', "\\"} & set(key)]
            fields = [(f"k{index}", self.keys[key].type(forbid=forbid), None) for index, key in enumerate(keys)]
            names = {f"k{index}": key for index, key in enumerate(keys)}
            allowed |= msgspec.defstruct("Keys", fields, rename=names, forbid_unknown_fields=forbid, gc=False)
        if self.element and self.kind is not Kind.OBJECT:
            allowed |= list.__class_getitem__(self.element.type(forbid=forbid))
        return allowed

    def holds(self, value: Any) -> bool:  # noqa: ANN401 - a JSON value
        """Whether a value and all in it is of the kinds that are taken."""
        if value is None:
            return True
        if not isinstance(value, self.kind.value):
            return False
        if isinstance(value, list):
            return self.element is None or all(map(self.element.holds, value))
        if isinstance(value, dict):
            return all(node.holds(value[key]) for key, node in self.keys.items() if key in value)
        return True


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


def _take(node: _Node, taken: Any) -> None:  # noqa: ANN401 - JSON
    """Demand the kinds of what is taken."""
    if isinstance(taken, dict):
        node.kind = Kind.OBJECT
        for key, below in taken.items():
            _take(node.keys.setdefault(key, _Node()), below)
    elif isinstance(taken, list):
        node.kind = Kind.LIST
        node.element = node.element or _Node()
        _take(node.element, taken[0])


def _known() -> _Node:
    root = _tree(known_keys())
    _take(root, json.loads(TAKEN.read_text(encoding="utf-8")))
    return root


@cache
def known_decoder() -> msgspec.json.Decoder[Any]:
    """The decoder of what is known from the beginning; making it takes longer than looking a small month through."""
    return msgspec.json.Decoder(_known().type(forbid=True))


class Structure:
    """Looks records through; ``new_keys`` are the paths of unknown keys, a new branch by its root only."""

    def __init__(self) -> None:
        self.new_keys: set[str] = set()
        self._known: _Node | None = None
        self._changed = False
        self._decoder = known_decoder()

    def fits(self, record: bytes | memoryview) -> bool:
        """Whether a record can be taken; what is new in it has been noted then, in a broken one nothing is."""
        try:
            self._decoder.decode(record)
        except BROKEN:
            return self._fits_on_a_walk(record)
        return True

    def _fits_on_a_walk(self, record: bytes | memoryview) -> bool:
        try:
            content = json.loads(bytes(record))
        except (ValueError, RecursionError):
            return False
        # Made when something new has come, which is seldom.
        self._known = self._known or _known()
        if len(self.new_keys) < MOST_NEW:
            self._changed = False
            self._walk(self._known, content, "")
            if self._changed:
                # A flood of new keys ends the looking for more.
                forbid = len(self.new_keys) < MOST_NEW
                self._decoder = msgspec.json.Decoder(self._known.type(forbid=forbid))
        return self._known.holds(content)

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
                self.new_keys.add(path.encode("utf-8", "backslashreplace").decode("utf-8"))
        return node.keys[key]
