"""Contracts of sources: strict, and one readable error that names file and key."""

import copy

import pytest
import yaml
from invented_contract import BASE

from sources import registry
from sources.errors import SpecError, UnknownSourceError
from sources.hosts import destination

GOOD = {
    **BASE,
    "name": "prueba",
    "access": {
        "method": "single_file",
        "base_url": "https://portal.example:8443/x",
        "host_variable": "VIGIA_TEST_URL",
        "path": "/D.csv",
        "allowed_hosts": ["files.example"],
    },
    "format": {"kind": "csv"},
    "tables": {
        "rows": {
            "description": "One row a thing.",
            "key": ["code"],
            "columns": [
                {"name": "code", "header": "Code", "type": "code", "required": True},
                {"name": "ruc", "header": "RUC"},
                {"name": "ruc__2", "header": "RUC", "occurrence": 2, "neighbours": ["Code"]},
                {"name": "dni", "header": "DNI", "personal": True},
            ],
        }
    },
    "expectations": {"min_rows": 1, "unique": ["code"]},
}


def write(root, content, name="prueba"):
    folder = root / name
    folder.mkdir(exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    (folder / "source.yml").write_text(text, encoding="utf-8")
    return folder


def changed(path: str, value: object) -> dict:
    content = copy.deepcopy(GOOD)
    *steps, last = path.split(".")
    place = content
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return content


def test_a_good_contract_is_read(tmp_path):
    write(tmp_path, GOOD)
    (tmp_path / "access").mkdir()
    found = registry.load(tmp_path)
    assert list(found) == ["prueba"]
    assert (found["prueba"].main, found["prueba"].host_variable) == ("rows", "VIGIA_TEST_URL")
    assert destination(found["prueba"].access).allowed_hosts == {"portal.example:8443", "files.example"}
    assert [column.name for column in found["prueba"].tables["rows"].kept_columns()] == ["code", "ruc", "ruc__2"]
    assert registry.get("prueba", tmp_path).politeness.seconds_per_request == 2.0
    with pytest.raises(UnknownSourceError, match="the sources are: prueba"):
        registry.get("pruebas", tmp_path)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("tittle", "x", "tittle: this key is not known here"),
        ("access.pathh", "x", r"access\.single_file\.pathh: this key is not known here"),
        ("tables.rows.columns.0.tipe", "x", r"tables\.rows\.columns\[0\]\.tipe: this key is not known"),
        ("summary", None, "summary: this key is missing"),
        ("summary", "short", "summary: String should have at least 15"),
        ("title.en", None, r"title\.en: this key is missing"),
        ("cadence", "hourly", "cadence: Input should be 'daily'"),
        ("stale_after_days", 0, "stale_after_days: Input should be greater"),
        ("access.method", "scrape", "access: .*'scrape'"),
        ("access.base_url", "portal.example", r"access\.single_file\.base_url"),
        ("access.base_url", "https://portal.example/?a=1", r"access\.single_file\.base_url"),
        ("access.host_variable", "INFOBRAS_URL", r"access\.single_file\.host_variable"),
        ("access.path", "D.csv", r"access\.single_file\.path"),
        ("tables.rows.key", ["nope"], "key names columns that are not kept: nope"),
        ("tables.rows.key", ["dni"], "key names columns that are not kept: dni"),
        ("tables.rows.columns.1.name", "code", "same name is declared twice: code"),
        ("tables.rows.columns.2.occurrence", 1, "same header is declared twice"),
        ("tables.rows.columns.2.neighbours", [], "needs neighbours"),
        ("tables.rows.columns.1.named_as", "x_named", "only for personal columns"),
        ("expectations.unique", ["dni"], "does not keep: dni"),
        ("expectations.fill_rate", {"code": 95}, r"expectations\.fill_rate\.code"),
        ("main_table", "other", "main_table 'other' is not one of the tables"),
        ("access", None, "nothing can ever reach it"),
        ("files", {"patterns": [{"pattern": "(unclosed"}]}, r"files\.patterns\[0\]\.pattern: .*regular expression"),
        ("files", {"patterns": [{"pattern": "(?P<when>x)"}]}, r"unknown named groups \['when'\]"),
        ("name", "Prueba", "name: String should match"),
        ("name", "otra", "is 'otra' but the folder is 'prueba'"),
        ("reader_version", None, "reader_version: this key is missing"),
    ],
)
def test_a_fault_is_named_with_file_and_key(tmp_path, path, value, expected):
    write(tmp_path, changed(path, value))
    with pytest.raises(SpecError, match=expected) as caught:
        registry.load(tmp_path)
    assert "prueba/source.yml" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", "written twice"),
        ("- a\n", "must be a mapping"),
        ("a: [\n", "not readable as YAML"),
        ("", "mapping"),
    ],
)
def test_files_that_are_no_contract(tmp_path, text, expected):
    write(tmp_path, text)
    with pytest.raises(SpecError, match=expected):
        registry.load(tmp_path)


def test_folders_that_are_half_a_source(tmp_path):
    folder = tmp_path / "prueba"
    folder.mkdir()
    (folder / "reader.py").write_text("")
    with pytest.raises(SpecError, match=r"no source\.yml"):
        registry.load(tmp_path)
    (folder / "source.yaml").write_text("")
    with pytest.raises(SpecError, match=r"rename it to source\.yml"):
        registry.load(tmp_path)


def test_a_dated_name_and_the_naming_parameter_are_demanded(tmp_path):
    access = {
        "method": "page_link",
        "base_url": "https://portal.example",
        "host_variable": "VIGIA_TEST_URL",
        "page_path": "/p",
        "css_class": "download-file",
        "name_attribute": "data-filename",
        "extension_attribute": "data-extension",
        "name_pattern": r"Obras (?P<day>\d+)-(?P<month>\d+)",
        "extension": ".xlsx",
        "file_path": "/f",
        "name_parameter": "filename",
        "parameters": {"filename": "{name}"},
    }
    write(tmp_path, changed("access", access))
    with pytest.raises(SpecError, match="lacks the named groups"):
        registry.load(tmp_path)
    access |= {"name_pattern": r"(?P<day>\d+)-(?P<month>\d+)-(?P<year>\d+)", "parameters": {"name": "{name}"}}
    write(tmp_path, changed("access", access))
    with pytest.raises(SpecError, match="lacks 'filename'"):
        registry.load(tmp_path)


def test_our_own_sources_load_and_agree_with_each_other():
    specs = registry.load()
    assert specs == registry.load()
    for name, spec in specs.items():
        assert spec.name == name
        if spec.access is not None:
            assert spec.politeness.seconds_per_request >= 2.0, f"{name} asks faster than we promise"
