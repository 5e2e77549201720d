"""Tables made one after the other, read by one statement of the engine as if they were one table.

Here: that one device. The statement is planned once (for a hundred typed columns planning costs more than casting a
piece) and works while the next table is being made. Not here: the statement.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

BATCH = 2_048
"""As many rows as the engine takes in one step: smaller batches cost it a fifth more."""
WAITING = 8
"""Batches that wait at most: whoever makes tables faster than the engine reads them is held up."""


class Feed:
    """A thread that runs a statement over the tables put in. Put tables, then ``close`` once."""

    def __init__(self, schema: pa.Schema, statement: Callable[[Any], None]) -> None:
        self._waiting: deque[pa.RecordBatch] = deque()
        self._changed = threading.Condition()
        self._complete = False
        self._ended = False
        self._fault: BaseException | None = None
        reader = pa.RecordBatchReader.from_batches(schema, self._batches())
        self._thread = threading.Thread(target=self._run, args=(statement, reader))
        self._thread.start()

    def put(self, table: pa.Table) -> None:
        """Give the statement more rows; when it has failed they are dropped, and ``close`` says so."""
        for batch in table.to_batches(BATCH):
            with self._changed:
                self._changed.wait_for(lambda: self._ended or len(self._waiting) < WAITING)
                self._waiting.append(batch)
                self._changed.notify_all()

    def close(self) -> None:
        """Wait until all rows are read; what the statement raised is raised here."""
        with self._changed:
            self._complete = True
            self._changed.notify_all()
        self._thread.join()
        if self._fault is not None:
            raise self._fault

    def _batches(self) -> Iterator[pa.RecordBatch]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._complete or self._waiting)
                if not self._waiting:
                    return
                batch = self._waiting.popleft()
                self._changed.notify_all()
            yield batch

    def _run(self, statement: Callable[[Any], None], reader: Any) -> None:  # noqa: ANN401 - a stream of Arrow batches
        try:
            statement(reader)
        except BaseException as fault:  # noqa: BLE001 - raised again by the caller's thread
            self._fault = fault
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()
