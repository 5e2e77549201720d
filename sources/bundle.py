"""A night's pages of one source in one file: what the reading child gets in place of thousands of files.

Here: the form of the file. Not here: which pages belong to a night (``access.pages``) and what stands on them (the
readers). The form is plain enough to be made by hand for a test: a first line that names the source, then
for each page a line of JSON and its bytes as they came, followed by a line break.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sources.durable import canonical
from sources.refusals import Refused

MAGIC = "vigia-pages 1"


@dataclass(frozen=True)
class Page:
    """One page: the key and the name of the page it was asked by, and its bytes as they came."""

    key: str
    name: str
    content: bytes

    @property
    def place(self) -> str:
        """Where it stands, for people: ``<key>/<page>``."""
        return f"{self.key}/{self.name}"


def first_line(source: str) -> bytes:
    """How the bundle of a source begins."""
    return f"{MAGIC} {source}\n".encode()


def write_bundle(path: Path, source: str, pages: Iterable[tuple[str, str, Callable[[BinaryIO], object]]]) -> None:
    """Write pages (key, page, and what writes its bytes) in the order given; the file appears whole or not at all."""
    draft, page_file = path.with_suffix(".draft"), path.with_suffix(".page")
    with draft.open("wb") as file:
        file.write(first_line(source))
        for key, name, copy in pages:
            with page_file.open("wb") as sink:
                copy(sink)
            content = page_file.read_bytes()
            file.write(canonical({"key": key, "page": name, "size": len(content)}).encode() + b"\n")
            file.write(content + b"\n")
    page_file.unlink(missing_ok=True)
    draft.replace(path)


def read_bundle(path: Path, source: str) -> Iterator[Page]:
    """Yield the pages of a source's bundle in its order.

    Raises:
        Refused: the file is no bundle, or it ends within a page.
    """
    with path.open("rb") as file:
        if file.readline() != first_line(source):
            raise Refused("broken_json", f"{path.name} is no bundle of pages of {source}")
        while line := file.readline():
            try:
                head = json.loads(line)
                key, name, size = str(head["key"]), str(head["page"]), int(head["size"])
            except (ValueError, KeyError, TypeError) as fault:
                raise Refused("broken_json", f"a page of the bundle has no readable head: {fault}") from fault
            content = file.read(size)
            if len(content) < size or file.read(1) != b"\n":
                raise Refused("broken_json", f"the bundle ends within {key}/{name}")
            yield Page(key, name, content)
