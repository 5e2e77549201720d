"""Writes the pages of ``docs/`` that say what is declared elsewhere: sources, rules, comparisons, scores, tables, ….

A test compares the pages with what this module writes, so that they cannot drift: run ``make docs`` after a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checks.comparing import comparisons
from checks.flags import book
from checks.parameters import parameters
from checks.quality import questions
from checks.registry import dimension, rules
from checks.scores import elements
from checks.wide import wide_tables
from pipelines.settings import PROJECT
from sources import registry
from warehouse import docs as table_docs

FOLDER = PROJECT / "docs"
SCORE_LIMITS = ("class_a_pct", "class_b_pct", "class_c_pct", "least_judged")


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {
        "sources.md": sources_page(),
        "rules.md": rules_page(),
        "tables.md": table_docs.render(),
        "comparisons.md": comparisons_page(),
        "scores.md": scores_page(),
        "quality.md": quality_page(),
        "flags.md": flags_page(),
        "commands.md": commands_page(),
        "sandbox.md": sandbox_page(),
    }


def write(folder: Path = FOLDER) -> None:
    """Write the pages."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def sources_page() -> str:
    """One section a source: what it is, how it is asked, what it warns of."""
    lines = ["# Sources", "", "Generated from `sources/*/source.yml` by `make docs`.", ""]
    for spec in registry.load().values():
        asked = f"`{spec.host_variable}` moves it to another address" if spec.host_variable else "read from files only"
        lines += [
            f"## {spec.name}",
            "",
            f"**{spec.title.es}** / {spec.title.en}",
            "",
            spec.summary,
            "",
            f"- Publisher: {spec.publisher.name}; licence: {spec.licence}",
            f"- Basis: {spec.legal_basis}",
            f"- Cadence: {spec.cadence}; stale after {spec.stale_after_days} days; latency {spec.latency_days} days",
            f"- Address: {spec.url} ({asked})",
            f"- Tables: {', '.join(f'`raw_{spec.name}__{table}`' for table in spec.tables)}",
            *[f"- Warning: {warning.en}" for warning in spec.usage_warnings],
            "",
        ]
    return "\n".join(lines)


def rules_page() -> str:
    """One section a rule: the sentence, why, when it fails, on what basis."""
    lines = ["# Rules", "", "Generated from `checks/rules/**/*.yml` by `make docs`; `vigia rules show ID` has all.", ""]
    for rule in rules().values():
        lines += [
            f"## {rule.id} {rule.title.es}",
            "",
            f"*{rule.title.en}.* {rule.why.en}",
            "",
            f"- Family: {dimension(rule.id)}; version {rule.version}; clock: {', '.join(rule.sources)}"
            + "".join(f"; page {page} of {source}" for source, page in rule.pages.items()),
            *[f"- **No register carries it yet**: {fact.what.en} {fact.why_not.en} {fact.carried_by.en}"
              for fact in (wide_tables()[rule.table].awaited[name] for name in rule.awaits)],
            f"- Does not apply: {', '.join(f'`{_reason(item)}`' for item in rule.not_applicable)}",
            *[f"- {_outcome(decision)}: `{decision.when}` ({decision.reason})" for decision in rule.decisions],
            *[f"- Fails ({failure.hardness or 'hard'}, severity {failure.severity}): {_ground(failure)}"
              for failure in rule.failed],
            *[f"- Basis ({basis.standing}, {basis.regime}): {basis.norm}"
              f"{f', art. {basis.article}' if basis.article else ''}" for basis in rule.basis],
            f"- Told: {', '.join(rule.notify) or 'nobody'}",
            f"- A volunteer verifies: {rule.verify.en}",
            "",
        ]  # fmt: skip
    return "\n".join(lines)


def comparisons_page() -> str:
    """One section a fact that two registers tell: when it is comparable, and within what tolerance."""
    lines = [
        "# Comparisons between registers",
        "",
        "Generated from `checks/comparisons/` by `make docs`. What cannot be compared is left out, and counts neither",
        "as agreement nor as contradiction. It accuses nobody: rules of the family `inconsistent` say when",
        "one breaks a duty.",
        "",
    ]
    for item in comparisons().values():
        lines += [
            f"## {item.fact}",
            "",
            f"**{item.title.es}** / {item.title.en}",
            "",
            item.comparable.en.strip(),
            "",
            f"- Tolerance: {item.tolerance_in('en')}",
            f"- Sources: {', '.join(item.sources)}",
            "",
        ]
    return "\n".join(lines)


def scores_page() -> str:
    """The formula of the scores and the elements of completeness."""
    carried = [element for element in elements() if element.shown]
    limits = {name: f"{parameters()[f'score_{name}'].values[0].value}" for name in SCORE_LIMITS}
    lines = [
        "# Scores",
        "",
        "Generated from `checks/elements.yml` and the parameters by `make docs`. Scores rank and inform. They accuse",
        "nobody, open no alert and are never cited in a letter. Every score stands beside its denominator and the age",
        "of the data; per work in `work_scores`, per country, region, district and body in `scores`.",
        "",
        "- **Completeness** = elements shown / elements due. Due is what the CoST Infrastructure Data Standard wants",
        "  public at the stage of the work and a field of a register is used for. What could not be looked for (no",
        "  linked record, an unreadable cell, a column that is not published) counts on neither side.",
        "- **Timeliness** = records in time / records judged, per register: INFOBRAS by OUT-01, Formato 12-B by",
        "  OUT-02, SEACE by MIS-02. Beside it the median of days since the due date among the late, and a class:",
        f"  A at most {limits['class_a_pct']} % late, B {limits['class_b_pct']} %, C {limits['class_c_pct']} %,",
        f"  D more; none with fewer than {limits['least_judged']} records.",
        "- **Contradictions** = contradictions / comparisons made (`docs/comparisons.md`). Here a high share is bad.",
        "",
        f"Of the standard's {len(elements())} elements {len(carried)} have a field of a register behind them.",
        "",
        "| element | from stage | shown when |",
        "|---|---|---|",
    ]
    for element in elements():
        condition = f"`{element.shown}`" if element.shown else "no field of a register is used for it"
        lines.append(f"| {element.title.es} / {element.title.en} | {element.from_stage} | {condition} |")
    lines.append("")
    return "\n".join(lines)


def quality_page() -> str:
    """The questions about OCDS records."""
    lines = [
        "# Quality of OCDS records",
        "",
        "Generated from `checks/quality.yml` by `make docs`. They tell the owner of the data about records, and are no",
        "duties of bodies. A question is asked of the records to which it applies and whose cells could be read.",
        "",
        "| question | of | as in Pelican | applies | holds |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {item.title.es} / {item.title.en} | {item.of} | `{item.pelican}` | `{item.applies}` | `{item.holds}` |"
        for item in questions()
    ]
    lines += ["", "Peru's feed has no fields for transactions, milestones, amendments, payers or tenderers.", ""]
    return "\n".join(lines)


def flags_page() -> str:
    """The red flags that are asked, their numbers, and those of the guide that are not, with the reason."""
    numbers = {name: item.values[0] for name, item in parameters().items() if name.startswith("flag_")}
    carried = {flag.code for flag in book().flags}
    cardinal = [f"{code} {'asked' if code in carried else 'not asked'}" for code in book().cardinal]
    lines = [
        "# Red flags",
        "",
        "Generated from `checks/flags.yml` and the parameters by `make docs`. Red flags rank works for a visit.",
        "They accuse nobody and prove nothing: none enters an alert, a letter, the ledger or a page about a body, and",
        "none is told in a list. Beside those raised stands how many could be asked; what is not known counts on",
        "neither side.",
        "`vigia flags list`, `vigia flags raised FLAG` and `vigia flags works` show them to staff.",
        "",
        "Codes are those of the guide of the Open Contracting Partnership; without a code: about works alone.",
        f"Of the eleven that its tool Cardinal computes: {', '.join(cardinal)}.",
        "",
        "| flag | code | of | asked when | raised when | reads |",
        "|---|---|---|---|---|---|",
        *[
            f"| `{flag.id}`: {flag.title.es} / {flag.title.en} | {flag.code or ''} | {flag.of} | `{flag.applies}` "
            f"| `{flag.raised}` | {', '.join(f'`{field}`' for field in flag.fields)} |"
            for flag in book().flags
        ],
        "",
        "## Numbers",
        "",
        "| parameter | value | source | standing |",
        "|---|---|---|---|",
        *[f"| `{name}` | {it.value} | {it.source} | {it.standing} |" for name, it in numbers.items()],
        "",
        "## Not asked",
        "",
        "| codes | why | asked by a rule |",
        "|---|---|---|",
        *[f"| {', '.join(it.codes)} | {it.why.es} / {it.why.en} | {', '.join(it.rules)} |" for it in book().absent],
        "",
    ]
    return "\n".join(lines)


def commands_page() -> str:
    """Every command with its help, as the command itself prints it."""
    from typer.main import get_command

    from pipelines.cli import app

    lines = ["# Commands", "", "Generated from the command's own help by `make docs`.", ""]
    for name, command in _commands(get_command(app), "vigia"):
        lines += [f"## `{name}`", "", (command.help or "").strip(), ""]
        for parameter in command.params:
            written = ", ".join(parameter.opts) if parameter.param_type_name == "option" else parameter.name
            lines.append(f"- `{written}` {getattr(parameter, 'help', None) or ''}".rstrip())
        lines.append("")
    return "\n".join(lines)


def sandbox_page() -> str:
    """Everything that is planted in the invented Peru, by what it is about."""
    from sandbox import catalogue
    from sandbox.faults import FAULTS
    from sandbox.portals.catalogue import SITES

    lines = [
        "# The sandbox",
        "",
        "Generated from `sandbox/plans/` by `make docs`. DATOS INVENTADOS: every body, firm, person and work is",
        "invented; only the districts are real. The world is a pure function of seed, size and day.",
        "",
        "A scenario is one peculiar thing in the life of a work, purchase, link, investment or body: a defect that a",
        "rule must find, or a lawful look-alike that it must not. Which outcome each rule owes every subject is worked",
        "out from the plan (`sandbox/verdicts/`), never from a rule; `vigia sandbox score` compares the two. The",
        "weight says how often a scenario is dealt out; those with a deadline are crowded around the scored dates.",
        "Some defects are dealt beside the scenario, to a share of all works: files missing from the months on the",
        "page of a work, leaps of its progress (`sandbox/plans/papers.py`), and how its digital works log is kept",
        "(`sandbox/plans/logs.py`).",
        "",
        "What an audit keeps beside the outcomes is known from the plan, too (`sandbox/records.py`): on which facts of",
        "which works two registers contradict each other, with both values and the day since which it shows, and of",
        "how many works each fact can be compared; which OCDS records fail which question of quality, and of how many",
        "it can be asked. `vigia sandbox score` tells what is missing, unplanted or says something else. What was",
        "rewritten or withdrawn of purchases shows beside an earlier look at two years of them. Not planted are three",
        "holes of records: the floors of the source hold for each monthly file, and one of fewer than a hundred calls",
        "in which a title or a day of the call wants is refused whole, as one of fewer than ten is for a category.",
        "Red flags are known in the same way: one body of each block calls five works in a row, of which one supplier",
        "gets most without competition or five suppliers one each (`sandbox/plans/ranked.py`); five firms win again",
        "and again all over the country, one of them things of every class (`sandbox/plans/frequent.py`).",
        "",
    ]
    columns = "| scenario | qué es / what it is | weight | deadline |"
    for group, scenarios in catalogue.groups().items():
        lines += [f"## {group.capitalize()}", "", columns, "|---|---|---|---|"]
        lines += [f"| `{it.key}` | {it.es} / {it.en} | {it.weight or ''} | {it.edge or ''} |" for it in scenarios]
        lines.append("")
    lines += [
        "## Asked key by key",
        "",
        "Beside the files, these answer about one work, investment or body at a time. They are printed from the",
        "plans when they are asked for, so they agree with the files of the same night; forms that no real answer",
        "showed are marked ASSUMED in their modules (`sandbox/portals/`).",
        "",
        "| address | what answers |",
        "|---|---|",
    ]
    lines += [f"| `{address}` | {what} |" for site in SITES for address, what in site.GUIDE.items()]
    lines += [
        "",
        "## Faults",
        "",
        "Switched on by path, one at a time, several, or mixed by a seed. A fault that an answer cannot show (a column",
        "of a page) is refused loudly. Names that change their address and field reports are no matter of a portal.",
        "",
    ]
    lines += ["| fault | what the client meets |", "|---|---|"]
    lines += [f"| `{fault.name}` | {fault.description} |" for fault in FAULTS.values()]
    lines.append("")
    return "\n".join(lines)


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - click's command, bundled by typer
    children = getattr(command, "commands", None)
    if children is None:
        yield name, command
        return
    for child in sorted(children):
        yield from _commands(children[child], f"{name} {child}")


def _reason(item: object) -> str:
    return str(getattr(item, "reason", item))


def _outcome(decision: object) -> str:
    return str(getattr(decision, "outcome", "")).replace("_", " ").capitalize()


def _ground(failure: object) -> str:
    due, when = getattr(failure, "due", None), getattr(failure, "when", None)
    parts = [f"after `{due}` plus tolerance and latency" if due else "", f"when `{when}`" if when else ""]
    return ", ".join(part for part in parts if part)


if __name__ == "__main__":
    write()
