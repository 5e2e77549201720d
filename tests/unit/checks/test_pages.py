"""Pages beside what was known of their keys: what is held, what is taken, what becomes of a night, and the controls."""

import random
from datetime import date, timedelta

import pytest

from checks import page_contents
from checks.pages import Beside, Contents, Looked, weigh
from warehouse import load, meta, schema
from warehouse.connection import open_warehouse
from warehouse.pages import PageForm

NIGHT = date(2026, 3, 10)
SOURCE = "contraloria_ficha"
KEY = ("page_key", "VARCHAR")
PERCENT = "DECIMAL(20,4)"
COLUMNS = {
    "pages": (KEY, ("page", "VARCHAR"), ("elements", "BIGINT"), ("fields_sha256", "VARCHAR")),
    "progress": (KEY, ("codigo", "VARCHAR"), ("programmed", PERCENT), ("real", PERCENT), ("note", "VARCHAR")),
    "stoppages": (KEY, ("since", "DATE")),
    "rubrics": (KEY, ("projects", "BIGINT"), ("quarter", "BIGINT")),
    "arrays": (KEY, ("elements", "BIGINT")),
}
FORMS = [
    PageForm("execution", ("progress",), {"progress": ("codigo",)}, unshared=True),
    PageForm("stopped", ("stoppages",), unshared=True),
    PageForm("rubric", ("rubrics",), counted={"rubrics": "projects"}, period=("quarter",)),
    PageForm("counts", ("arrays",), counted={"arrays": "elements"}),
]
MOST_PCT = 20.0


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "vigia.duckdb"
    with open_warehouse(path) as con:
        schema.create(con)
        load.ensure_raw(con, [load.RawTable(SOURCE, name, columns) for name, columns in COLUMNS.items()])
    return path


@pytest.fixture
def nights(empty, tmp_path):
    """Nights of pages, each as (key, page) -> rows of its table: judged, then loaded as a night does it."""
    path = tmp_path / "vigia.duckdb"
    path.write_bytes(empty.read_bytes())
    with open_warehouse(path) as con:
        yield Nights(con, tmp_path)


class Nights:
    def __init__(self, con, folder):
        self.con, self.folder = con, folder

    def __call__(self, number, pages, *, loaded=True):
        """What was found of a night of pages; the night is loaded unless the gate would stop it."""
        day, files = NIGHT + timedelta(number), self.write(pages)
        found = page_contents.changes(self.con, SOURCE, day, files, FORMS, MOST_PCT)
        rows = [
            {"page_key": held.page.key, "page": held.page.page, "since": held.since, "reason": held.reason,
             "fields_sha256": held.page.fields_sha256}
            for held in found.held
        ]  # fmt: skip
        meta.record_held(self.con, day, SOURCE, rows)
        if loaded and not found.unlike:
            load.load_pages(self.con, load.PagesLook(SOURCE, day, str(day), files, FORMS))
        return found

    def write(self, pages):
        rows = {name: [] for name in COLUMNS}
        for (key, page), found in pages.items():
            table = next(form.tables[0] for form in FORMS if form.name == page)
            rows[table] += [(key, *row) for row in found]
            rows["pages"].append((key, page, len(found), repr(sorted(map(repr, found)))))
        return {name: self.parquet(name, listed) for name, listed in rows.items()}

    def parquet(self, name, rows):
        path = self.folder / f"{name}.parquet"
        listed = ", ".join(f"{column} {kind}" for column, kind in COLUMNS[name])
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE arriving ({listed})")
        for row in rows:
            self.con.execute(f"INSERT INTO arriving VALUES ({', '.join('?' for _ in row)})", list(row))
        self.con.execute(f"COPY arriving TO '{path}' (FORMAT parquet)")
        return path

    def months(self, key="1"):
        query = f"SELECT count(*) FROM raw_{SOURCE}__progress WHERE page_key = ?"
        return self.con.execute(query, [key]).fetchone()[0]

    def decide(self, number):
        row = {"source": SOURCE, "decided_on": NIGHT, "reason": "checked by telephone"}
        meta.record_decisions(self.con, NIGHT + timedelta(number), [row])


def months(number, first=1, *, swapped=False, note="x"):
    pairs = [(place * 10 + 5, place * 10 + 1) for place in range(first, first + number)]
    return [(str(place), *(pair[::-1] if swapped else pair), note) for place, pair in enumerate(pairs, start=first)]


def executions(number, *, keys="1", **how):
    """The same page of several keys; each has its own months."""
    return {(key, "execution"): months(number, 1 + 100 * int(key), **how) for key in keys}


def reasons(found):
    return {held.page.key: held.reason for held in found.held}


def test_a_page_that_lost_its_months_is_not_taken_and_the_others_are(nights):
    nights(0, executions(10, keys="12"))
    found = nights(1, {**executions(6), **executions(11, keys="2")})
    assert reasons(found) == {"1": "rows_gone"}
    assert found.held[0].detail == "progress: 6 of 10"
    assert (nights.months("1"), nights.months("2")) == (10, 11)
    seen = nights.con.execute("SELECT page_key, seen_on FROM meta_pages ORDER BY 1").fetchall()
    assert seen == [("1", NIGHT), ("2", NIGHT + timedelta(1))], "it keeps the day of its last good look"


def test_a_page_with_a_few_months_less_is_taken(nights):
    nights(0, executions(10))
    assert nights(1, executions(7)).held == ()
    assert nights.months() == 7


def test_what_is_gone_in_a_second_look_three_days_later_is_gone(nights):
    nights(0, executions(10))
    assert [len(nights(number, executions(5)).held) for number in (1, 2, 3)] == [1, 1, 1]
    found = nights(4, executions(5))
    assert (found.held, found.anew, nights.months()) == ((), {("1", "execution")}, 5)
    assert nights.con.execute("SELECT count(*) FROM meta_held").fetchone() == (0,)
    assert nights(5, executions(4)).held == (), "measured by the look that was taken"


def test_another_loss_within_the_days_begins_to_wait_anew(nights):
    nights(0, executions(10))
    nights(1, executions(5))
    nights(2, executions(4))
    assert reasons(nights(4, executions(4))) == {"1": "rows_gone"}


def test_a_night_that_is_repeated_finds_and_leaves_the_same(nights):
    nights(0, executions(10, keys="12"))
    tonight = {**executions(6), **executions(11, keys="2"), **executions(3, keys="3")}
    first = nights(1, tonight)
    tables = [nights.con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in ("meta_pages", "meta_held")]
    again = nights(1, tonight)
    assert (reasons(again), again.unlike, again.kept_pct) == (reasons(first), first.unlike, first.kept_pct)
    assert tables == [nights.con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in ("meta_pages", "meta_held")]


def test_a_layout_that_loses_rows_everywhere_is_the_portals_and_no_second_look_confirms_it(nights):
    nights(0, executions(10, keys="123"))
    for number in (1, 4, 9):
        found = nights(number, executions(6, keys="123"))
        assert (found.unlike, len(found.held), found.anew) == ({"execution": 100.0}, 3, frozenset())
    nights.decide(12)
    assert nights(12, executions(6, keys="123")).held == ()
    assert nights.months() == 6
    assert reasons(nights(13, executions(3))) == {"1": "rows_gone"}, "from then on it is the measure"


def test_members_under_each_others_name_are_seen_in_one_page_and_by_their_contents(nights):
    nights(0, executions(4))
    found = nights(1, {("1", "execution"): [*months(4, 101, swapped=True), *months(1, 200)]})
    assert reasons(found) == {"1": "members_exchanged"}
    assert found.held[0].detail == "progress: programmed ↔ real"


def test_corrected_values_are_no_exchange(nights):
    """One member takes over the other's values, which stand where they stood."""
    nights(0, {("1", "execution"): [("1", 10, 20, "x"), ("2", 30, 40, "x")]})
    assert nights(1, {("1", "execution"): [("1", 20, 20, "x"), ("2", 40, 40, "x")]}).held == ()


def test_a_member_that_every_page_had_and_none_has_is_seen(nights):
    nights(0, executions(4, keys="123"))
    assert set(reasons(nights(1, executions(4, keys="123", note=None))).values()) == {"member_emptied"}


def test_a_member_that_another_page_still_has_was_emptied_by_its_body(nights):
    nights(0, executions(4, keys="1234"))
    assert nights(1, {**executions(4, keys="123", note=None), **executions(4, keys="4")}).held == ()


def test_stoppages_that_are_lifted_are_no_loss_and_all_of_them_at_once_are(nights):
    stopped = {(key, "stopped"): [(NIGHT - timedelta(int(key)),)] for key in "12345"}
    nights(0, stopped)
    gone = {name: [] for name in stopped}
    assert nights(1, {**gone, ("5", "stopped"): stopped["5", "stopped"]}, loaded=False).held == ()
    assert set(reasons(nights(1, gone)).values()) == {"rows_of_kind_gone"}


@pytest.mark.parametrize(("left", "held"), [(4, 0), (3, 1), (0, 1)])
def test_what_a_column_counts_is_a_loss_too(nights, left, held):
    nights(0, {("1", "rubric"): [(5, 3)], ("1", "counts"): [(5,)]})
    found = nights(1, {("1", "rubric"): [(left, 3)], ("1", "counts"): [(left,)]})
    assert sorted(each.page.page for each in found.held) == ["counts", "rubric"][: 2 * held]
    assert {each.reason for each in found.held} <= {"rows_gone"}


def test_a_new_quarter_begins_a_new_count(nights):
    for number in range(5):
        assert nights(number, {(str(key), "rubric"): [(60 - number * 50 % 60, number)] for key in range(9)}).held == ()


def test_the_answer_of_another_key_is_seen_by_what_was_known(nights):
    nights(0, executions(4, keys="12"))
    found = nights(1, {("1", "execution"): months(4, 201)})
    assert found.held[0].reason == "same_answer"
    strangers = nights(2, {("1", "execution"): months(4, 901)})
    assert [(each.reason, each.detail) for each in strangers.held] == [("rows_gone", "progress: 0 of 4")]


def test_one_answer_for_two_keys_is_nobodys(nights):
    twice = {("1", "execution"): months(4), ("2", "execution"): months(4), ("3", "execution"): months(2, 50)}
    assert reasons(nights(0, twice)) == {"1": "same_answer", "2": "same_answer"}
    assert (nights.months("1"), nights.months("3")) == (0, 2)
    assert reasons(nights(1, {(key, "stopped"): [(NIGHT,)] for key in "67"})) == dict.fromkeys("67", "same_answer")
    empty = {("8", "execution"): [], ("9", "execution"): [], ("8", "stopped"): [], ("9", "stopped"): []}
    assert nights(2, empty).held == (), "nothing is everybody's"


def test_a_slow_loss_is_measured_by_the_most_there_was(nights):
    """9 % on five nights: no night loses much, and the pages together are below the floor on the second."""
    left = 100.0
    for number in range(5):
        found = nights(number, executions(round(left)))
        if number:
            assert found.kept_pct == pytest.approx(left, abs=1)
        left *= 0.91
    assert found.held == ()
    assert reasons(nights(5, executions(round(left)))) == {"1": "rows_gone"}


def test_growth_is_told_and_makes_up_for_no_loss(nights):
    nights(0, executions(60, keys="12"))
    found = nights(1, {**executions(45), **executions(300, keys="2")})
    assert (found.kept_pct, found.grown) == (87.5, (120, 345))


def page(key, **more):
    return Looked(key, "execution", f"sha-{key}", 6, 10, changed=True, **more)


@pytest.mark.parametrize(("lost", "of", "unlike"), [(2, 2, False), (3, 20, False), (3, 15, False), (3, 14, True)])
def test_a_few_pages_are_no_change_of_the_portal(lost, of, unlike):
    """Exactly at the limits: up to two pages, and up to a fifth of them."""
    good = [Looked(f"g{number}", "execution", "", 10, 10) for number in range(of - lost)]
    found = weigh([*good, *(page(str(number)) for number in range(lost))], [], set(), NIGHT, MOST_PCT)
    assert (bool(found.unlike), len(found.held)) == (unlike, lost)


def test_of_a_page_that_is_as_it_was_nothing_is_held():
    """The control: the same page with a change is."""
    before = Contents(10, ids=frozenset(map(str, range(10))))
    now = Contents(6, ids=frozenset(map(str, range(6))))
    for changed in (False, True):
        one = Looked("1", "execution", "", 6, 10, changed=changed)
        beside = [Beside(one, "progress", before, now)] if changed else []
        assert len(weigh([one], beside, set(), NIGHT, MOST_PCT).held) == int(changed)


class Body:
    """A page that lives as bodies keep theirs: a month more, a value corrected, a file replaced, a member left out."""

    def __init__(self, key, dice):
        self.key, self.dice = key, dice
        self.rows = {str(place): [f"{key}-{place}", f"p{place}", "x"] for place in range(dice.randint(0, 30))}
        self.most, self.changed = len(self.rows), False

    def contents(self):
        columns = zip(*self.rows.values(), strict=True) if self.rows else ((), (), ())
        cells = zip(("real", "programmed", "note"), columns, strict=True)
        named = {name: frozenset(cell for cell in column if cell) for name, column in cells}
        return Contents(len(self.rows), 0, frozenset(self.rows), named)

    def live(self):
        """A night's lawful changes; most nights bring none."""
        dice, before = self.dice, self.contents()
        if dice.random() < 1 / 30:
            number = len(self.rows) + 1000 * dice.randint(1, 9)
            self.rows[str(number)] = [f"{self.key}-{number}", f"p{number}", dice.choice(("x", None))]
        if self.rows and dice.random() < 1 / 20:
            self.rows[dice.choice(list(self.rows))][dice.randrange(3)] = dice.choice((f"c{dice.random()}", None))
        if len(self.rows) > 3 and dice.random() < 1 / 200:
            del self.rows[dice.choice(list(self.rows))]
        now = self.contents()
        self.changed = now != before
        page = Looked(self.key, "execution", "", len(self.rows), self.most, changed=self.changed, shows=bool(self.rows))
        self.most = max(self.most, len(self.rows))
        return page, Beside(page, "progress", before, now)


@pytest.mark.proof
@pytest.mark.parametrize("asked", [3, 40, 300])
def test_a_year_of_lawful_nights_gives_no_false_alarm(asked):
    """At most one night in a hundred may; the control is a night whose pages lose as the fault does."""
    dice = random.Random(asked)
    bodies = [Body(str(number), dice) for number in range(asked)]
    alarms = 0
    for number in range(365):
        lived = [body.live() for body in bodies]
        beside = [each for page, each in lived if page.changed]
        found = weigh([page for page, _ in lived], beside, set(), NIGHT + timedelta(number), MOST_PCT)
        alarms += bool(found.held or found.unlike or (found.kept_pct or 100) < 85)
        for held in found.held:
            confirmed = bodies[int(held.page.key)]
            confirmed.most = len(confirmed.rows)
    assert alarms <= 365 / 100
    for body in bodies:
        body.rows = dict(list(body.rows.items())[: body.most * 6 // 10])
    looked = [Looked(body.key, "execution", "", len(body.rows), body.most, changed=True) for body in bodies]
    assert weigh(looked, [], set(), NIGHT, MOST_PCT).held
