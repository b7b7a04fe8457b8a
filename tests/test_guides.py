"""Every example of the guides to single features is played, and does what it says.

``tests/test_docs.py`` checks the same examples; here each changes its scenario,
is played with the same luck, and one plain fact about the result is asked for.
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from played import Played
from test_docs import DOCS, blocks, name_of

from sim.chance import draw
from sim.history import Cause, Kind, audit, stacked
from sim.measures.registry import MEASURES
from sim.model import play
from sim.scenario import STARTER, load

PAGES = [
    DOCS / f"guides/{name}.md"
    for name in ("people", "places", "stays", "change", "funds")
]
REPLICATIONS = 4
WORD = re.compile(r"[(, ]([A-Z]\d+)(?=[,)])")


@dataclass
class Example:
    """A block of YAML under a heading, and the file that it changes."""

    page: object
    heading: str
    file: str
    text: str

    @property
    def name(self):
        return f"{self.page.stem}: {self.heading}"


def examples():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in blocks(page):
            if block.mark.startswith("fragment of"):
                heading = text[: block.place].rsplit("\n## ", 1)[1].split("\n")[0]
                yield Example(page, heading, block.file, block.text)


EXAMPLES = list(examples())


def written(folder, example):
    """Write a page's files and the example; return the paths of both."""
    (folder / "my-shelter.yaml").write_text(STARTER, encoding="utf-8")
    for block in blocks(example.page):
        if block.mark.startswith("scenario:"):
            (folder / block.file).write_text(block.text, encoding="utf-8")
    changed = folder / "changed.yaml"
    changed.write_text(f"extends: {example.file}\n{example.text}", encoding="utf-8")
    return folder / example.file, changed


def played(path):
    scenario = load(path)
    return Played(
        scenario,
        [
            play(scenario, draw(scenario, seed=1, replication=n))
            for n in range(REPLICATIONS)
        ],
    )


CLAIMS = {}


def claim(heading):
    """Note a function as what is true of the example under a heading."""

    def note(function):
        CLAIMS[heading] = function
        return function

    return note


# People


@claim("people: Households")
def _(before, after):
    assert max(h.size.max() for h in after.histories) == 3
    assert after.keys() == before.keys()  # the same victims


@claim("people: Channels with delays of their own")
def _(_before, after):
    took = {}
    for h, at in after.facts(Kind.STAGE_BEGAN):
        person = h.events.person[at]
        rest = np.flatnonzero(h.events.person[at + 1 :] == person)
        if rest.size:
            police = after.is_(h, person, "channel", "police")
            end = h.events.time[at + 1 + rest[0]]
            took.setdefault(police, set()).add(end - h.events.time[at])
    assert took == {True: {3.0}, False: {0.25}}
    assert after.count(Kind.NOT_RECOGNISED) > 0
    assert after.all_are(Kind.NOT_RECOGNISED, "channel", "police")


@claim("people: Stages with limited staff")
def _(before, after):
    assert before.count(Kind.STAGE_QUEUED) == 0
    assert after.count(Kind.STAGE_QUEUED) > 0


@claim("people: Willingness by regime")
def _(before, after):
    assert before.count(Kind.DECLINED) == 0
    assert after.count(Kind.DECLINED) > 0
    assert after.all_are(Kind.DECLINED, "age", "adult")


@claim("people: Joint shares")
def _(_before, after):
    came = [
        (after.is_(h, p, "age", "adult"), after.is_(h, p, "sex", "male"))
        for h in after.histories
        for p in range(len(h.key))
        if h.stream[p] >= 0
    ]
    assert set(came) == {(True, False), (False, False), (False, True)}


@claim("people: Attributes of your own")
def _(_before, after):
    haven = after.shelter("haven")
    assert any(
        after.is_(h, h.events.person[at], "mobility", "wheelchair")
        for h, at in after.facts(Kind.ADMITTED)
    )
    assert after.all_are(Kind.ADMITTED, "mobility", "walks", shelter=haven)


@claim("people: At-risk persons")
def _(before, after):
    assert all((h.stream == 1).any() for h in after.histories)
    assert all(
        h.stream[h.events.person[at]] == 0 for h, at in after.facts(Kind.STAGE_BEGAN)
    )
    assert before.keys() < after.keys()


@claim("people: Detection")
def _(before, after):
    july = 181
    assert after.keys(end=july) == before.keys(end=july)
    assert after.keys(first=july) > before.keys(first=july)


# Places


@claim("places: Staff ratio")
def _(_before, after):
    july = 181
    usable = after.all_nights("usable", "secure")
    assert set(usable[:, :july].flat) == {3}
    assert set(usable[:, july:].flat) == {4}
    assert after.count(Kind.JOINED_LIST, detail=Cause.NO_STAFF) > 0


@claim("places: Beds held back")
def _(before, after):
    assert before.most_at_once("secure", "risk", "low") > 2
    assert after.most_at_once("secure", "risk", "low") == 2


@claim("places: Priorities and ageing")
def _(before, after):
    assert nights_waited(after, "high") < nights_waited(before, "high")
    passed = [
        after.is_(h, person, "risk", "low") and after.is_(h, other, "risk", "high")
        for h in after.histories
        for person, on_the_list in admitted_from_the_list(h)
        for other in on_the_list
    ]
    assert any(passed)  # by ageing: waiting has lifted them above the first class


def admitted_from_the_list(history):
    """Yield who was admitted from the list, with those who stayed on it."""
    waiting = set()
    columns = history.events.kind, history.events.person
    for kind, person in zip(*(column.tolist() for column in columns), strict=True):
        if kind == Kind.JOINED_LIST:
            waiting.add(person)
        elif kind in (Kind.ADMITTED, Kind.GAVE_UP) and person in waiting:
            waiting.discard(person)
            if kind == Kind.ADMITTED:
                yield person, sorted(waiting)


def nights_waited(world, risk):
    """Return for how long people of a risk were on the list, all together."""
    total = 0.0
    for h in world.histories:
        since = {}
        for time, kind, person in zip(
            h.events.time, h.events.kind, h.events.person, strict=True
        ):
            if kind == Kind.JOINED_LIST:
                since[person] = time
            elif kind in (Kind.ADMITTED, Kind.GAVE_UP) and person in since:
                total += (time - since.pop(person)) * world.is_(h, person, "risk", risk)
    return total


@claim("places: Preferences")
def _(before, after):
    haven, secure = after.shelter("haven"), after.shelter("secure")
    for h in after.histories:
        children = [
            at
            for at in np.flatnonzero(h.events.kind == Kind.ADMITTED)
            if after.is_(h, h.events.person[at], "age", "child")
        ]
        assert h.events.shelter[children[0]] == haven  # takes the fewest kinds
    assert share_in(after, secure, "high") > share_in(before, secure, "high")
    assert share_in(after, secure, "low") > share_in(before, secure, "low")


def share_in(world, shelter, risk):
    """Return which share of the admitted adults of a risk came into a shelter."""
    there = [
        h.events.shelter[at] == shelter
        for h, at in world.facts(Kind.ADMITTED)
        if world.is_(h, h.events.person[at], "risk", risk)
        and world.is_(h, h.events.person[at], "age", "adult")
    ]
    return np.mean(there)


@claim("places: Regimes, licences, sex and age limits")
def _(before, after):
    haven, secure = after.shelter("haven"), after.shelter("secure")
    assert before.count(Kind.TURNED_AWAY, detail=Cause.NO_FIT) == 0
    assert after.count(Kind.TURNED_AWAY, detail=Cause.NO_FIT) > 0
    assert after.all_are(Kind.TURNED_AWAY, "sex", "male", detail=Cause.NO_FIT)
    assert after.all_are(Kind.ADMITTED, "sex", "female", shelter=haven)
    assert after.all_are(Kind.ADMITTED, "risk", "high", shelter=secure)


@claim("places: Security levels")
def _(before, after):
    for name in ("shelter_one", "haven"):
        assert after.all_are(Kind.ADMITTED, "risk", "low", shelter=after.shelter(name))
    secure = after.shelter("secure")
    assert share_in(after, secure, "high") > share_in(before, secure, "high")
    assert share_in(after, secure, "low") > 0  # it may take everybody


@claim("places: Programmes without a bed")
def _(_before, after):
    centre = after.shelter("day_centre")
    assert after.count(Kind.STEPPED_DOWN, shelter=centre) > 0
    assert after.count(Kind.ADMITTED, shelter=centre) == 0
    assert after.all_nights("census", "day_centre").max() <= 5


@claim("places: Foster families and witness protection")
def _(_before, after):
    foster, witness = after.shelter("foster"), after.shelter("witness")
    assert after.count(Kind.ADMITTED, shelter=foster) > 0
    assert after.all_are(Kind.ADMITTED, "age", "child", shelter=foster)
    assert after.count(Kind.STEPPED_DOWN, shelter=witness) > 0
    assert after.count(Kind.ADMITTED, shelter=witness) == 0


@claim("places: Interim places")
def _(before, after):
    refuge, station = 0, 1
    assert after.count(Kind.INTERIM_BEGAN, detail=station) > 0
    assert after.count(Kind.INTERIM_BEGAN, detail=refuge) > 0
    assert after.all_are(Kind.INTERIM_BEGAN, "sex", "female", detail=refuge)
    assert before.count(Kind.ADMITTED) == after.count(Kind.ADMITTED)


# Stays


@claim("stays: Extensions")
def _(_before, after):
    left = [
        h.events.time[at] - h.events.time[admitted(h, h.events.person[at])]
        for h, at in after.facts(Kind.LEFT_AT_LIMIT)
        if admitted(h, h.events.person[at]) is not None
    ]
    assert set(left) == {90.0, 150.0}
    assert max(length for _, length in after.planned()) == 150.0


def admitted(history, person):
    """Return where in the log someone was admitted; None for residents of day 0."""
    mine = history.events.person == person
    found = np.flatnonzero(mine & (history.events.kind == Kind.ADMITTED))
    return int(found[0]) if found.size else None


@claim("stays: Stays that change on a day")
def _(_before, after):
    may = 120
    assert {n for at, n in after.planned() if at < may} == {30.0}
    assert {n for at, n in after.planned() if at >= may} == {90.0}


@claim("stays: Returns")
def _(before, after):
    back = [
        (h, h.events.person[at])
        for h, at in after.facts(Kind.REFERRED)
        if h.events.amount[at] > 0
    ]
    assert back
    assert all(after.is_(h, person, "age", "adult") for h, person in back)
    assert after.keys() == before.keys()  # nobody new


@claim("stays: Residents who are here on the first day")
def _(_before, after):
    assert after.count(Kind.RESIDENT) == 3 * REPLICATIONS
    ends = [h.events.until[at] for h, at in after.facts(Kind.RESIDENT)]
    assert max(ends[0::3] + ends[1::3]) <= 365 - 40
    assert all(after.is_(h, 2, "age", "child") for h in after.histories)


# Change


@claim("change: A house opens")
def _(before, after):
    april = 90
    assert after.all_nights("usable", "shelter_two")[:, :april].max() == 0
    assert after.all_nights("usable", "shelter_two")[:, april:].min() == 6
    bills = after.all_nights("bill", "shelter_two")
    assert bills[:, :april].sum() == REPLICATIONS * (720000 * april // 365)  # the rent
    assert (
        bills[:, april:].sum()
        == before.all_nights("bill", "shelter_two")[:, april:].sum()
    )


@claim("change: A house closes as planned")
def _(before, after):
    october = 273
    assert after.all_nights("usable", "shelter_two")[:, october:].max() == 0
    assert after.all_nights("census", "shelter_two")[:, october:].max() == 0
    assert after.count(Kind.TRANSFERRED, time=october) > 0
    assert after.count(Kind.DISPLACED) == before.count(Kind.DISPLACED)
    assert after.count(Kind.CLOSED) == before.count(Kind.CLOSED)


@claim("change: More or fewer beds")
def _(_before, after):
    april, july, october = 90, 181, 273
    census = after.all_nights("census", "shelter_one")
    assert census[:, april].max() > 6  # they finish
    assert census[:, july:].max() <= 4
    assert census[:, october:].max() <= 2
    assert after.count(Kind.TRANSFERRED, time=july) > 0
    assert after.count(Kind.TRANSFERRED, time=october) == 0
    assert after.count(Kind.FORCED_EXIT, time=october) > 0


@claim("change: More or fewer staff")
def _(_before, after):
    july = 181
    usable = after.all_nights("usable", "shelter_two")
    assert set(usable[:, :july].flat) == {6}
    assert set(usable[:, july:].flat) == {3}


@claim("change: A house becomes another house")
def _(_before, after):
    june, two = 151, after.shelter("shelter_two")
    moved = after.count(Kind.TRANSFERRED, time=june)
    assert moved + after.count(Kind.FORCED_EXIT, time=june) > 0
    assert all(
        after.is_(h, h.events.person[at], "age", "child")
        for h, at in after.facts(Kind.ADMITTED)
        if h.events.shelter[at] == two and h.events.time[at] >= june
    )
    assert after.all_nights("usable", "shelter_two").min() == 6


@claim("change: Prices")
def _(before, after):
    july = 181
    now, then = (w.all_nights("bill", "shelter_one") for w in (after, before))
    assert (now[:, :july] == then[:, :july]).all()
    assert now[:, july:].sum() > then[:, july:].sum()


@claim("change: Rates and shares")
def _(before, after):
    july = 181
    assert after.keys(end=july) == before.keys(end=july)
    assert after.keys(first=july) > before.keys(first=july)
    assert children(after, july) > children(before, july) + 0.2


def children(world, since):
    """Return the share of children among those referred from a day on."""
    came = [
        world.is_(h, p, "age", "child")
        for h in world.histories
        for p in range(len(h.key))
        if h.referred[p] >= since
    ]
    return np.mean(came)


@claim("change: Surges and campaigns")
def _(before, after):
    march, may, june = 59, 120, 160
    assert after.keys(end=march) == before.keys(end=march)
    assert after.keys(march, may) > before.keys(march, may)
    in_june = after.keys(june, june + 1) - before.keys(june, june + 1)
    assert len(in_june) == 12 * REPLICATIONS
    assert after.keys(may) - in_june == before.keys(may)


# Funds


@claim("funds: A reserve")
def _(before, after):
    assert before.closed_days() > 0
    assert after.closed_days() == 0


@claim("funds: A bridge")
def _(before, after):
    lent = sum(h.events.amount[at] for h, at in after.facts(Kind.BRIDGED))
    back = sum(h.events.amount[at] for h, at in after.facts(Kind.BRIDGE_REPAID))
    assert lent == back > 0
    assert after.closed_days() < before.closed_days()


@claim("funds: A compensation fund")
def _(before, after):
    assert after.count(Kind.COMPENSATED, amount=200000) > 0
    assert after.count(Kind.NOT_COMPENSATED) > 0
    assert after.count(Kind.COMPENSATED) == after.count(Kind.COMPENSATED, amount=200000)
    for h in after.histories:
        fund = h.accounts.names.index("fund:state_fund")
        assert h.accounts.balances[:, fund].min() >= 0
    for one, other in zip(before.histories, after.histories, strict=True):
        assert (one.nights.cash == other.nights.cash).all()


@claim("funds: A funder who gives way")
def _(before, after):
    assert after.count(Kind.GAVE_WAY, amount=580000) == REPLICATIONS
    paid, now = (
        sum(int(h.instalments.paid.sum()) for h in world.histories)
        for world in (before, after)
    )
    assert paid - now == 580000 * REPLICATIONS


@claim("funds: Staff who leave unpaid")
def _(_before, after):
    assert after.count(Kind.STAFF_LEFT) > 0
    assert after.count(Kind.STAFF_BACK) > 0
    usable = after.all_nights("usable", "shelter_one")
    assert usable.min() < 8
    assert set(usable[:, -1]) == {8}


# All of them


def test_every_example_has_something_to_show_and_the_other_way_round():
    assert sorted(example.name for example in EXAMPLES) == sorted(CLAIMS)


@cache
def unchanged(page, file, folder):
    """Play the file that a page's examples change, once."""
    example = next(e for e in EXAMPLES if (e.page, e.file) == (page, file))
    base, _ = written(folder, example)
    return played(base)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return tmp_path_factory.mktemp("guides")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_does_what_its_page_says(example, shelf, tmp_path):
    _, changed = written(tmp_path, example)
    before, after = unchanged(example.page, example.file, shelf), played(changed)

    assert audit(stacked(after.histories)) == {}
    CLAIMS[example.name](before, after)
    with pytest.raises((AssertionError, ValueError)):
        CLAIMS[example.name](before, before)  # without the example it is not so


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_is_short(example):
    assert example.text.count("\n") <= 6


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_to_look_at_is_a_measure(page):
    lines = re.findall(r"^.*\b[Ll]ook at .*$", page.read_text("utf-8"), re.MULTILINE)
    named = {name for line in lines for name in re.findall(r"`(\w+)`", line)}
    named -= {cause.name.lower() for cause in Cause}

    assert len(named) > 2
    assert named - {measure.name for measure in MEASURES} == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_section_quotes_its_rules(page):
    sections = page.read_text(encoding="utf-8").split("\n## ")[1:]
    rules = (DOCS / "background/semantics.md").read_text(encoding="utf-8")
    for section in sections:
        found = set(WORD.findall(section))
        assert found, section
        assert all(f"**{rule}. " in rules for rule in found), section
