"""Errors of the warehouse room. Messages tell a person what to do; faults of other rooms do not belong here."""


class WarehouseError(Exception):
    """Base of every error of this room."""


class TableDeclarationError(WarehouseError):
    """Raised by `warehouse.tables` when a file under tables/ breaks the form of a declaration."""


class SchemaMismatchError(WarehouseError):
    """Raised by `warehouse.schema` when a warehouse file has tables of another form than declared."""


class LoadError(WarehouseError):
    """Raised by `warehouse.load` when parsed Parquet files do not fit the raw tables they are loaded into."""


class ModelError(WarehouseError):
    """Raised by `warehouse.model` when a core table cannot be built from the raw tables."""


class HistoryOrderError(WarehouseError):
    """Raised by `warehouse.history` when an older night than the newest recorded one is to be recorded."""


class SnapshotError(WarehouseError):
    """Raised by `warehouse.snapshot` when the published copy cannot be written."""
