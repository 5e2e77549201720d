"""The form of a table declaration (warehouse/tables/*.yml): strict pydantic models and nothing that reads files."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
DuckType = Annotated[
    str,
    StringConstraints(
        pattern=r"^(VARCHAR|VARCHAR\[\]|BOOLEAN|INTEGER|BIGINT|UBIGINT|DOUBLE|DATE|TIMESTAMP|DECIMAL\(\d+,\d+\))$",
    ),
]
Group = Literal["core", "links", "meta", "history", "checks", "alerts", "lists"]
_GROUP_BY_PREFIX: dict[str, Group] = {"core": "core", "meta": "meta", "history": "history", "list": "lists"}
_GROUP_BY_NAME: dict[str, Group] = {
    "links": "links",
    "findings": "checks",
    "outcome_counts": "checks",
    "contradictions": "checks",
    "comparison_counts": "checks",
    "work_scores": "checks",
    "scores": "checks",
    "quality_counts": "checks",
    "quality_failures": "checks",
    "red_flags": "checks",
    "red_flag_counts": "checks",
    "work_flags": "checks",
    "alerts": "alerts",
    "alert_events": "alerts",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column.

    `made_of` names columns of the same table it is computed from; an empty list means that it is always there.
    `volatile` columns change without any change of content: outside history and digest. `unversioned` columns are
    outside history only. `watched` columns leave a row in history_changes when they change. `long_text` columns hold
    texts that hardly repeat; they are stored compressed as text, without a search for values that repeat.
    """

    name: Name
    type: DuckType
    description: str
    unit: str | None = None
    null_means: str | None = None
    required: bool = False
    volatile: bool = False
    unversioned: bool = False
    watched: bool = False
    long_text: bool = False
    made_of: list[Name] | None = None


class Extra(_Strict):
    """A raw column that has no column of its own in the table but feeds some (`feeds`)."""

    raw: Name
    type: DuckType
    feeds: list[Name] = []


class Input(_Strict):
    """One raw table behind a core table: `columns` maps columns of the core table to columns of the raw one.

    `by_key`: the source is asked key by key, so each row has the day of its own look instead of the source's newest.
    """

    view: Name
    source: Name
    table: Name
    by_key: bool = False
    columns: dict[Name, Name] = {}
    extras: dict[Name, Extra] = {}

    @property
    def raw_table(self) -> str:
        """Name of the raw table in the warehouse."""
        return f"raw_{self.source}__{self.table}"


class History(_Strict):
    """The table has versions.

    `look` is SQL over a row `t` for 'source|part', the look it comes from; without it a row that is no longer shown
    is not recorded as gone.
    """

    look: str | None = None


class Table(_Strict):
    """One table of the warehouse."""

    name: Name
    description: str
    key: list[Name]
    columns: list[Column]
    warnings: list[str] = []
    digest: bool = True
    accumulates: bool = False
    history: History | None = None
    inputs: list[Input] = []

    @property
    def group(self) -> Group:
        """Which step of the night fills the table."""
        return _GROUP_BY_NAME.get(self.name) or _GROUP_BY_PREFIX[self.name.split("_", 1)[0]]

    @property
    def column_names(self) -> list[str]:
        """Names of the columns in declared order."""
        return [column.name for column in self.columns]

    @property
    def watched(self) -> list[Column]:
        """Columns whose changes are recorded one by one."""
        return [column for column in self.columns if column.watched]

    @property
    def versioned(self) -> list[Column]:
        """Columns that make a new version when they change."""
        return [column for column in self.columns if not (column.volatile or column.unversioned)]

    @property
    def digested(self) -> list[Column]:
        """Columns that take part in the digest."""
        return [column for column in self.columns if not column.volatile]

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def has(self, name: str) -> bool:
        """Whether the table has a column of that name."""
        return name in self.column_names

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        names = self.column_names
        repeated = {name for name in names if names.count(name) > 1}
        if repeated:
            raise ValueError(f"columns declared twice: {sorted(repeated)}")
        unknown = {name for name in self._mentioned() if name not in names}
        if unknown:
            raise ValueError(f"names that are no column of the table: {sorted(unknown)}")
        if self.name not in _GROUP_BY_NAME and self.name.split("_", 1)[0] not in _GROUP_BY_PREFIX:
            raise ValueError("a table name begins with core_, meta_, history_ or list_, or is a known single name")
        return self

    def _mentioned(self) -> list[str]:
        mentioned = list(self.key)
        for column in self.columns:
            mentioned += column.made_of or []
        for source in self.inputs:
            mentioned += source.columns
            mentioned += [name for extra in source.extras.values() for name in extra.feeds]
        return mentioned


def fed_by(table: Table, source: Input) -> dict[str, list[str]]:
    """Raw column -> columns of the table whose value depends on it, direct and computed ones.

    This is the one translation used for `unparsable` and `unpublished`.
    """
    fed: dict[str, list[str]] = {}
    for column, raw in source.columns.items():
        fed.setdefault(raw, []).append(column)
    for extra in source.extras.values():
        fed.setdefault(extra.raw, []).extend(extra.feeds)
    for targets in fed.values():
        computed = [column for column in table.columns if column.made_of and set(column.made_of) & set(targets)]
        targets += [column.name for column in computed]
    return {raw: sorted(set(targets)) for raw, targets in fed.items()}


def carried_by(table: Table, source: Input) -> list[str]:
    """Columns of the table that the source's file can fill, not counting those that are always there."""
    return sorted({name for targets in fed_by(table, source).values() for name in targets})


def always_there(table: Table) -> list[str]:
    """Columns that the warehouse makes itself, whatever the file carries."""
    return sorted(column.name for column in table.columns if column.made_of == [])
