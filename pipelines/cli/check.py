"""`vigia check`: the published night judged again, on DuckDB or on Spark, and held against what was published."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from pipelines.cli.options import Json, Live, Origin, Sandbox, Seed, Size, chosen_world, settings
from pipelines.cli.show import show_rows
from pipelines.errors import FindingsDifferError

COLUMNS = ["rule_id", "found_again", "published", "differing"]


class Engine(StrEnum):
    """What evaluates the rules; the rule files are the same."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def check(
    *,
    engine: Annotated[Engine, typer.Option("--engine", help="quién evalúa / who evaluates")] = Engine.DUCKDB,
    spark_master: Annotated[
        str, typer.Option("--spark-master", metavar="URL", help="local[2], spark://host:7077, …")
    ] = "local[2]",
    sandbox: Sandbox = False,
    live: Live = False,
    origin: Origin = None,
    seed: Seed = None,
    size: Size = None,
    as_json: Json = False,
) -> None:
    """Juzgar otra vez la noche publicada / judge the published night again; changes nothing, and says what differs."""
    from pipelines.published import check_again

    world = chosen_world(live=live, origin=origin, seed=seed, size=size, sandbox=sandbox)
    rows = check_again(world.folder(settings()), engine, spark_master)
    show_rows(rows, as_json=as_json, columns=COLUMNS)
    differing = sum(row["differing"] for row in rows)
    if differing:
        raise FindingsDifferError(f"{differing} findings differ from those published; data or rules changed since")
