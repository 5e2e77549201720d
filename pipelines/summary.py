"""The one summary a run ends with: what was read, what was refused and why, what opened and closed, where to look."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dashboard import texts
from pipelines.night import Night
from pipelines.published import fetch, snapshot
from pipelines.stages.ask import found_files
from pipelines.stages.publish import current_build

Row = dict[str, Any]


@dataclass(frozen=True)
class Summary:
    """What the person who started the run is told.

    Attributes:
        world: name of the world; ``invented`` when nothing in it is real.
        invented: whether DATOS INVENTADOS must be said.
        night: the last night.
        nights: how many were run.
        sources: one row a source and verdict, parts summed.
        files: for a folder of files: each file and what it was taken for.
        outcomes: one row a rule, with the number of subjects by outcome.
        events: events of the last night, by kind.
        alerts: alerts by state, after the night.
        alarms: our own alarms of the night.
        works: works in the warehouse.
        paths: what to open.
        refused: sources that were refused tonight.
    """

    world: str
    invented: bool
    night: date
    nights: int
    sources: list[Row]
    files: list[Row]
    outcomes: list[Row]
    events: dict[str, int]
    alerts: dict[str, int]
    alarms: list[Row]
    works: int
    paths: dict[str, str]
    refused: list[str]


def summarise(night: Night, nights: int) -> Summary:
    """Gather the summary from the newest build."""
    with snapshot(night.folder) as (connection, _night):
        parameters = {"night": night.date}
        sources = fetch(connection, "summary_sources", parameters)
        return Summary(
            world=night.world.name,
            invented=night.world.invented,
            night=night.date,
            nights=nights,
            sources=sources,
            files=_files(night),
            outcomes=fetch(connection, "summary_outcomes"),
            events={row["event"]: row["n"] for row in fetch(connection, "summary_events", parameters)},
            alerts={row["state"]: row["n"] for row in fetch(connection, "summary_alerts")},
            alarms=fetch(connection, "summary_alarms", parameters),
            works=fetch(connection, "summary_works")[0]["n"],
            paths=_paths(night.folder),
            refused=sorted({row["source"] for row in sources if row["refusal"]}),
        )


def as_json(summary: Summary) -> str:
    """The summary for a machine."""
    return json.dumps(asdict(summary), ensure_ascii=False, default=str)


def as_text(summary: Summary) -> str:
    """The summary for a person, Spanish first."""
    lines = ["", f"Vigía · {summary.world} · noche / night {summary.night}"]
    if summary.invented:
        lines.append("DATOS INVENTADOS / INVENTED DATA")
    lines += _source_lines(summary) + _file_lines(summary) + _outcome_lines(summary)
    lines += ["", f"Obras / works: {summary.works:,}"]
    lines.append("Alertas esta noche / tonight: " + (_counts("event", summary.events) or "ninguna / none"))
    lines.append("Alertas en total / in all: " + (_counts("state", summary.alerts) or "ninguna / none"))
    if summary.alarms:
        lines += ["", "Alarmas nuestras, no de las entidades / alarms about us, not about the bodies:"]
        lines += [f"  ! {alarm['message_es']}\n    {alarm['message_en']}" for alarm in summary.alarms]
    lines += ["", "Para abrir / to open:"]
    lines += [f"  {label:<34} {path}" for label, path in summary.paths.items()]
    return "\n".join(lines)


def _source_lines(summary: Summary) -> list[str]:
    numbers_header = "".join(f"{name:>9}" for name in ("filas", "quedan", "iguales", "cuarent."))
    header = f"  {'fuente / source':<34}{'veredicto / verdict':<24}{numbers_header}  nota"
    lines = ["", "Leído / read (filas = quedan + iguales + cuarentena):", header]
    for row in summary.sources:
        numbers = "".join(f"{row[key] or 0:>9,}" for key in ("rows_in", "kept", "collapsed", "quarantined"))
        lines.append(f"  {row['source']:<34}{_worded('verdict', row['verdict']):<24}{numbers}  {row['refusal'] or ''}")
    return lines


def _file_lines(summary: Summary) -> list[str]:
    if not summary.files:
        return []
    lines = ["", "Archivos / files:"]
    return lines + [
        f"  {row['file']:<60} {row['source'] or 'no se usa / not used':<34} {row['note']}" for row in summary.files
    ]


def _outcome_lines(summary: Summary) -> list[str]:
    header = f"  {'regla / rule':<10}{'cumple':>10}{'falla':>10}{'no aplica':>11}{'no evaluable':>14}  motivo / reason"
    lines = ["", "Resultados por regla / outcomes per rule:", header]
    return lines + [
        f"  {row['rule_id']:<10}{row['passed']:>10,}{row['failed']:>10,}{row['not_applicable']:>11,}"
        f"{row['not_evaluable']:>14,}  {row['commonest'] or ''}"
        for row in summary.outcomes
    ]


def _counts(group: str, counts: dict[str, int]) -> str:
    """Numbers by code, each code with its Spanish word where the site's texts have one."""
    return ", ".join(f"{_worded(group, code)} {number:,}" for code, number in counts.items())


def _worded(group: str, code: str) -> str:
    found = texts.load().words(group).get(code)
    return f"{found[0].lower()} ({code})" if found else code


def _files(night: Night) -> list[Row]:
    return [
        {"file": str(found.path.relative_to(night.world.origin or found.path.parent)), "source": found.source,
         "part": found.part, "note": found.note or ""}
        for found in found_files(night)
    ]  # fmt: skip


def _paths(folder: Path) -> dict[str, str]:
    build = current_build(folder)
    if build is None:
        return {}
    current = folder / "published" / "current"
    return {
        "sitio / site": str(current / "site" / "index.html"),
        "sitio interno / staff site": str(current / "internal" / "site" / "index.html"),
        "alertas / ledger": str(current / "ledger"),
        "listas / lists": str(current / "internal" / "lists"),
        "resumen para el equipo / digest": str(folder / "outbox"),
    }
