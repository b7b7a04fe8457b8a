"""Tiny towns: files of a few lines in which nothing is left to chance but the hour.

Whoever comes comes on a day that the file names (``on``), and all laws and shares
are certain; so what happens on which day is known, whatever the seed.
"""

from twins import same_story

from sim.chance import draw
from sim.history import Cause, Kind, audit, stacked
from sim.measures.frame import frame_of
from sim.measures.tally import tally
from sim.scenario import load

BEGINNING = """\
title: A tiny town
question: What happens?
period: {start: 2027-01-01, end: 2027-02-10}
currency: EUR
people: {age: [child, adult], risk: [high, low]}
waiting: {patience: 0 days}
"""
ADULT = "mix: {age: {adult: 100 %}, risk: {low: 100 %}}"
CHILD = "mix: {age: {child: 100 %}, risk: {low: 100 %}}"
AT_RISK = "mix: {age: {adult: 100 %}, risk: {high: 100 %}}"


def people(*rows):
    """Write a stream for each (day of January, who comes)."""
    streams = "".join(
        f"  s{number}: {{on: [2027-01-{day:02}], {who}}}\n"
        for number, (day, who) in enumerate(rows)
    )
    return f"referrals:\n{streams}"


def plan_of(folder, text, *, beginning=BEGINNING):
    path = folder / "town.yaml"
    path.write_text(beginning + text, encoding="utf-8")
    return load(path)


def played(plan):
    """Return the histories of some seeds, each played by both players alike."""
    found = [
        same_story(plan, draw(plan, seed=seed, replication=0)) for seed in range(3)
    ]
    assert audit(stacked(found)) == {}
    return found


def log(plan, *kinds):
    """Return (day, what, who, where) of each event, the same for any seed."""
    told = [rows(plan, history, kinds) for history in played(plan)]
    assert told[0] == told[1] == told[2]
    return told[0]


def rows(plan, history, kinds):
    events = history.events
    names = (*(shelter.name for shelter in plan.shelters), None)  # -1: nowhere
    return [
        (int(time), Kind(kind).name, person, names[home])
        for time, kind, person, home in zip(
            events.time.tolist(),
            events.kind.tolist(),
            events.person.tolist(),
            events.shelter.tolist(),
            strict=True,
        )
        if kind in kinds
    ]


def causes(plan, kind):
    """Return why it happened, each time it did."""
    history = played(plan)[0]
    details = history.events.detail[history.events.kind == kind]
    return [Cause(cause).name for cause in details.tolist()]


def column(plan, name, shelter):
    """Return a column of a shelter's nights, night by night."""
    number = [home.name for home in plan.shelters].index(shelter)
    found = [getattr(h.nights, name)[:, number].tolist() for h in played(plan)]
    assert found[0] == found[1] == found[2]
    return found[0]


def payments(plan):
    """Return (day, whose money, minor units) of all that funders paid."""
    found = []
    for history in played(plan):
        rows = history.instalments
        done = [
            (day, plan.funders[funder].name, amount)
            for day, funder, amount in zip(
                rows.paid_on.tolist(),
                rows.funder.tolist(),
                rows.paid.tolist(),
                strict=True,
            )
            if amount
        ]
        found.append(sorted(done))
    assert found[0] == found[1] == found[2]
    return found[0]


def unmet(plan):
    """Return the unmet bed-nights of each cause that left any unmet."""
    names = frame_of(plan).labels["cause"]
    found = []
    for history in played(plan):
        counts = tally(plan, stacked([history])).counts["unmet_bed_nights"][0]
        nights = counts[: len(names), -1, -1].tolist()
        found.append({n: int(k) for n, k in zip(names, nights, strict=True) if k})
    assert found[0] == found[1] == found[2]
    return found[0]
