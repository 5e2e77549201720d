"""A value that was replaced stands beside the look that showed it, and the new one beside its own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest

from dashboard import site

RULE, CODE = "CHG-02", "500003"
SEEN, SINCE = "contract_amount_was_seen", "contract_amount_since"


@pytest.fixture(scope="module")
def page(invented, tmp_path_factory):
    """The page of one work whose amount was replaced: the looks of ten and of two days before the night differ."""
    folder = tmp_path_factory.mktemp("shown")
    path = invented.build(folder / "vigia.duckdb", works=4, bodies=1)
    old, new = invented.NIGHT - timedelta(10), invented.NIGHT - timedelta(2)
    observed = json.dumps({
        "was_contract_amount": "200000.00", SEEN: old.isoformat(), "contract_amount": "230000.00", SINCE: new.isoformat(), "additions": 0,
    })  # fmt: skip
    with duckdb.connect(str(path)) as con:
        con.execute(
            "INSERT INTO meta_looks BY NAME SELECT 'contraloria_infobras' AS source, '' AS part, $old::DATE AS night, $old::DATE AS seen_on, "
            "'complete' AS verdict, 'new_payload' AS reason, $sha AS payload_sha256, TRUE AS accepted, 900 AS rows_in", {"old": old, "sha": invented.digest("before")},
        )  # fmt: skip
        con.execute(
            "INSERT INTO meta_receipts BY NAME SELECT 'contraloria_infobras' AS source, '' AS part, $old::DATE AS night, 'https://datos.example.pe/antes' AS url, "
            "'2026-11-11T04:10:00Z' AS requested_at, 200 AS status, $sha AS payload_sha256, 1024 AS payload_bytes", {"old": old, "sha": invented.digest("before")},
        )  # fmt: skip
        con.execute(
            "INSERT INTO alerts BY NAME SELECT * REPLACE ('changed' AS alert_id, $rule AS rule_id, 'open' AS state, 'open' AS visibility, $claim AS claim) "
            "FROM alerts WHERE subject_id = $subject LIMIT 1", {"rule": RULE, "claim": json.dumps({"observed": json.loads(observed), "looks": []}), "subject": f"infobras:work:{CODE}"},
        )  # fmt: skip
        con.execute(
            "INSERT INTO findings BY NAME SELECT $rule AS rule_id, 1 AS rule_version, $subject AS subject_id, 3 AS severity, $night::DATE AS seen_on, $observed AS observed",
            {"rule": RULE, "subject": f"infobras:work:{CODE}", "night": invented.NIGHT, "observed": observed},
        )  # fmt: skip
    like = next(rule for rule in invented.rules() if rule.rule_id == "OUT-01")
    shown_by = (("was_contract_amount", SEEN), ("contract_amount", SINCE))
    rules = (*invented.rules(), replace(like, rule_id=RULE, dimension="changed", shown_by=shown_by))
    facts = {"world": "sandbox-7-4", "invented": True, "night": invented.NIGHT, "rules": rules, "roots": invented.roots()}
    site.build(path, folder / "site", edition="staff", **facts)
    text = (folder / "site" / "obras" / f"{CODE}.html").read_text("utf-8")
    return re.sub(r'<span lang="en">(?:(?!</?span).)*</span>', "", text.replace("\n", " "))


def beside(page, value):
    """What stands in the same item of the list as a value."""
    card = page[page.index('id="alerta-changed"') :]
    (item,) = [part for part in re.split(r'<li><span class="pair">', card)[1:] if f"<bdi>{value}</bdi>" in part.split("</b>")[0]]
    return item.split("</ul>")[0]


def test_each_value_stands_beside_the_look_that_showed_it(page, invented):
    old, new = beside(page, "200000.00"), beside(page, "230000.00")
    assert "leído el 10/11/2026" in old
    assert invented.digest("before") in old
    assert "https://datos.example.pe/antes" in old
    assert "leído el 18/11/2026" in new
    assert invented.digest("contraloria_infobras") in new
    # The control: neither look stands beside the other value.
    assert invented.digest("before") not in new
    assert invented.digest("contraloria_infobras") not in old


def test_the_days_of_the_looks_are_told_there_and_not_among_the_other_values(page):
    card = page[page.index('id="alerta-changed"') :].split("</article>")[0]
    observed = card.split("<dt>")[1]
    assert "additions" in observed or "adicionales" in observed
    assert "200000.00" not in observed
    assert "10/11/2026" not in observed
