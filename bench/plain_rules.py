"""Four rules on a row's own cells as a person writes them in pandas, in polars and for Great Expectations.

MIS-09, MIS-16, IMP-03 and IMP-05, thresholds and all; nothing of ours is imported.
Run as a script by the interpreter of each library; every contender writes the rule and subject of each failure.
polars lives in an environment of its own, named by ``VIGIA_BENCH_POLARS``::

    python3 -m venv DIR && DIR/bin/pip install polars==2.1.0
    export VIGIA_BENCH_POLARS=DIR/bin/python
"""

import json
import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

RULES = ("MIS-09", "MIS-16", "IMP-03", "IMP-05")
FACTS = ("file_approved_on", "handed_on", "begun_on", "progress_recorded_on", "stopped_on", "finished_on",
         "received_on", "liquidated_on")  # fmt: skip
PLANS = ("programmed_end_on", "reprogrammed_end_on", "started_on", "handover_on")
ENDS = ("programmed_end_on", "reprogrammed_end_on")
DATES = ("file_approved_on", "handover_on", "started_on", "progress_recorded_on", "stopped_on", "finished_on",
         "received_on", "liquidated_on", "programmed_end_on", "reprogrammed_end_on")  # fmt: skip
NIGHT = datetime(2026, 11, 18)  # noqa: DTZ001 - a civil date
FIRST_DAY = datetime(1990, 1, 1)  # noqa: DTZ001
FARTHEST = NIGHT + timedelta(days=3653)
YOUNG = timedelta(days=30)
SMALL, FULL, SHARE = 500_000, 100, 15


def with_pandas(path: Path) -> Any:  # noqa: ANN401 - a frame
    """A frame of rule and subject, hand-vectorised."""
    import pandas as pd

    frame, failed = _pandas_masks(path)
    return pd.concat([_named(frame, rule, failed[rule]) for rule in RULES])


def with_expectations(path: Path) -> Any:  # noqa: ANN401
    """The same masks as columns, one expectation a rule, COMPLETE: it has no way to say a condition over columns."""
    import great_expectations as gx
    import pandas as pd
    from great_expectations import expectations as gxe
    from great_expectations.data_context.types.base import ProgressBarsConfig

    frame, failed = _pandas_masks(path)
    for rule in RULES:
        frame[rule] = ~failed[rule]
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    suite = gx.ExpectationSuite(name="works")
    for rule in RULES:
        suite.add_expectation(gxe.ExpectColumnValuesToBeInSet(column=rule, value_set=[True]))
    asset = context.data_sources.add_pandas("works").add_dataframe_asset("works")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    shown = {"result_format": "COMPLETE", "unexpected_index_column_names": ["subject_id"]}
    result = batch.validate(suite, result_format=shown)
    found = [
        (verdict.expectation_config.kwargs["column"], row["subject_id"])
        for verdict in result.results
        for row in verdict.result.get("unexpected_index_list") or ()
    ]
    return pd.DataFrame(found, columns=["rule_id", "subject_id"])


def _pandas_masks(path: Path) -> tuple[Any, dict[str, Any]]:
    import numpy as np
    import pandas as pd

    frame = pd.read_parquet(path)
    true = {name: frame[name].fillna(False).astype(bool) for name in ("reserved", "emergency", "stoppage_flag")}
    kept = ~true["reserved"] & ~true["emergency"]
    old = ~(frame.started_on + YOUNG > NIGHT)
    term, other = (frame[name].where(frame[name] > 0) for name in ("term_days", "new_term_days"))
    early = frame.finished_on < frame.started_on
    announced = frame.state.eq("not_started").fillna(False).astype(bool)
    frame["begun_on"], frame["handed_on"] = (frame[n].where(~announced) for n in ("started_on", "handover_on"))
    missing = {
        "MIS-09": kept & frame.state.eq("executing") & ~true["stoppage_flag"] & old & frame.programmed_end_on.isna()
        & frame.reprogrammed_end_on.isna() & term.isna() & other.isna() & frame.term_days.isna(),
        "MIS-16": kept & frame.state.eq("stopped") & true["stoppage_flag"] & old
        & (frame.stopped_on.isna() | frame.stop_cause.isna() | frame.stop_cause.str.lower().isin(["otros", "otro"])),
    }  # fmt: skip
    cost = frame.contract_amount.fillna(frame.approved_amount)
    shortest = np.fmin(term, other)
    end = frame.started_on + pd.to_timedelta(np.ceil(shortest * SHARE / 100), unit="D")
    needed = frame[["started_on", "finished_on", "physical_pct"]].notna().all(axis=1) & (cost > SMALL)
    brief = (frame.finished_on == frame.started_on) | (frame.finished_on < end)
    missing["IMP-05"] = (
        kept & frame.state.eq("finished") & old & ~early & ~(frame.physical_pct < FULL) & needed & brief
    )
    dates = {name: frame[list(of)] for name, of in (("facts", FACTS), ("plans", PLANS), ("ends", ENDS), ("all", DATES))}
    begun_lately = (frame.begun_on <= NIGHT) & (frame.begun_on + YOUNG > NIGHT)
    impossible = (
        (dates["all"].min(axis=1) < FIRST_DAY) | (dates["facts"].max(axis=1) > NIGHT)
        | (dates["plans"].max(axis=1) > FARTHEST) | early | (dates["ends"].max(axis=1) < frame.started_on)
    )  # fmt: skip
    missing["IMP-03"] = kept & ~begun_lately & impossible
    return frame, {rule: (mask.fillna(False) & frame[_readable(rule)]).astype(bool) for rule, mask in missing.items()}


def _named(frame: Any, rule: str, mask: Any) -> Any:  # noqa: ANN401
    return frame.loc[mask, ["subject_id"]].assign(rule_id=rule)


def _readable(rule: str) -> str:
    return f"readable_{rule.lower().replace('-', '_')}"


def with_polars(path: Path) -> Any:  # noqa: ANN401
    """A frame of rule and subject: one lazy scan, all rules' expressions in it."""
    import polars as pl

    column = pl.col
    kept = ~column("reserved").fill_null(False) & ~column("emergency").fill_null(False)
    old = ~(column("started_on") + YOUNG > NIGHT).fill_null(False)
    going = ~column("stoppage_flag").fill_null(False)
    term, other = (pl.when(column(n) > 0).then(column(n)) for n in ("term_days", "new_term_days"))
    early = (column("finished_on") < column("started_on")).fill_null(False)
    announced = column("state").eq_missing(pl.lit("not_started"))
    begun, handed = (pl.when(~announced).then(column(n)) for n in ("started_on", "handover_on"))
    cost = pl.coalesce("contract_amount", "approved_amount")
    end = column("started_on") + pl.duration(days=(pl.min_horizontal(term, other) * SHARE / 100).ceil().cast(pl.Int64))
    facts = [begun if n == "begun_on" else handed if n == "handed_on" else column(n) for n in FACTS]
    lately = ((begun <= NIGHT) & (begun + YOUNG > NIGHT)).fill_null(False)
    failed = {
        "MIS-09": kept & (column("state") == "executing") & going & old
        & pl.all_horizontal(column(*ENDS).is_null()) & term.is_null() & other.is_null() & column("term_days").is_null(),
        "MIS-16": kept & (column("state") == "stopped") & column("stoppage_flag") & old
        & (column("stopped_on").is_null() | column("stop_cause").is_null()
           | column("stop_cause").str.to_lowercase().is_in(["otros", "otro"])),
        "IMP-03": kept & ~lately
        & ((pl.min_horizontal(*DATES) < FIRST_DAY).fill_null(False)
           | (pl.max_horizontal(facts) > NIGHT).fill_null(False)
           | (pl.max_horizontal(*PLANS) > FARTHEST).fill_null(False) | early
           | (pl.max_horizontal(*ENDS) < column("started_on")).fill_null(False)),
        "IMP-05": kept & (column("state") == "finished") & old & ~early
        & ~(column("physical_pct") < FULL) & column("finished_on").is_not_null() & (cost > SMALL)
        & ((column("finished_on") == column("started_on")) | (column("finished_on") < end)).fill_null(False),
    }  # fmt: skip
    marked = [(mask.fill_null(False) & column(_readable(rule))).alias(rule) for rule, mask in failed.items()]
    wide = pl.scan_parquet(path).select("subject_id", *marked).filter(pl.any_horizontal(*RULES)).collect()
    return pl.concat([wide.filter(column(rule)).select("subject_id", rule_id=pl.lit(rule)) for rule in RULES])


CONTENDERS = {"pandas": with_pandas, "gx": with_expectations, "polars": with_polars}


def main() -> None:
    """Judge a Parquet file of works: ``pandas|gx|polars FILE FAILURES``; tells the seconds of reading and judging."""
    name, path, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    __import__({"gx": "great_expectations"}.get(name, name))
    started = time.monotonic()
    found = CONTENDERS[name](path)
    seconds = round(time.monotonic() - started, 4)
    found.write_parquet(out) if name == "polars" else found.to_parquet(out)
    facts = {"pass": seconds, "failures": len(found)}
    Path(os.environ["VIGIA_BENCH_FACTS"]).write_text(json.dumps(facts), encoding="utf-8")


if __name__ == "__main__":
    main()
