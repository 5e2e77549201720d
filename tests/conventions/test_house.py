"""The house stands as drawn: doors, small documented modules, nothing secret or of one machine, a true lock."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOMS = ("sources", "warehouse", "checks", "alerts", "volunteers", "dashboard", "pipelines", "sandbox")
LONGEST_MODULE = 350
LONGEST_FUNCTION = 60


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_import_contracts_hold(root: Path) -> None:
    checked = lint_imports(root)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("module", "planted", "contract"),
    [
        ("sources/dates.py", "import warehouse.tables", "sources knows no other room"),
        ("sandbox/names.py", "import checks.clock", "the sandbox is an independent witness"),
        ("warehouse/docs.py", "import checks.clock", "Rooms look only downwards"),
        ("alerts/errors.py", "import dagster", "Dagster lives only under pipelines"),
        ("dashboard/formats.py", "import requests", "only the session speaks HTTP"),
        ("alerts/roots.py", "import checks.flags", "red flags rank works and reach no alert and no page"),
        ("dashboard/fields.py", "import checks.flags", "red flags rank works and reach no alert and no page"),
        ("checks/looks.py", "import sandbox.names", "only pipelines reads sources and plays the sandbox"),
    ],
)
def test_a_planted_import_breaks_its_contract(
    root: Path, tmp_path: Path, module: str, planted: str, contract: str
) -> None:
    for room in ROOMS:
        shutil.copytree(root / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    path = tmp_path / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{planted}\n", encoding="utf-8")
    checked = lint_imports(tmp_path)
    assert checked.returncode != 0
    assert f"{contract} BROKEN" in checked.stdout


def test_dagster_is_imported_only_under_pipelines(root: Path, modules: list[Path]) -> None:
    for path in modules:
        if path.relative_to(root).parts[0] != "pipelines":
            assert not re.search(r"^\s*(import|from) dagster", path.read_text(encoding="utf-8"), re.MULTILINE), path


def test_modules_are_small_and_documented(modules: list[Path]) -> None:
    assert len(modules) > 200
    for path in modules:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= LONGEST_MODULE, f"{path.name}: one idea a module"
        if text.strip():
            assert ast.get_docstring(ast.parse(text)), f"{path}: say what belongs here and what does not"


def test_functions_are_short(modules: list[Path]) -> None:
    long = [
        f"{path.name}:{node.lineno} {node.name}"
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_nothing_is_left_to_do_later(root: Path, tracked: list[Path]) -> None:
    marks = re.compile(r"(?:#|--|//|/\*)\s*(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|raise NotImplemented" + r"Error")
    found = [path.relative_to(root) for path in code(tracked) if marks.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_nothing_of_one_machine_and_no_secret(root: Path, tracked: list[Path]) -> None:
    forbidden = {
        "a home folder": re.compile(r"/(?:home|Users)/[a-z]"),
        "a folder of one machine": re.compile(r"/(?:work|root|mnt|tmp/v)/"),
        "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY"),
        "a token": re.compile(r"\b(?:ghp_|github_pat_|AKIA|xox[bp]-|sk-)[A-Za-z0-9]{16}"),
        "a password": re.compile(r"(?i)\b(?:password|passwd|secret|api_key)\s*[=:]\s*['\"][^'\"$<{]{4,}"),
        "a package index": re.compile(r"(?i)pypi\.org|pythonhosted|artifactory|--(?:extra-)?index-url\s+http"),
    }
    found = [
        f"{path.relative_to(root)}: {what}"
        for path in text_files(tracked)
        for what, pattern in forbidden.items()
        if path.name != "test_house.py" and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_our_packages_are_those_of_the_checkout(root: Path) -> None:
    """Plain names as ours are easily shadowed: by another folder, by a distribution, by a package under tests."""
    from importlib.metadata import packages_distributions

    for room in ROOMS:
        found = importlib.util.find_spec(room)
        assert found is not None
        assert found.origin is not None
        assert Path(found.origin).resolve().is_relative_to(root / room)
        assert set(packages_distributions().get(room, [])) <= {"vigia"}


def test_tests_are_no_packages(root: Path) -> None:
    assert list((root / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize(
    ("file", "extra"), [("requirements.lock", "dev"), ("requirements-spark.lock", "spark")]
)
def test_the_lock_has_hashes_and_no_addresses_and_all_we_ask_for(root: Path, file: str, extra: str) -> None:
    lock = (root / file).read_text(encoding="utf-8")
    assert "://" not in lock
    assert "index-url" not in lock
    pins = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    locked = {normal(pin.split("==")[0]) for pin in pins}
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*(project["dependencies"] if extra == "dev" else ()), *project["optional-dependencies"][extra]]
    assert {normal(re.split(r"[<>=!~\[; ]", name)[0]) for name in asked} - locked == set()


def test_run_time_state_is_never_tracked(root: Path, tracked: list[Path]) -> None:
    kinds = {".duckdb", ".sqlite", ".wal", ".warc", ".parquet", ".pyc", ".log"}
    state = [path.relative_to(root) for path in tracked if path.suffix in kinds or path.name.endswith(".warc.gz")]
    assert state == []


def test_one_spelling_of_yaml(tracked: list[Path]) -> None:
    assert [path.name for path in tracked if path.suffix == ".yaml" and path.name != "dagster.yaml"] == []


def test_texts_for_people_have_spanish_first(root: Path) -> None:
    import yaml

    english = re.compile(r"\b(?:the|and|with|was|were|not|every|which)\b", re.IGNORECASE)
    wrong: list[str] = []

    def look(value: object, place: str) -> None:
        if isinstance(value, list) and len(value) == 2 and all(isinstance(item, str) for item in value):
            if english.search(value[0]):
                wrong.append(f"{place}: {value[0]}")
        elif isinstance(value, dict):
            for key, inner in value.items():
                look(inner, f"{place}.{key}")

    for path in sorted((root / "dashboard" / "texts").glob("*.yml")):
        look(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)
    assert wrong == []


def normal(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def code(tracked: list[Path]) -> list[Path]:
    return [path for path in tracked if path.suffix in {".py", ".sql", ".yml", ".js", ".css", ".html"}]


def text_files(tracked: list[Path]) -> list[Path]:
    kinds = {".py", ".sql", ".yml", ".yaml", ".md", ".toml", ".lock", ".js", ".css", ".html", ".sh", ".txt", ""}
    return [path for path in tracked if path.suffix in kinds]
