"""The page ``bench/RESULTS.md``, made of the stored figures and of nothing else.

A race with fewer runs than planned does not get on the page. One on a smaller workload gets there only where the full
one was not run, and says so.
"""

import json
from pathlib import Path
from typing import Any

from bench import places
from bench.series import Run, Series, number

ORDER = (
    "ocds", "rules", "growth", "night-changed", "night-same", "xlsx", "pages", "sandbox-night", "make-audit", "startup",
)  # fmt: skip
AGAIN = {"night-changed": "night", "night-same": "night", "make-audit": "startup", "sandbox-night": "sandbox_night"}
ENOUGH = 5
BUSY = 1.5
"""Load average a core beyond which the clock says little."""
HEAD = """# How fast

Made by `python -m bench report` from stored figures; not edited by hand. Medians with the range in brackets; ratios are
of medians. Contenders run as whole processes in turns (A B A B …). Time is by the clock; CPU is user and system time of
all processes. On a machine that others use too the clock exaggerates and the ratio of CPU times is steadier, so both
are shown. MB are 2^20 bytes; memory is the peak of the largest process, and in brackets that of all together (sampled,
a page that several share counted once).

Everything again: `make bench`, then `python -m bench report`. One workload: the command beside it. Workloads and
figures go to `VIGIA_BENCH_DATA`. `VIGIA_BENCH_TOOLS` names the folder of the seeded OCDS generator (without it the
sandbox's portal prints the records); `VIGIA_BENCH_FLATTERER` the program flatterer 0.25.0 in an environment of its own:
`python3 -m venv DIR && DIR/bin/pip install flatterer==0.25.0`. `VIGIA_BENCH_POLARS` names the Python of an environment
with polars 2.1.0, made the same way.

"""


def write() -> None:
    """Write the page.

    Raises:
        FewerRunsError: a stored race has fewer runs than it planned.
    """
    records = [_load(path) for name in ORDER if (path := _newest(name))]
    missing = [name for name in ORDER if name not in {record["name"] for record in records}]
    parts = [HEAD, _summary(records), *(_section(record) for record in records)]
    if missing:
        parts.append(f"Not measured: {', '.join(missing)}.\n")
    places.RESULTS_PAGE.write_text("".join(parts), encoding="utf-8")


def _newest(name: str) -> Path | None:
    """The file of the full race, else of the largest smaller one."""
    whole = places.results() / f"{name}.json"
    found = places.results().glob(f"{name}.scale-*.json")
    smaller = sorted(found, key=lambda path: float(path.stem.split("scale-")[1]))
    return whole if whole.is_file() else next(reversed(smaller), None)


def _load(path: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    _series(record).demand(record["planned"])
    return record


def _series(record: dict[str, Any]) -> Series:
    return Series(Run(**run) for run in record["runs"])


def _part(record: dict[str, Any]) -> str:
    """Says what weakens a figure: a smaller workload, few runs, a busy machine."""
    runs, busy = min(record["planned"].values()), max(run["load"] for run in record["runs"])
    told = [f"only {record['scale']:g} of the full workload"] if record["scale"] != 1 else []
    told += [f"only {runs} run{'s' if runs > 1 else ''}"] if runs < ENOUGH else []
    told += [f"busy machine, load {busy:g}"] if busy > BUSY * record["machine"]["cores"] else []
    return f" ({'; '.join(told)})" if told else ""


def _again(record: dict[str, Any]) -> str:
    return f"`python -m bench {AGAIN.get(record['name'], record['name'])}`"


def _summary(records: list[dict[str, Any]]) -> str:
    lines = ["| what | measured | goal | | again |", "|---|---:|---:|---|---|"]
    for record in records:
        for goal in record["goals"]:
            sign = "≤" if goal["at_most"] else "≥"
            lines.append(
                f"| {record['name']}{_part(record)}: {goal['text']} | {number(goal['value'])}{goal['unit']} "
                f"| {sign} {goal['limit']}{goal['unit']} | {'met' if goal['met'] else '**short**'} | {_again(record)} |"
            )
    return "## Goals\n\n" + "\n".join(lines) + "\n"


def _section(record: dict[str, Any]) -> str:
    series, machine = _series(record), record["machine"]
    loads = [run.load for run in series.runs]
    when = f"{record['ended']} UTC, load average {min(loads)} to {max(loads)} on {machine['cores']} cores"
    lines = [
        f"\n## {record['name']}{_part(record)}\n",
        f"{record['workload']}. Runs of each: {min(record['planned'].values())}. {record['begun']} to {when}.\n",
        "| contender | time | CPU | memory | |",
        "|---|---:|---:|---:|---|",
    ]
    for name in series.contenders:
        cells = [
            name,
            series.spread(name).text(),
            f"{number(series.middle(name, 'cpu'))} s",
            f"{number(series.most(name, 'largest_mb'))} MB ({number(series.most(name, 'together_mb'))})",
            record["contender_notes"].get(name, ""),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", *_inner(series), *(f"{note[:1].upper()}{note[1:]}.".replace("..", ".") for note in record["notes"])]
    place = f"{machine['processor']}, {machine['memory_gib']} GiB, {machine['system']}, Python {machine['python']}"
    lines.append(f"\n{place}. Again: {_again(record)}.")
    return "\n".join(lines) + "\n"


def _inner(series: Series) -> list[str]:
    """What the contenders say about their own parts, seconds and counts."""
    names = list(dict.fromkeys(name for run in series.runs for name, value in run.facts.items() if _is_number(value)))
    if not names:
        return []
    lines = [f"| inside | {' | '.join(series.contenders)} |", f"|---|{'---:|' * len(series.contenders)}"]
    for name in names:
        cells = [_cell(series, contender, name) for contender in series.contenders]
        lines.append(f"| {name.replace('_', ' ')} | {' | '.join(cells)} |")
    return [*lines, ""]


def _cell(series: Series, contender: str, name: str) -> str:
    if not all(_is_number(run.facts.get(name)) for run in series.of(contender)):
        return ""
    spread = series.spread(contender, name)
    if all(isinstance(run.facts[name], int) for run in series.of(contender)):
        return f"{spread.middle:,.0f}"
    return spread.text()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
