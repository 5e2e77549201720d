"""Dagster's run history in the same SQLite files as by default, with one connection kept open for each of them.

Dagster opens and closes an engine for every event, hundreds a night: on two cores that cost a third of a small night.
What a run plans, an event an asset, is written as one batch. Only the night's own process uses this; ``dagster dev``
reads the same files with Dagster's own classes. It stands on private members of Dagster (hence the narrow version in
pyproject.toml; a test compares what both classes wrote and read).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.schema import SqlEventLogStorageTable
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine
from sqlalchemy.pool import StaticPool

BUSY_SECONDS = 30


class KeptEventLogStorage(SqliteEventLogStorage):
    """Dagster's event log; a file is opened when first needed and closed by ``dispose``."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        self._tables: set[str] = set()
        self._asset_key_columns: set[str] = set()
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        # One connection serves all threads, so they take turns, as they do in Dagster's own class.
        with self._db_lock, self._engine(shard).begin() as connection:
            yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            options = {"timeout": BUSY_SECONDS, "check_same_thread": False}
            engine = sqlalchemy.create_engine(
                self.conn_string_for_shard(shard), poolclass=StaticPool, connect_args=options
            )
            self._initdb(engine)
            with engine.begin() as connection:
                # A process that is killed loses nothing by it; a power cut may lose the last lines of the history.
                connection.execute(sqlalchemy.text("PRAGMA synchronous=NORMAL"))
            self._engines[shard] = engine
        return self._engines[shard]

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Write events of one run, each with all that ``store_event`` writes of it."""
        rows = [self._event_to_row(event) for event in events]
        insert = SqlEventLogStorageTable.insert()
        with self.run_connection(events[0].run_id) as connection:
            connection.execute(insert, rows)
        with self.index_transaction() as connection:
            numbered = insert.returning(SqlEventLogStorageTable.c.id, sort_by_parameter_order=True)
            ids = connection.scalars(numbered, rows).all()
            self._store_asset_event_tags(connection, events, ids)
            for event, event_id in zip(events, ids, strict=True):
                self._store_asset_event(connection, event, event_id)
        for event, event_id in zip(events, ids, strict=True):
            self.store_asset_check_event(event, event_id)

    def _has_asset_key_col_on_connection(self, conn: Connection, column_name: str) -> bool:
        # Dagster asks with every event of an asset; the columns of a table once made stay.
        if not self._asset_key_columns:
            self._asset_key_columns = {column["name"] for column in sqlalchemy.inspect(conn).get_columns("asset_keys")}
        return column_name in self._asset_key_columns

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table: a table once made stays, and Dagster asks with every check of an asset."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def dispose(self) -> None:
        """Close all files."""
        while self._engines:
            self._engines.popitem()[1].dispose()
        super().dispose()


class KeptStorage(DagsterSqliteStorage):
    """Dagster's SQLite storage with the event log above."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = KeptEventLogStorage(str(Path(base_dir) / "history" / "runs"))

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData, config_value: Any) -> KeptStorage:  # noqa: ANN401
        """As Dagster asks for it: the configuration of ``storage.custom.config``."""
        return cls.from_local(inst_data=inst_data, **config_value)
