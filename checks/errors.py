"""Faults of the checks room: ours, never a public body's. No data problem is reported from here."""


class CheckError(Exception):
    """Base of every fault raised in this room; caught at the edge of a run and shown as our own alarm."""


class CalendarError(CheckError):
    """Raised by the calendar loader when extra_days.yml cannot be read, or a day falls outside the years we hold."""


class ParameterError(CheckError):
    """Raised by the parameter loader (bad file) and by the rule language (a rule names an unknown parameter)."""


class ExpressionError(CheckError):
    """Raised when a rule's expression does not parse, or uses a function or a column that is not allowed."""


class RuleError(CheckError):
    """Raised by the registry when a rule or wide-table file is malformed, misplaced or contradicts another."""


class RuleFaultError(CheckError):
    """Raised by the engine when a rule cannot be evaluated; names the rule and writes no finding."""

    def __init__(self, rule_id: str, detail: str) -> None:
        super().__init__(f"Rule {rule_id} could not be evaluated; no finding was written. The engine says: {detail}")
        self.rule_id = rule_id


class GateError(CheckError):
    """Raised by the gate when an expectation is declared in a way that cannot be judged."""


class EngineMissingError(CheckError):
    """Raised when another engine than DuckDB is asked for and cannot be had on this machine."""
