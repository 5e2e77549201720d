"""`vigia check`: the published night judged again, on DuckDB or on Spark, and held against what was published."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Json, in_a_world, settings
from pipelines.cli.show import show_rows
from pipelines.errors import FindingsDifferError

if TYPE_CHECKING:
    from pipelines.worlds import World

COLUMNS = ["rule_id", "found_again", "published", "differing"]


class Engine(StrEnum):
    """What evaluates the rules; the rule files are the same."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@in_a_world
def check(
    *,
    engine: Annotated[Engine, typer.Option("--engine", help="quién evalúa / who evaluates")] = Engine.DUCKDB,
    spark_master: Annotated[
        str, typer.Option("--spark-master", metavar="URL", help="local[2], spark://host:7077, …")
    ] = "local[2]",
    world: World,
    as_json: Json = False,
) -> None:
    """Juzgar otra vez la noche publicada / judge the published night again; changes nothing, and says what differs."""
    from pipelines.published import check_again

    rows = check_again(world.folder(settings()), engine, spark_master)
    show_rows(rows, as_json=as_json, columns=COLUMNS)
    differing = sum(row["differing"] for row in rows)
    if differing:
        raise FindingsDifferError(f"{differing} findings differ from those published; data or rules changed since")
