"""One rule as a person reads it: why, how it is decided in words and in SQL, its numbers, its law, what follows.

Not here: what a rule is (``checks``) and its words (``dashboard``), which the site's page of the rule shows too.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.rulebook import RuleCard, Step
    from dashboard.texts import Texts
    from pipelines.published import RuleRecord

WIDTH = 100


def tell(card: RuleCard, texts: Texts, record: RuleRecord | None = None) -> str:
    """The whole rule as text, Spanish first, and what it did up to the published night where there is one."""
    return "\n".join(_lines(card, texts, record))


def _lines(card: RuleCard, texts: Texts, record: RuleRecord | None) -> Iterator[str]:
    severity, family = ", ".join(map(str, card.severity)), _word(texts, "dimension", card.dimension)
    yield f"{card.rule_id} · {card.title[0]} / {card.title[1]}"
    yield f"{family} · versión / version {card.version} · gravedad / severity {severity}"
    yield f"reloj / clock: {', '.join(card.sources)}"
    if card.cites:
        yield f"también se cita / cited, too: {', '.join(card.cites)}"
    yield from _both("Por qué", "Why", card.why)
    yield from _lacks(card, texts)
    yield from _both("Qué se espera", "What is expected", card.expected_by("(plazo)", "(due date)"))
    yield from _heading("Cómo se decide, en este orden", "How it is decided, in this order")
    for step in card.steps:
        yield from _step(step, texts)
    yield from _heading("Se parece y no lo es, o no se puede saber", "Looks alike and is not, or cannot be told")
    yield from (f"  {_word(texts, 'reason', reason)}" for reason in card.look_alikes())
    yield from _heading("Números", "Numbers")
    for number in card.numbers:
        regime = "" if number.holds_for == "any" else f" ({number.holds_for})"
        yield f"  {number.name}{regime} = {number.value} {number.unit} [{number.standing}] {number.source}"
    yield from _heading("Sustento; solo lo firme (firm) se cita", "Law; only what is firm is cited")
    for ground in card.basis:
        article = f", art. {ground.article}" if ground.article else ""
        yield f"  [{ground.standing}, {ground.holds_for}] {ground.norm}{article}"
    yield from _heading("A quién se dice", "Who is told")
    yield from (f"  {code} {_word(texts, 'notify', code)}" for code in card.notify)
    yield from _both("Qué verifica un voluntario", "What a volunteer verifies", card.verify)
    yield from _heading("Qué pide la solicitud de información", "What the request asks for")
    yield from _wrapped(card.ask[0])
    yield from _record(record, texts)
    yield from _heading("Versiones", "Versions")
    yield "  1"
    for change in card.changes:
        yield f"  {change.version} · {change.since}"
        yield from (line for text in change.what for line in _wrapped(text, indent=6))


def _lacks(card: RuleCard, texts: Texts) -> Iterator[str]:
    """What keeps a rule that is written from being answered."""
    if not card.lacks:
        return
    yield from _heading(*texts.pair("rules.lacks"))
    for lack in card.lacks:
        for what, why_not, carried_by in zip(lack.what, lack.why_not, lack.carried_by, strict=True):
            yield from _wrapped(f"{what} {why_not} {carried_by}")


def _record(record: RuleRecord | None, texts: Texts) -> Iterator[str]:
    yield from _heading("Cuántas veces", "How often")
    if record is None:
        yield "  ninguna noche publicada aún / no night published yet"
        return
    yield f"  noche / night {record.night}"
    for row in record.outcomes:
        reason = f" – {_word(texts, 'reason', row['reason'])}" if row["reason"] else ""
        yield f"    {row['n']:>8,}  {_word(texts, 'outcome', row['outcome'])}{reason}"
    yield "  alertas hasta hoy / alerts so far"
    for name, number in record.alerts.items():
        spanish, english = texts.pair(f"rules.alerts_{name}")
        yield f"    {number:>8,}  {spanish} / {english}"


def _step(step: Step, texts: Texts) -> Iterator[str]:
    kind = texts.pair(f"rules.step_{step.kind}")
    reason = f" – {_word(texts, step.group, step.reason)} ({step.reason})" if step.reason else ""
    yield f"  {kind[0]} / {kind[1]}{reason}"
    for line in step.sql.split("\n"):
        yield from _wrapped(line, indent=6)


def _word(texts: Texts, group: str, code: str) -> str:
    return " / ".join(texts.words(group).get(code, (code,)))


def _heading(spanish: str, english: str) -> Iterator[str]:
    yield ""
    yield f"{spanish} / {english}"


def _both(spanish: str, english: str, pair: tuple[str, str]) -> Iterator[str]:
    yield from _heading(spanish, english)
    for text in pair:
        yield from _wrapped(text)


def _wrapped(text: str, indent: int = 2) -> list[str]:
    margin = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=margin, subsequent_indent=margin, break_long_words=False)
