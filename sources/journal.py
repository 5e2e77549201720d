"""A file of JSON lines that is only appended to and survives a crash at any point.

Here: reading, appending, and cutting off what a crash tore. Not here: what a line means.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from sources.durable import append_line, cut_to
from sources.errors import ArchiveDamagedError

Item = TypeVar("Item")


@dataclass(frozen=True)
class Entry(Generic[Item]):
    """One line: what it says, its number (from 1) and the byte after its line break."""

    item: Item
    number: int
    end: int


@dataclass(frozen=True)
class Journal(Generic[Item]):
    """One journal: its file, how a line is read and how an item is written."""

    path: Path
    read_line: Callable[[str], Item]
    write_line: Callable[[Item], str]

    def entries(self) -> list[Entry[Item]]:
        """Return what the journal holds, without a torn last line.

        Raises:
            ArchiveDamagedError: a line before the last one cannot be read: that is damage, no crash leaves it.
        """
        content = self.path.read_bytes() if self.path.exists() else b""
        found: list[Entry[Item]] = []
        start = 0
        while (stop := content.find(b"\n", start)) >= 0:
            line = content[start:stop]
            try:
                found.append(Entry(self.read_line(line.decode("utf-8")), len(found) + 1, stop + 1))
            except (ValueError, KeyError, TypeError, AttributeError) as fault:
                if content.find(b"\n", stop + 1) < 0 and stop + 1 == len(content):
                    break
                msg = f"{self.path.parent.name}/{self.path.name}: line {len(found) + 1} cannot be read ({fault})"
                raise ArchiveDamagedError(msg) from fault
            start = stop + 1
        return found

    def items(self) -> list[Item]:
        """Return what the lines say, in order."""
        return [entry.item for entry in self.entries()]

    def append(self, item: Item) -> None:
        """Append one line and flush it to disk. Repair first when the process is new."""
        append_line(self.path, self.write_line(item))

    def repair(self, sealed: int) -> list[Entry[Item]]:
        """Cut off a torn last line and return what remains.

        Raises:
            ArchiveDamagedError: the torn line lies within the first ``sealed`` bytes, which a crash cannot touch.
        """
        entries = self.entries()
        end = entries[-1].end if entries else 0
        size = self.path.stat().st_size if self.path.exists() else 0
        if end < sealed:
            msg = f"{self.path.parent.name}/{self.path.name}: sealed lines are missing or changed after byte {end}"
            raise ArchiveDamagedError(msg)
        if end < size:
            cut_to(self.path, end)
        return entries
