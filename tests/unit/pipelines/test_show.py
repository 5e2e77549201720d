"""Every column that a command shows in a table has a heading in both languages."""

import importlib
import pkgutil

from pipelines import cli
from pipelines.cli.show import HEADINGS


def test_every_shown_column_has_a_heading():
    shown = {}
    for module in pkgutil.iter_modules(cli.__path__):
        loaded = importlib.import_module(f"pipelines.cli.{module.name}")
        shown |= {name: value for name, value in vars(loaded).items() if name.endswith("COLUMNS")}
    assert len(shown) > 8
    assert {column for columns in shown.values() for column in columns} - set(HEADINGS) == set()
