"""Hypothesis strategies for whole scenario files: every word of the language, drawn.

``strategies`` draws plans, which is what a file becomes once it is read; here the
file itself is drawn, so that what is decided on reading it (licences, security,
openings, the years of a contract) is played too.
"""

import json
from pathlib import Path

from hypothesis import strategies as st
from written_funds import bridges, compensation, funding
from written_laws import END, START, either, mapping, without_none
from written_people import (
    ATTRIBUTES,
    STAGES,
    acceptance,
    conditions,
    interim,
    returns,
    stages,
    streams,
    waiting,
)
from written_places import OFFERED, SPECIAL, programmes, shelters

from sim.scenario import load

LEVERS = {
    "beds": {
        "title": "More beds",
        "sets": ["shelters.house.beds"],
        "from": "3",
        "to": "5",
        "step": "1",
        "price": "€100",
    },
    "patience": {
        "sets": "waiting.patience",
        "choices": [{"put": "9 days", "price": "€50"}],
    },
}
ENDS = (END, END, "2018-03-01")
"""Most worlds last some weeks; some see two turns of the year."""


@st.composite
def files(draw):
    """A scenario file as a mapping, which has no faults."""
    warm = draw(either(None, None, "9 days"))
    homes = draw(shelters(residents=warm is None))
    houses = [name for name in homes if name not in SPECIAL]
    paid = [name for name in houses if "costs" in homes[name]]
    special = {"foster": "per_diem", "witnesses": "earmarked"}
    places = draw(interim())
    pathway = STAGES[: draw(st.integers(0, 2))]
    orders = draw(st.booleans())
    offered = [OFFERED[name] for name in SPECIAL if name in homes]
    regimes = any(homes[name].get("regime", "open") != "open" for name in homes)
    some = {
        "warm_up": st.just(warm),
        "groups": st.just(
            {"children": {"age": "child"}, "witnesses": {"status": "witness"}}
        ),
        "acceptance": acceptance if regimes else st.just([]),
        "returns": st.lists(returns(pathway), min_size=1, max_size=2),
        "placement": st.just([]) if not orders else placement(houses),
        "compensation": compensation,
        "bridge": bridges(paid) if paid else st.just({}),
        "levers": st.just(LEVERS),
        "price_year": st.just(2016),
        "answered_by": either(["empty_beds"], ["closure_probability", "turn_aways"]),
        "on_record": st.just("Nothing; there is no such place."),
        "counted_as_supported_after": st.just("2 nights"),
        "cost_of_a_displaced_night": st.just("€40"),
        "translations": st.just({"sq": {"A drawn town": "Një qytet i rastit"}}),
    }
    coming = ("known", "unknown")[: draw(st.integers(1, 2))]
    whole = {
        "title": "A drawn town",
        "question": "Do both players agree?",
        "period": {"start": START, "end": draw(either(*ENDS))},
        "currency": "EUR",
        "people": ATTRIBUTES,
        "referrals": {
            name: draw(streams(pathway, first=name == "known")) for name in coming
        },
        "pathway": {name: draw(stages(sorted(places))) for name in pathway},
        "interim": places,
        "waiting": draw(waiting(sorted(places))),
        "programmes": draw(programmes(offered)),
        "shelters": homes,
        "funding": draw(
            funding(paid, {k: v for k, v in special.items() if k in homes})
        ),
    }
    return without_none(whole | draw(mapping({}, some)))


def placement(names):
    criterion = either("order", "emptiest", "cheapest", "best_fit")
    some = mapping(
        {"for": conditions, "then_by": criterion}, {"prefer": st.permutations(names)}
    )
    rest = mapping({"then_by": criterion})
    return st.builds(lambda first, last: [*first[:2], last], st.lists(some), rest)


def read(file, folder):
    """Write a drawn file and read it as the program does."""
    folder = Path(folder)
    (folder / "stays.csv").write_text("2\n4\n9\n", encoding="utf-8")
    path = folder / "drawn.yaml"
    path.write_text(json.dumps(file, indent=1, ensure_ascii=False), encoding="utf-8")
    return load(path)
