"""What can go wrong in a benchmark; every message says what to do."""


class BenchError(Exception):
    """Any fault of a benchmark."""


class RunFailedError(BenchError):
    """A measured process ended with a fault; its output is named."""


class FewerRunsError(BenchError):
    """A contender was seen fewer times than planned, so that its figures would mean less than they say."""


class WrongResultError(BenchError):
    """A contender was fast but wrong: its counts are not those the workload was made with."""


class MissingToolError(BenchError):
    """An anchor or a generator is not installed; the message holds the command that installs it."""
