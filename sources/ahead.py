"""Work done ahead in a thread: an iterator whose next item is being made while the last one is used.

Here: that one device. It pays where the making leaves the interpreter alone: inflating, hashing, reading files.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items of an iterable in order, each made while the one before is used; faults are raised here."""
    iterator = iter(items)
    end = object()
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, iterator, end)
        while (item := coming.result()) is not end:
            coming = worker.submit(next, iterator, end)
            yield item  # type: ignore[misc]
