"""Cases and examples as rows of wide tables, each with its own night, so that a rule is judged on all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cases
import duckdb

from checks import judging, registry
from checks.compiler import CompiledTable, compile_table
from checks.looks import Look, Looks
from checks.parameters import Parameters, parameters
from checks.rule import Rule
from checks.wide import WideTable, wide_query, wide_tables

LOOKS: Looks = {name: Look(name, None, stale, latency) for name, (stale, latency) in cases.SOURCES.items()}


@dataclass(frozen=True)
class Sample:
    """One row to judge and what has to come out; ``expect`` holds only what the case states."""

    name: str
    rule_id: str
    expect: dict[str, Any]


class Samples:
    """Every case and example, loaded once."""

    def __init__(self) -> None:
        self.con = cases.empty_warehouse()
        self.samples: dict[str, Sample] = {}
        numbered = [cases.made_unique(case, number) for number, case in enumerate(cases.read_cases())]
        self._add_cases(numbered)
        self._add_bodies([case for case in numbered if case["rule"] == "OUT-13"])
        for table in wide_tables().values():
            self._add_examples(table)

    def _add_cases(self, numbered: list[dict[str, Any]]) -> None:
        cases.load_cases(self.con, numbered)
        rows = []
        for case in numbered:
            name = f"{case['rule']}-{case['case']}"
            rows.append(
                {
                    "sample": name,
                    "rule_id": case["rule"],
                    "night": case["night"],
                    "subject_id": case["expect"]["subject"],
                }
            )
            self.samples[name] = Sample(name, case["rule"], {k: v for k, v in case["expect"].items() if k != "subject"})
        self.con.execute("CREATE TABLE judged_cases (sample TEXT, rule_id TEXT, night DATE, subject_id TEXT)")
        cases.insert(self.con, "judged_cases", rows)
        for table in wide_tables().values():
            if not table.after:
                self._widen(table)

    def _widen(self, table: WideTable, where: str = "TRUE") -> None:
        rules = ", ".join(f"'{rule.id}'" for rule in registry.rules().values() if rule.table == table.name)
        looks = ", ".join(f"{_seen(source)} AS seen_{source}" for source in LOOKS if source not in table.own_looks)
        self.con.execute(
            f"{'INSERT INTO' if where != 'TRUE' else 'CREATE TABLE'} samples_{table.name} {'' if where != 'TRUE' else 'AS'} "
            f"SELECT sample, rule_id, night, {looks}, wide.* FROM ({wide_query(table)}) AS wide "
            f"INNER JOIN judged_cases USING (subject_id) WHERE rule_id IN ({rules}) AND {where}"
        )
        for source in table.own_looks:  # here every month and page was looked at on the night of its case
            self.con.execute(f"UPDATE samples_{table.name} SET seen_{source} = night")

    def _add_bodies(self, own: list[dict[str, Any]]) -> None:
        table = wide_tables()["bodies"]
        nights = sorted({case["night"] for case in own})
        for number, night in enumerate(nights):
            cases.look_at_everything(self.con, night)
            judging.judge(self.con, night, [registry.rule("OUT-13")])
            if number == 0:
                self._widen(table)
                self.con.execute("DELETE FROM samples_bodies")
            self._widen(table, f"night = '{night}'")

    def _add_examples(self, table: WideTable) -> None:
        rows = []
        for rule in registry.rules().values():
            for number, example in enumerate(rule.examples):
                if rule.table == table.name:
                    name = f"{rule.id}-example_{number}"
                    looks = {f"seen_{source}": example.seen_on for source in LOOKS}
                    base = {"unparsable": [], "unpublished": [], **table.example_row}
                    rows.append(
                        {**base, **example.row, **looks, "sample": name, "rule_id": rule.id, "night": example.seen_on}
                    )
                    self.samples[name] = Sample(name, rule.id, example.expect.model_dump(exclude_none=True))
        cases.insert(self.con, f"samples_{table.name}", rows)

    def judge(
        self, rule: Rule, values: Parameters | None = None, looks: Looks | None = None
    ) -> dict[str, dict[str, Any]]:
        """What a rule (or a mutant of it) answers, by sample."""
        compiled = compile_table(wide_tables()[rule.table], [rule], looks or LOOKS, values or parameters())
        compiled = CompiledTable(compiled.table, compiled.rules, compiled.layers, compiled.shared, tuple(LOOKS))
        wide = f"SELECT * FROM samples_{rule.table} WHERE rule_id = '{rule.id}'"
        rows = self.con.execute(compiled.judged_sql(wide, looks_in_rows=True, keep="sample")).fetchall()
        branches = compiled.rules[0].branches
        return {
            sample: {
                "outcome": branches[code].outcome, "reason": branches[code].reason,
                "hardness": branches[code].hardness, "due": due,
            }
            for _, _, sample, code, due in rows
        }  # fmt: skip

    def wrong(self, rule: Rule, values: Parameters | None = None, looks: Looks | None = None) -> Iterator[str]:
        """Samples that do not come out as they should; a mutant that cannot be evaluated is wrong at once."""
        try:
            answers = self.judge(rule, values, looks)
        except duckdb.Error as error:
            yield f"fault: {error}"
            return
        for sample in self.samples.values():
            if sample.rule_id == rule.id:
                answer = answers.get(sample.name)
                if answer is None or any(answer[key] != value for key, value in sample.expect.items()):
                    yield f"{sample.name}: wants {sample.expect}, gives {answer}"


def _seen(source: str) -> str:
    """Every register is looked at on the night of a case; a file of a month speaks until the month before ends."""
    return "CAST(date_trunc('month', night) AS DATE) - 1" if source == "oece_asientos" else "night"
