"""Hypothesis strategies for the money of a scenario file: funders, funds, bridges."""

from hypothesis import strategies as st
from written_laws import (
    START,
    amounts,
    dated,
    durations,
    either,
    mapping,
    timed,
)
from written_people import conditions

CONTRACTS = (
    {"from": "01-01", "to": "12-31"},
    {"from": "07-01", "to": "06-30"},
    {"from": "01-01", "to": "12-31", "years": 2},
    {"from": "01-01", "to": "12-31", "years": 3},
    {"from": "2016-11-01", "to": "2018-06-30"},
    {"from": "2016-12-24", "to": "2018-06-30"},
)
LONGER = [
    contract for contract in CONTRACTS if len(contract) > 2 or contract["to"] > "2"
]
"""Contracts that last more than a year."""
TERMS = {
    "block": {},
    "share": {"share_of_cost": "50 %", "eligible": "all"},
    "earmarked": {"eligible": ["staff", "rent"]},
    "per_diem": {"per_diem": "€15"},
}
IN_PARTS = (
    {"first": "50 % on signature", "second": "50 % on 01-15"},
    "monthly",
    "quarterly",
)
WHEN_SPENT = {
    "first": "40 % on signature",
    "second": "40 % after 50 % is spent",
    "third": "20 % after the report",
}
calls = mapping(
    {
        "award": either("100 %", "60 %"),
        "late": st.one_of(
            either("1 month", "5 days", {"months": {"0": "60 %", "1": "40 %"}}),
            st.fixed_dictionaries({"days": durations}),
        ),
        "if_late": either("backdated", "from_signature"),
        "amount_if_late": either("full", "prorated"),
    }
).flatmap(
    lambda call: either(call, call | {"opens": "10-15", "decision_takes": "70 days"})
)


@st.composite
def funders(draw, names, kinds):
    """A funder of some shelters, by one of some kinds of instrument."""
    kind = draw(either(*kinds))
    pays = {
        name: draw(either("€12,000 / year", "€3,000"))
        for name in sorted(draw(st.sets(either(*names), min_size=1)))
    }
    contract = draw(either(*CONTRACTS))
    found = {
        "pays": pays,
        "instrument": kind,
        **TERMS[kind],
        "contract": contract,
        "lag": draw(durations),
        "unpaid_at_year_end": draw(either("lapses", "carried")),
    }
    if kind != "block":
        found["pays_while_closed"] = draw(either("yes", "no"))
    if kind != "block" and draw(st.booleans()):
        found["paid"] = {"in_arrears": draw(either("monthly", "quarterly"))}
    else:
        parts = IN_PARTS if kind == "block" else (*IN_PARTS, WHEN_SPENT)
        found |= {"paid": "in_advance", "instalments": draw(either(*parts))}
        if kind != "block":
            found |= {
                "unspent": draw(either("returned", "kept")),
                "report_takes": "9 days",
            }
    if contract["from"] < START:
        spent = "€0" if kind == "block" else draw(either("€0", "€100"))
        found["under_way"] = {n: {"received": "€500", "spent": spent} for n in pays}
    owed = {"shelter": next(iter(pays)), "amount": "€400", "due": "2017-01-09"}
    gift = timed().flatmap(
        lambda often: st.fixed_dictionaries({"amount": amounts}).map(often.__or__)
    )
    more = mapping(
        {},
        {
            "title": st.just("A funder"),
            "call": calls,
            "ceiling": either("€2,000 / year", "€9,000 / year"),
            "cuts": dated(st.just("25 %")),
            "fiscal_year_starts": st.just("01-20"),
            "owed_from_before": st.just([owed]),
            "gifts": st.fixed_dictionaries({next(iter(pays)): gift}),
        },
    )
    return found | draw(more)


@st.composite
def funding(draw, houses, special):
    """Who pays: one or two for the houses, and one for each special place."""
    found = {}
    if houses:
        found["ministry"] = draw(funders(houses, ("block", "share", "per_diem")))
        if draw(st.booleans()):
            found["donor"] = draw(funders(houses, ("block", "share")))
            together = set(found["ministry"]["pays"]) & set(found["donor"]["pays"])
            if together and draw(st.booleans()):
                found["donor"]["gives_way_to"] = {"ministry": "20 %"}
        if found["ministry"]["instrument"] == "block" and draw(st.booleans()):
            found["ministry"] |= {"instrument": "earmarked"} | TERMS["earmarked"]
            found["ministry"] |= {"unspent": "kept", "pays_while_closed": "no"}
            found.pop("donor", None)
    for name, kind in special.items():
        found[f"for_{name}"] = {
            "pays": {name: "€8,000 / year"},
            "instrument": kind,
            **({"per_diem": "€12"} if kind == "per_diem" else {"eligible": "all"}),
            "paid": {"in_arrears": "monthly"},
            "contract": {"from": "01-01", "to": "12-31"},
            "under_way": {name: {"received": "€600", "spent": "€600"}},
            "lag": "3 days",
            "pays_while_closed": "no",
            "unpaid_at_year_end": "carried",
        }
    return found


def bridges(names):
    one = mapping(
        {
            "size": either("€200", "€5,000"),
            "below": either("0 days", "4 days"),
            "up_to": either("5 days", "12 days"),
            "terms": either("lent", "granted"),
            "shelters": st.permutations(names),
        },
        {"title": st.just("A float")},
    )
    return st.dictionaries(either("float", "other"), one, min_size=1)


income = timed().flatmap(
    lambda often: st.fixed_dictionaries({"amount": amounts}).map(often.__or__)
)
compensation = st.fixed_dictionaries(
    {
        "fund": mapping(
            {"balance": either("€600", "€2,000"), "per_case": either("€500", "€600")},
            {
                "title": st.just("The fund"),
                "for": conditions,
                "confiscations": income,
            },
        )
    }
)
