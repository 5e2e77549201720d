"""Where long work says how far it is. Silent unless the command shows a bar; never a log, never personal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Report = Callable[[str, int, int | None], None]


def _silent(_what: str, _done: int, _total: int | None) -> None:
    """Say nothing: the default for runs without a terminal."""


_reporter: ContextVar[Report] = ContextVar("progress", default=_silent)


def report(what: str, done: int, total: int | None) -> None:
    """Tell whoever listens that ``done`` of ``total`` (bytes or rows, None when unknown) of ``what`` is through."""
    _reporter.get()(what, done, total)


@contextmanager
def bars() -> Iterator[None]:
    """Show progress bars on standard error while inside, when it is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    tasks: dict[str, TaskID] = {}
    with Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=console, transient=True
    ) as bar:

        def show(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        token = _reporter.set(show)
        try:
            yield
        finally:
            _reporter.reset(token)
