"""Every red flag can be raised, not raised and not asked; each answer was worked by hand."""

import json
from datetime import date, timedelta
from decimal import Decimal

import cases
import pytest

from checks import flags
from checks.registry import rules

DAY = date(2025, 3, 3)
FIRM, CONSORTIUM, PERSON = "20100000009", "1495726", "10*********"
PROCESS = {
    "ocid": "p1", "process_id": "ocds:process:p1", "category": "works", "body_key": "seace:body:77", "cui": "2345678",
    "called_on": DAY, "method": "open", "tenderers_count": 3, "unparsable": [], "unpublished": [],
}  # fmt: skip
AWARD = {"ocid": "p1", "award_id": "a", "awarded_on": DAY + timedelta(30), "amount": Decimal(900), "currency": "PEN",
         "supplier_ids": [FIRM]}  # fmt: skip
CONTRACT = {"ocid": "p1", "contract_id": "c", "contract_subject_id": "ocds:contract:p1/c", "award_id": "a",
            "signed_on": DAY + timedelta(45), "amount": Decimal(900), "currency": "PEN"}  # fmt: skip
WORK = {
    "work_id": "infobras:work:1", "work_code": "1", "contract_amount": Decimal(1000), "additions": 1,
    "additions_amount": Decimal(100), "modifications": 1, "modification_days": 10, "term_days": 100,
    "unparsable": [], "unpublished": [],
}  # fmt: skip
# Goods bought from the same firm long before: the feed is known for more than a year, and the firm is not new.
EARLIER = PROCESS | {"ocid": "p0", "process_id": "ocds:process:p0", "category": "goods", "called_on": DAY - timedelta(400)}
EARLIER_AWARD = AWARD | {"ocid": "p0", "awarded_on": DAY - timedelta(390)}
PLAIN = {"core_processes": [EARLIER, PROCESS], "core_awards": [EARLIER_AWARD, AWARD], "core_contracts": [CONTRACT],
         "core_works": [WORK], "links": []}  # fmt: skip


@pytest.fixture
def raised(warehouse, monkeypatch):
    """How many of a warehouse that holds these rows were asked and raised, by flag; of one only where it is named."""

    def _raised(name=None, **tables):
        if name:
            one = [flag for flag in flags.book().flags if flag.id == name]
            book = flags.book().model_copy(update={"flags": one})
            monkeypatch.setattr(flags, "book", lambda: book)
        for table, rows in (PLAIN | tables).items():
            warehouse.execute(f"DELETE FROM {table}")
            cases.insert(warehouse, table, rows)
        flags.raise_flags(warehouse)
        counts = warehouse.execute("SELECT flag, asked, raised FROM red_flag_counts").fetchall()
        return {str(flag): (int(asked), int(number)) for flag, asked, number in counts}

    yield _raised
    for table in PLAIN:
        warehouse.execute(f"DELETE FROM {table}")


def process(**changes):
    return {"core_processes": [EARLIER, PROCESS | changes]}


def award(**changes):
    return {"core_awards": [EARLIER_AWARD, AWARD | changes]}


def contract(**changes):
    return {"core_contracts": [CONTRACT | changes]}


def work(**changes):
    return {"core_works": [WORK | changes]}


def row_of(number, process=None, award=None):
    """Several processes of works, each with its award: (changes of the process, changes of the award) by its number."""
    ocid = f"q{number}"
    return (
        PROCESS | {"ocid": ocid, "process_id": f"ocds:process:{ocid}"} | (process or {}),
        AWARD | {"ocid": ocid} | (award or {}),
    )


def several(*changed):
    pairs = [row_of(number, *changes) for number, changes in enumerate(changed)]
    return {
        "core_processes": [EARLIER, *(process for process, _ in pairs)],
        "core_awards": [EARLIER_AWARD, *(award for _, award in pairs)],
        "core_contracts": [],
    }


def calls(*methods, days=10):
    """Calls of one body, one every so many days, each for another investment and won by another firm."""
    return several(*[
        (
            {"method": method, "cui": f"230000{number}", "called_on": DAY + timedelta(days * number)},
            {"supplier_ids": [f"2030000000{number}"], "awarded_on": DAY + timedelta(days * number + 30)},
        )
        for number, method in enumerate(methods)
    ])  # fmt: skip


def wins(*firms, days=10, **changes):
    """Awards of one body to these firms, one every so many days, each for another investment."""
    return several(*[
        (
            {"cui": f"230000{number}", "called_on": DAY + timedelta(days * number)} | changes,
            {"supplier_ids": [firm], "awarded_on": DAY + timedelta(days * number + 30)},
        )
        for number, firm in enumerate(firms)
    ])  # fmt: skip


def grown(times, days=100, **changes):
    """A second award of the body to the same firm, so many times the first and so many days after it."""
    return several(
        ({"cui": "2300001"}, {"amount": Decimal(900)}),
        ({"cui": "2300002"}, {"amount": Decimal(900) * times, "awarded_on": AWARD["awarded_on"] + timedelta(days)} | changes),
    )


ROAD, SQUARE = "7214100100233029", "7214112800351486"


def of_class(values=(), last=None, **changes):
    """Works of one class, of these values; of the last one more may differ."""
    known = {"item_classes": [ROAD], "cui": None}
    pairs = [({"value_pen": value and Decimal(value)} | known | changes, {}) for value in values]
    return several(*pairs[:-1], (pairs[-1][0] | (last or {}), {}))


def tendered(*counts, **changes):
    """Roads for which so many tendered."""
    return several(*[({"tenderers_count": count, "item_classes": [ROAD]} | changes, {}) for count in counts])


def market(*awards, days=10, **changes):
    """Roads of one body, one awarded every so many days: who won, and for how much."""
    return several(*[
        (
            {"cui": None, "item_classes": [ROAD]} | changes,
            {"supplier_ids": [firm], "amount": amount and Decimal(amount), "awarded_on": DAY + timedelta(days * at + 30)},
        )
        for at, (firm, amount) in enumerate(awards)
    ])  # fmt: skip


DIVISIONS = [f"{72 + number}00000000000000" for number in range(8)]


def suppliers(*varieties, each=20, **changes):
    """Firms with so many awards each, of so many divisions; the last award of the last firm is of a work."""
    won = [
        ({"category": "goods"}, {"supplier_ids": [f"2040000000{firm}"], "item_classes": [DIVISIONS[number % variety]]})
        for firm, variety in enumerate(varieties)
        for number in range(each)
    ]
    return several(*won[:-1], ({}, won[-1][1] | changes))


# In the middle of 21 values: the sixth is 200 and the sixteenth 400, or 1,000 and 1,200.
LOW = [100] * 5 + [200] * 5 + [300] * 5 + [400] * 5
HIGH = [1000] * 5 + [1100] * 5 + [1200] * 10
OTHERS = [f"2030000000{number}" for number in range(5)]
RAISED = {
    "single_tenderer": [process(tenderers_count=1), process(tenderers_count=1, method="selective")],
    "short_call": [award(awarded_on=DAY + timedelta(14)), award(awarded_on=DAY)],
    "direct_is_usual": [calls("open", "open", "direct", "direct", "direct", "direct")],
    "split_contracts": [several(({}, {}), ({"called_on": DAY + timedelta(180)}, {}))],
    "repeated_direct_awards": [wins(FIRM, FIRM, FIRM, days=182, method="direct")],
    "supplier_share": [wins(FIRM, FIRM, FIRM, OTHERS[0], OTHERS[1], FIRM)],
    "small_then_large": [grown(10), grown(10, days=365)],
    "contract_unlike_award": [contract(amount=Decimal("990.01")), contract(amount=Decimal("809.99"))],
    "late_signature": [contract(signed_on=AWARD["awarded_on"] + timedelta(61))],
    "new_supplier": [{"core_awards": [AWARD]}, award(supplier_ids=["20999999999"])],
    "unlike_value": [of_class([*LOW, 700]), of_class([*HIGH, 700])],
    "few_tenderers": [tendered(*[5] * 19, 2)],
    "market_share": [market(*[(firm, "149.75") for firm in OTHERS[:4]], (FIRM, 401)),
                     market((FIRM, 200), *[(firm, 100) for firm in OTHERS[:3]], (FIRM, "1"), days=182)],
    # Of 1, 2, 2, 3 and one more divisions: the quartiles are 2 and 3, so 4.5 are far above.
    "varied_supplier": [suppliers(1, 2, 2, 3, 5), suppliers(1, 2, 2, 3, 8)],
    "additions_near_level": [work(additions_amount=Decimal(150)), work(additions_amount=Decimal("140.01")),
                             work(additions_amount=Decimal(500)), work(additions_amount=Decimal("490.01"))],
    "repeated_extensions": [work(modifications=3)],
    "long_extension": [work(modification_days=50)],
}  # fmt: skip
NOT_RAISED = {
    "single_tenderer": [{}, process(tenderers_count=2)],
    "short_call": [award(awarded_on=DAY + timedelta(15))],
    # Fewer than half of the calls; or most of them, but this one is open.
    "direct_is_usual": [calls("open", "open", "open", "direct", "direct"), calls("direct", "direct", "direct", "direct", "open")],
    "split_contracts": [
        {}, several(({}, {}), ({"called_on": DAY + timedelta(181)}, {})), several(({}, {}), ({"cui": "2345679"}, {})),
        several(({}, {}), ({"body_key": "seace:body:78"}, {})), several(({}, {}), ({}, {"supplier_ids": OTHERS[:1]})),
    ],
    "repeated_direct_awards": [
        wins(FIRM, FIRM, FIRM, days=183, method="direct"), wins(FIRM, FIRM, OTHERS[0], method="direct"), wins(FIRM, FIRM, method="direct"),
    ],
    "supplier_share": [wins(FIRM, FIRM, *OTHERS[:3]), wins(FIRM, FIRM, OTHERS[0], OTHERS[1], OTHERS[2], OTHERS[3])],
    "small_then_large": [grown(Decimal("9.99"))],
    "contract_unlike_award": [
        {}, contract(amount=Decimal(990)), contract(amount=Decimal(810)),
        # Two contracts of one award add up to it.
        {"core_contracts": [CONTRACT | {"amount": Decimal(450)}, CONTRACT | {"contract_id": "d", "amount": Decimal(450)}]},
    ],
    "late_signature": [contract(signed_on=AWARD["awarded_on"] + timedelta(60)), contract(signed_on=AWARD["awarded_on"])],
    "new_supplier": [{}],
    "unlike_value": [of_class([*LOW, "699.99"]), of_class([*HIGH, "700.01"]), of_class([*LOW, 400])],
    # Three of 4.9; two of exactly four.
    "few_tenderers": [tendered(*[5] * 19, 3), tendered(*[4] * 18, 6, 2)],
    "market_share": [market(*[(firm, 150) for firm in OTHERS[:4]], (FIRM, 400)), market(*[(firm, 100) for firm in OTHERS])],
    "varied_supplier": [suppliers(1, 2, 2, 3, 4), suppliers(1, 2, 2, 3, 3)],
    "additions_near_level": [
        work(additions_amount=Decimal(140)), work(additions_amount=Decimal("150.01")),
        work(additions_amount=Decimal(490)), work(additions_amount=Decimal("500.01")),
    ],
    "repeated_extensions": [work(modifications=2), work(modifications=0)],
    "long_extension": [work(modification_days=49), work(modification_days=0)],
}  # fmt: skip
NOT_ASKED = {
    # A direct procedure has one tenderer by its nature; none awarded yet may still get others; none published is no zero.
    "single_tenderer": [
        process(method="direct", tenderers_count=1), process(method=None, tenderers_count=1), process(tenderers_count=None),
        process(tenderers_count=0), {"core_awards": [EARLIER_AWARD]}, process(tenderers_count=1, unparsable=["tenderers_count"]),
        process(tenderers_count=1, category="services"),
    ],
    "short_call": [process(called_on=None), award(awarded_on=None), award(awarded_on=DAY - timedelta(1)), process(method="direct")],
    "direct_is_usual": [calls("direct", "direct", "direct", "direct"), calls("direct", "direct", "direct", "direct", None),
                        calls("direct", "direct", "direct", "direct", "direct", days=92)],
    "split_contracts": [process(cui=None), award(supplier_ids=[PERSON]), award(supplier_ids=[]), process(body_key=None)],
    "repeated_direct_awards": [{}, process(method="direct") | award(supplier_ids=[PERSON]), process(method="direct") | award(awarded_on=None)],
    "supplier_share": [wins(FIRM, FIRM, FIRM, FIRM), wins(*[PERSON] * 5)],
    # The first award; too long after it; another currency; an amount that is not published.
    "small_then_large": [{}, grown(10, days=366), grown(10, currency="USD"), grown(10, supplier_ids=OTHERS[:1])],
    "contract_unlike_award": [
        {"core_contracts": []}, contract(currency="USD"), contract(amount=None), contract(award_id=None), award(amount=None),
        award(amount=Decimal(0)),
    ],
    "late_signature": [contract(signed_on=None), contract(signed_on=DAY), award(awarded_on=None), contract(award_id="b")],
    # A consortium has a new code each time; a year of the feed must have been read; an award without date may be the first.
    "new_supplier": [
        award(supplier_ids=[CONSORTIUM]), award(supplier_ids=[PERSON]), {"core_processes": [PROCESS], "core_awards": [AWARD]},
        {"core_awards": [EARLIER_AWARD | {"awarded_on": None}, AWARD]},
    ],
    # Too few; all alike; the value, the method or the class of an item not known; items of two classes.
    "unlike_value": [
        of_class(LOW[1:]), of_class([300] * 20 + [900]), of_class([*LOW[1:], None]), of_class([*LOW, 700], method=None),
        of_class([*LOW, 700], item_classes=None), of_class([*LOW, 700], item_classes=[ROAD, SQUARE]),
        of_class([*LOW[1:], 700], last={"item_classes": [SQUARE]}), of_class([*LOW, 700], category="services"),
    ],
    # Three on average are no crowd.
    "few_tenderers": [
        tendered(*[5] * 18, 2), tendered(*[3] * 20), tendered(*[5] * 19, 2, method="direct"), tendered(*[5] * 18, None, 2),
        tendered(*[5] * 19, 2, item_classes=None), tendered(*[5] * 19, 2) | {"core_awards": [EARLIER_AWARD]},
    ],
    "market_share": [
        market(*[(FIRM, 100)] * 4), market(*[(PERSON, 100)] * 5), market(*[(FIRM, 100)] * 4, (FIRM, None)),
        market(*[(FIRM, 100)] * 5, item_classes=None), market(*[(FIRM, 100)] * 5, days=183), market(*[(FIRM, 100)] * 5, body_key=None),
    ],
    "varied_supplier": [
        suppliers(1, 2, 3, 5), suppliers(2, 2, 2, 2, 2), suppliers(1, 2, 2, 3, 5, each=19),
        suppliers(1, 2, 2, 3, 5, supplier_ids=OTHERS[:2]), suppliers(1, 2, 2, 3, 5, supplier_ids=[PERSON]),
        suppliers(1, 2, 2, 3, 5, supplier_ids=OTHERS[:1], item_classes=None),
    ],
    "additions_near_level": [
        work(additions=0, additions_amount=Decimal(150)), work(additions=None), work(additions_amount=None),
        work(contract_amount=None), work(contract_amount=Decimal(1)), work(unparsable=["additions_amount"]),
    ],
    "repeated_extensions": [work(modifications=None), work(modifications=-1), work(modifications=3, unparsable=["modifications"])],
    "long_extension": [work(modification_days=None), work(term_days=None), work(term_days=0), work(modification_days=-5)],
}  # fmt: skip


def test_each_flag_has_its_three_answers():
    names = {flag.id for flag in flags.book().flags}
    assert set(RAISED) == set(NOT_RAISED) == set(NOT_ASKED) == names


@pytest.mark.parametrize(("name", "tables"), [(n, t) for n, many in RAISED.items() for t in many])
def test_a_flag_is_raised(raised, name, tables):
    assert raised(name, **tables)[name][1] > 0


@pytest.mark.parametrize(("name", "tables"), [(n, t) for n, many in NOT_RAISED.items() for t in many])
def test_its_twin_is_not(raised, name, tables):
    asked, number = raised(name, **tables)[name]
    assert asked > 0
    assert number == 0


@pytest.mark.parametrize(("name", "tables"), [(n, t) for n, many in NOT_ASKED.items() for t in many])
def test_what_is_not_known_is_not_asked(raised, name, tables):
    assert name not in raised(name, **tables)


def test_a_raised_flag_names_its_subject_and_what_was_read(raised, warehouse):
    raised(**process(tenderers_count=1))
    ((flag, subject, observed),) = warehouse.execute("SELECT * FROM red_flags").fetchall()
    assert (flag, subject) == ("single_tenderer", "ocds:process:p1")
    assert json.loads(observed) == {"method": "open", "tenderers_count": 1}


def link(ocid="p1", confidence=0.95):
    return {"from_id": WORK["work_id"], "to_id": f"ocds:process:{ocid}", "method": "cui_ruc", "confidence": confidence}


def of_work(warehouse):
    return warehouse.execute("SELECT asked, raised, flags FROM work_flags").fetchone()


def test_a_work_bears_its_flags_and_those_of_its_processes_beside_how_many_were_asked(raised, warehouse):
    flagged = process(tenderers_count=1) | work(modifications=3)
    raised(**flagged)
    assert of_work(warehouse) == (3, 1, ["repeated_extensions"])
    raised(**flagged, links=[link(confidence=0.5)])
    assert of_work(warehouse) == (3, 1, ["repeated_extensions"])
    # Of the process: one tenderer, days to the award, same investment, contract's amount, signature, new supplier.
    raised(**flagged, links=[link(), link() | {"method": "nomenclature"}])
    assert of_work(warehouse) == (9, 2, ["repeated_extensions", "single_tenderer"])
    raised(**work(additions=None, modifications=None, modification_days=None))
    assert of_work(warehouse) == (0, 0, [])


def test_a_flag_of_two_processes_of_one_work_counts_once(raised, warehouse):
    raised(**several(({"tenderers_count": 1}, {}), ({"tenderers_count": 1}, {})), links=[link("q0"), link("q1")])
    assert of_work(warehouse)[2] == ["single_tenderer", "split_contracts"]


def test_every_code_of_the_guide_is_asked_or_said_not_to_be():
    book = flags.book()
    told = [flag.code for flag in book.flags if flag.code] + [code for absent in book.absent for code in absent.codes]
    assert sorted(told) == [f"R{number:03d}" for number in range(1, 74)]
    assert set(book.cardinal) <= set(told)
    assert len(book.cardinal) == 11
    assert {rule for absent in book.absent for rule in absent.rules} <= set(rules())
