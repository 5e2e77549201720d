"""The frame of every page: templates, words, night, world and edition.

Here: what all pages share, and rendering one of them. Not here: which pages there are (``site``) and what they say
(``pages``).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from dashboard import addresses, fields, formats, texts
from dashboard.islands import island
from dashboard.rulebook import RuleCard, unknown
from dashboard.trusted import trusted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from alerts.casework import Dismissed
    from alerts.roots import Root
    from dashboard.snapshot import Row, Snapshot
    from dashboard.writer import Writer

FOLDER = Path(__file__).parent / "templates"
NATIONAL = "00"
_SLOT = "\x00"


class _Compiled(BytecodeCache):
    """Compiled templates of this process. Texts are folded into them, so they are never kept longer than that."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template that was compiled before."""
        if bucket.key in self._codes:
            bucket.bytecode_from_string(self._codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template for the next edition and the next night."""
        self._codes[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@dataclass(frozen=True)
class Facts:
    """What is the same on every page of one site; plain data."""

    edition: str
    world: str
    invented: bool
    night: date
    rules: tuple[RuleCard, ...]
    ledger: str | None = None  # folder of the ledger, seen from the site's root
    roots: tuple[Root, ...] = ()  # the archive's hash chain, oldest link first
    dismissed: tuple[Dismissed, ...] = ()  # episodes of alerts that staff dismissed

    @property
    def staff(self) -> bool:
        """Whether this is the internal edition."""
        return self.edition == "staff"


class Site:
    """One site being built: its facts, the snapshot it reads and the writer it writes with."""

    def __init__(self, facts: Facts, snapshot: Snapshot, writer: Writer) -> None:
        self.facts = facts
        self.snapshot = snapshot
        self.writer = writer
        self.texts = texts.load()
        self.rules: Mapping[str, RuleCard] = {rule.rule_id: rule for rule in facts.rules}
        self.sources: dict[str, Row] = {row["source"]: row for row in snapshot.rows("sources")}
        self.regions: dict[str, str] = {
            row["region"]: formats.place(row["department"]) for row in snapshot.rows("regions") if row["department"]
        }
        self.body_groups: dict[str, Row] = {row["body_key"]: row for row in snapshot.rows("body_groups")}
        self.field_labels = fields.labels()
        self._environment = self._make_environment()
        self._templates: dict[str, Any] = {}
        self._frames: dict[tuple[str, str, bool], tuple[str, str, str]] = {}

    def rule(self, rule_id: str) -> RuleCard:
        """The card of a rule, also of one that left the registry."""
        return self.rules.get(rule_id) or unknown(rule_id)

    def region_name(self, region: str | None) -> str:
        """Name of a region; works without one stand under "no region"."""
        code = region or NATIONAL
        return self.regions.get(code) or (self.texts.pair("places.national")[0] if code == NATIONAL else code)

    def render(self, template: str, address: str, *, here: str, title: Markup | str, **values: object) -> str:
        """HTML of the page at ``address``; ``here`` is its section in the menu, ``title`` one or two languages."""
        root = "../" * address.count("/")
        found = self._templates.get(template)
        if found is None:
            found = self._templates[template] = self._environment.get_template(template)
        main = found.render(root=root, title=title, **values)
        before, between, after = self._frame(root, here, current=any(page == address for _, page in self._sections()))
        return "".join((before, escape(_spanish(title)), between, main, after))

    def _frame(self, root: str, here: str, *, current: bool) -> tuple[str, str, str]:
        """What stands before the title, between title and content, and after: the same for many pages."""
        key = (root, here, current)
        if key not in self._frames:
            whole = self._environment.get_template("base.html").render(
                root=root, here=here, current=current, slot_title=_SLOT, slot_main=_SLOT
            )
            before, between, after = whole.split(_SLOT)
            self._frames[key] = (before, between, after)
        return self._frames[key]

    def write(self, template: str, address: str, *, here: str, title: Markup | str, **values: object) -> None:
        """Render a page and write it."""
        self.writer.page(address, self.render(template, address, here=here, title=title, **values))

    def portal(self, subject_id: str) -> str | None:
        """Portal page of a record; never in an invented world, whose codes may be those of real works."""
        return None if self.facts.invented else addresses.portal(subject_id)

    def _make_environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_COMPILED,
        )
        environment.globals.update(
            facts=self.facts, say=self.texts.say, word=self.texts.word, both=texts.both,
            words=self.texts.words, island=island, rule_of=self.rule, region_name=self.region_name,
            body_page=addresses.body_page, region_page=addresses.region_page, rule_page=addresses.rule_page,
            subject_page=addresses.subject_page, split_subject=addresses.split_subject,
            safe_link=addresses.safe_link, portal=self.portal, sections=self._sections(), share=formats.share,
            spanish=_spanish,
        )  # fmt: skip
        environment.filters.update(
            money=formats.money, number=formats.number, percent=formats.percent, day=formats.day, bdi=formats.name,
            hash=formats.short_hash, whole_hash=formats.whole_hash,
            place=formats.place, plain=formats.plain, plain_day=formats.plain_day,
            filesize=formats.size, say=self.texts.constant, es=self.texts.spanish, attrs=self.texts.attributes,
            label=self.texts.label,
        )  # fmt: skip
        environment.globals["m"] = environment.get_template("macros.html").module
        return environment

    def _sections(self) -> list[tuple[str, str]]:
        lists = [("lists", "listas.html")] if self.facts.staff else []
        return [
            ("today", "index.html"), ("regions", "regiones.html"), ("bodies", "entidades.html"),
            ("alerts", "alertas.html"), ("rules", "reglas.html"), *lists, ("health", "salud.html"),
            ("downloads", "descargas.html"), ("about", "acerca.html"),
        ]  # fmt: skip


def _spanish(text: Markup | str) -> str:
    """The Spanish half of a bilingual text, for the page's title."""
    if not isinstance(text, Markup) or '<span lang="es">' not in text:
        return trusted(escape(text)).striptags()
    return trusted(text.split('<span lang="es">', 1)[1].split("</span>", 1)[0]).striptags()


def relative(target: Path, start: Path) -> str:
    """Address of ``target`` seen from the folder ``start``, with forward slashes."""
    return Path(os.path.relpath(target, start)).as_posix()
