"""Formats, masking, addresses, data blocks and texts, one by one."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from dashboard import addresses, fields, formats, islands, masking, rulebook, texts
from dashboard.errors import TextError
from dashboard.pages import alerts as alert_pages
from warehouse import tables


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("1234567.89"), "S/ 1,234,567.89"), (Decimal(0), "S/ 0.00"), (Decimal("-5.5"), "S/ -5.50"), (None, "—")],
)
def test_money(value, shown):
    assert formats.money(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(1234, "1,234"), (Decimal("57.40"), "57.4"), (Decimal("100.00"), "100"), (0, "0"), (None, "—")]
)
def test_number(value, shown):
    assert formats.number(value) == shown


def test_day_carries_iso_and_reads_local():
    assert formats.day(date(2026, 3, 4)) == '<time datetime="2026-03-04">04/03/2026</time>'


def test_share_without_a_whole():
    assert formats.share(0, 0) == "—"
    assert formats.share(9, 49) == "18.4 %"


def test_place_names():
    assert formats.place("MADRE DE DIOS") == "Madre de Dios"
    assert formats.place("LA LIBERTAD") == "La Libertad"
    assert formats.place("ÁNCASH") == "Áncash"


@pytest.mark.parametrize(
    "text", ["10456789012", "RUC 10456789012.", "RUC:10456789012", '"10456789012"', "RUC10456789012"]
)
def test_person_numbers_are_masked(text):
    assert masking.mask(text) == text.replace("10456789012", "10*********")


@pytest.mark.parametrize(
    "text", ["20456789012", "110456789012", "104567890123", "10456789012.50", "ab10456789012cd", "S/ 10,456,789,012.00"]
)
def test_other_numbers_stay(text):
    assert masking.mask(text) == text


def test_companies_keep_their_name():
    assert masking.company("20456789012", "ACME S.A.C.") == "ACME S.A.C."
    assert masking.company("10*********", "JUANA QUISPE") == "PERSONA NATURAL"
    assert masking.company(None, "CONSORCIO X") == "CONSORCIO X"


def test_slugs_never_meet():
    keys = ["cui:1", "cui-1", "cui_1", "CUI:1", "../etc/passwd", "a b", "a-b", "a/b", ".git", "ñ", ""]
    slugs = [addresses.slug(key) for key in keys]
    assert len(set(slugs)) == len(keys)
    assert not [slug for slug in slugs if "/" in slug or slug.startswith(".")]


def test_only_web_addresses_are_linked():
    assert addresses.safe_link("https://x.pe/a?b=1") == "https://x.pe/a?b=1"
    for bad in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.pe", "http://[x", "", None):
        assert addresses.safe_link(bad) is None


def test_portal_pages():
    assert addresses.portal("infobras:work:559548").endswith("Sumario?ObraId=559548")
    assert addresses.portal("mef:investment:cui:2342129").endswith("tipo=2&codigo=2342129")
    assert addresses.portal("infobras:work:1&x=<").endswith("ObraId=1%26x%3D%3C")
    assert addresses.portal("infobras:body:1") is None


def test_islands_hold_data_and_no_markup():
    data = {"a": "</script><!--<script>", "b": "\u2028\u2029&", "c": date(2026, 1, 2), "d": Decimal("1.50")}
    block = str(islands.island("x", data))
    inner = block.removeprefix('<script type="application/json" id="x">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inner)
    assert json.loads(inner) == {"a": "</script><!--<script>", "b": "\u2028\u2029&", "c": "2026-01-02", "d": "1.50"}


def test_islands_refuse_what_is_not_data():
    with pytest.raises(TypeError):
        islands.island("x", {"a": object()})


def test_texts_are_filled_escaped_in_both_languages():
    found = texts.Texts({"a": ("Lee {x} & más", "Read {x} & more")})
    assert found.say("a", x="<b>") == (
        '<span lang="es">Lee &lt;b&gt; &amp; más</span><span lang="en">Read &lt;b&gt; &amp; more</span>'
    )


def test_an_unknown_text_names_itself():
    with pytest.raises(TextError, match="nowhere"):
        texts.load().say("nowhere")


def test_a_code_without_words_is_shown_as_it_is():
    assert texts.load().word("state", "<new>") == "&lt;new&gt;"


def test_fields_name_columns_that_exist():
    declared = {
        letter: set(tables.load()[table].column_names)
        for letter, table in (
            ("w", "core_works"), ("i", "core_investments"), ("p", "core_processes"), ("s", "core_work_summaries"),
        )
    }
    for group in fields.groups():
        for field in group.fields:
            assert field.columns
            for letter, column in field.columns.items():
                assert column in declared[letter], (letter, column)


def test_alerts_of_a_region_move_to_their_own_page_when_there_are_many():
    assert alert_pages.region_address("04", 5_000) == "alertas.html#region=04"
    assert alert_pages.region_address("04", 5_001) == "alertas/04.html"


def test_every_alert_event_of_the_room_of_alerts_has_the_same_words():
    from alerts import machine

    mine = texts.load().words("event")
    for code, said in machine.declaration().events.items():
        assert mine[code] == (said.es, said.en)


def test_every_fact_that_is_compared_has_the_words_of_its_declaration():
    from checks.comparing import comparisons

    assert texts.load().words("fact") == {
        fact: (item.title.es, item.title.en) for fact, item in comparisons().items()
    }


def test_what_rules_work_out_is_said_in_words_and_nothing_else_is():
    worked_out = {step.reason for card in rulebook.load() for step in card.steps if step.kind == "value"}
    assert set(texts.load().words("value")) == worked_out


def test_every_rule_of_the_registry_has_a_card_with_words():
    cards = rulebook.load()
    assert len(cards) >= 12
    reasons, notify = texts.load().words("reason"), texts.load().words("notify")
    for card in cards:
        assert all([*card.title, *card.why, *card.verify, card.ask[0], *card.expected]), card.rule_id
        assert card.severity
        assert not set(card.notify) - set(notify)
        assert not {step.reason for step in card.steps if step.group == "reason" and step.reason} - set(reasons)
        # A fault of the data is asked, never called a failure of a body.
        judged = "asked" if card.notify[0] == "D1" else "failed"
        assert {step.kind for step in card.steps} & {"asked", "failed"} == {judged}, card.rule_id
        assert {step.kind for step in card.steps} >= {"not_applicable", "passed"}, card.rule_id
        for regime in ("R0", "R1", "unknown", None):
            assert all(ground.firm for ground in card.duty(regime))


def test_observed_values_are_told_as_people_read_them():
    from dashboard.evidence import shown

    words = texts.load()
    assert "Cerrada" in shown(words, "investment_state", "closed")
    assert shown(words, "state_text", "closed") == "closed"
    assert shown(words, "started_on", "2026-02-01") == "01/02/2026"
    assert "no se ubicó" in shown(words, "investment_state", None)


def test_a_due_date_is_written_into_what_is_expected():
    card = next(card for card in rulebook.load() if "{due}" in card.expected[0])
    assert "{due}" not in "".join(card.expected_by("01/02/2026", "01/02/2026"))


def test_every_refusal_and_fault_of_a_reader_has_words():
    from sources import refusals

    words = texts.load().words("fault")
    known = [*refusals.FILE_CODES, *refusals.ROW_CODES, *refusals.CELL_CODES]
    assert len(known) > 20
    assert not set(known) - set(words)


def test_every_fault_of_asking_has_the_words_the_sources_give_it():
    """The site may not import the sources; so their words stand here too, and must be the same."""
    from sources.verdicts import WORDS

    shown = texts.load().words("fault")
    own = {"html_instead"}  # the readers' words for the same code
    assert {str(reason): (words.es, words.en) for reason, words in WORDS.items() if reason not in own} == {
        str(reason): shown.get(str(reason)) for reason in WORDS if reason not in own
    }
