"""Serve an invented Peru for the days a parent asks for, in a process of its own.

``python -m sandbox.days --seed 1 --size 2000`` reads days from standard input, a line each (YYYY-MM-DD), and answers
each with the address of that day's portals, in order, or with ``!`` and why that day cannot be invented. It ends when
its input does, so with its parent at the latest.
One process for all days, because most of a country is the same the day after.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING

from sandbox.errors import WorldRequestError
from sandbox.server import serve
from sandbox.world import DEFAULT_SIZE, world

if TYPE_CHECKING:
    from collections.abc import Sequence


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.days", description="Serve days of an invented Peru.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=DEFAULT_SIZE, help="number of works")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """Answer each day with an address until there are no more days."""
    given = _arguments(words)
    with ExitStack() as running:
        for line in sys.stdin:
            try:
                country = world(given.seed, given.size, date.fromisoformat(line.strip()))
            except WorldRequestError as fault:
                answer = f"!{fault}"
            else:
                answer = running.enter_context(serve(country)).url
            sys.stdout.write(f"{answer}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
