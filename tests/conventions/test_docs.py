"""Pages say what the code says: generated ones are current, and nothing a person can type or meet is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.registry import rules
from pipelines import handbook
from pipelines.settings import load_settings
from sources import registry
from warehouse import tables

GENERATED = ["commands.md", "comparisons.md", "flags.md", "quality.md", "rules.md", "sandbox.md", "scores.md", "sources.md", "tables.md"]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return handbook.pages()


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_page_is_current(root: Path, pages: dict[str, str], name: str) -> None:
    written = (root / "docs" / name).read_text(encoding="utf-8")
    assert written == pages[name], f"docs/{name} is out of date: run `make docs` and commit the page"


def test_no_page_is_generated_without_being_tested(pages: dict[str, str]) -> None:
    assert sorted(pages) == GENERATED


def test_writing_makes_every_page(tmp_path: Path, pages: dict[str, str]) -> None:
    handbook.write(tmp_path)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == pages


def test_every_source_rule_table_and_scenario_has_its_place(root: Path) -> None:
    from sandbox import catalogue

    docs = {path.name: path.read_text(encoding="utf-8") for path in (root / "docs").glob("*.md")}
    assert [name for name in registry.load() if f"## {name}\n" not in docs["sources.md"]] == []
    assert [rule_id for rule_id in rules() if f"## {rule_id} " not in docs["rules.md"]] == []
    assert [name for name in tables.load() if f"### `{name}`" not in docs["tables.md"]] == []
    scenarios = [found.key for group in catalogue.groups().values() for found in group]
    assert [key for key in scenarios if f"| `{key}` |" not in docs["sandbox.md"]] == []


def command_names() -> list[str]:
    from typer.main import get_command

    from pipelines.cli import app

    return [name for name, _ in handbook._commands(get_command(app), "vigia")]


def test_readme_and_commands_page_name_every_command(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    page = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    names = command_names()
    assert len(names) > 15
    assert [name for name in names if f"## `{name}`" not in page] == []
    assert [name for name in names if name not in readme] == []


def test_readme_names_no_command_that_is_not_there(root: Path) -> None:
    import re

    readme = (root / "README.md").read_text(encoding="utf-8")
    typed = re.findall(r"`(?:VIGIA_\w+=\S+ )?vigia ([a-z]+(?: [a-z]+)?)", readme)
    known = {name.removeprefix("vigia ") for name in command_names()}
    assert [text for text in typed if text not in known and text.split()[0] not in known] == []


def test_every_command_is_explained_in_spanish_and_english() -> None:
    from typer.main import get_command

    from pipelines.cli import app

    for name, command in handbook._commands(get_command(app), "vigia"):
        assert " / " in (command.help or ""), f"{name}: say it in Spanish, then ' / ' and in English"


def test_every_setting_is_documented(root: Path) -> None:
    page = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    for name in ("DATA", "DAGSTER", "CONTACT", "WORLD", "SEED", "SIZE", "MEMORY", "LOG"):
        assert f"`VIGIA_{name}`" in page
    defaults = load_settings({}, root / "docs")
    assert f"| `{defaults.size}` |" in page
    assert f"| `{defaults.memory_limit}` |" in page


def test_every_make_target_of_the_readme_exists(root: Path) -> None:
    import re

    makefile = (root / "Makefile").read_text(encoding="utf-8")
    texts = "".join((root / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    for target in set(re.findall(r"`?make ([a-z]+)`?", texts)) - {"sure"}:
        assert f"\n{target}:" in makefile, f"`make {target}` is named and does not exist"


def test_links_between_pages_lead_somewhere(root: Path) -> None:
    import re

    pages = [root / "README.md", root / "CONTRIBUTING.md", *(root / "docs").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
