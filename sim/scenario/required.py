"""What a file must say because of something else it says.

Nothing about money, and no stay, has a silent default.  These checks look at
the tree alone, so that they answer in the same pass as everything else.
"""

from collections.abc import Iterator

from sim.errors import Problem
from sim.said import Said, marked
from sim.scenario.findings import Findings
from sim.scenario.quantities import DATE
from sim.scenario.tree import Branch, Leaf, Node, Row, Steps, follow

__all__ = ["check_required"]

Wanted = tuple[str, str, str]
"""What is missing, why it is needed, an example."""

UNSAID = Said("the terms of a grant have no default")
TERMS: tuple[Wanted, ...] = (
    ("instrument", UNSAID, "share"),
    ("paid", UNSAID, "in_advance"),
    ("contract", UNSAID, "{from: 01-01, to: 12-31}"),
    ("lag", Said("payments may come later than due"), "0 days"),
    ("unpaid_at_year_end", Said("what is late may lapse"), "lapses"),
)
RULES = {
    "share": (
        ("share_of_cost", Said("the instrument is a share"), "50 %"),
        ("eligible", Said("not every bill may count"), "all"),
    ),
    "earmarked": (("eligible", Said("the money is for certain bills"), "[staff]"),),
    "per_diem": (("per_diem", Said("the instrument is per_diem"), "€20"),),
}
DATED = (
    (
        "opens",
        "costs_before",
        marked(
            "'{needed}' is missing: nothing says which fixed costs are billed before "
            "that day"
        ),
    ),
    (
        "closes",
        "costs_after",
        marked(
            "'{needed}' is missing: nothing says which fixed costs are billed after "
            "that day"
        ),
    ),
)
RATES = "rate", "per_year"
TIED: tuple[Wanted, ...] = (
    ("pays_while_closed", Said("the money is tied to bills or nights"), "no"),
)


def check_required(tree: Branch) -> list[Problem]:
    """Return everything that is missing because something else is there."""
    findings = Findings(tree)
    if tree.keys_of("referrals") and tree.get("waiting") is None:
        why = Said("nothing says what people do without a bed")
        _miss(findings, (), ("waiting", why, "{patience: 0 days}"))
    _waiting(tree.get("waiting"), findings)
    for steps, shelter in _entries(tree, "shelters"):
        _shelter(steps, shelter, findings)
    for steps, funder in _entries(tree, "funding"):
        _funder(steps, funder, findings)
    for steps, fund in _entries(tree, "compensation"):
        income = fund.get("confiscations")
        if isinstance(income, Branch) and not any(map(income.get, RATES)):
            why = Said("nothing says how often money comes in")
            at = (*steps, "confiscations")
            _miss(findings, at, ("rate", why, "1 per year"))
    for steps, stream in _entries(tree, "referrals"):
        if not any(map(stream.get, ("rate", "per_year", "on"))):
            findings.add(
                steps,
                Said("nothing says how many come"),
                Said(
                    "add  rate: 14 per year,  per_year: {counts: […]}  or  on: [dates]"
                ),
                key=True,
            )
    return findings.problems


def _entries(tree: Branch, section: str) -> Iterator[tuple[Steps, Branch]]:
    held = tree.get(section)
    if isinstance(held, Branch):
        for name, entry in held.entries.items():
            if isinstance(entry.node, Branch):
                yield (section, name), entry.node


def _miss(findings: Findings, steps: Steps, wanted: Wanted) -> None:
    name, why, example = wanted
    findings.add(
        (*steps, name),
        Said("'{name}' is missing: {why}", name=name, why=why),
        Said("add for example {code}", code=f" {name}: {example}"),
        key=True,
    )


def _need(
    findings: Findings, steps: Steps, part: Branch, wanted: tuple[Wanted, ...]
) -> None:
    for each in wanted:
        if part.get(each[0]) is None:
            _miss(findings, steps, each)


def _said(part: Branch, *steps: str) -> str:
    """Return the text at a path, empty when there is none."""
    reached, node, _ = follow(part, steps)
    return node.text if isinstance(node, Leaf) and len(reached) == len(steps) else ""


def _waiting(waiting: Node | None, findings: Findings) -> None:
    if not isinstance(waiting, Branch) or waiting.get("patience") is None:
        return
    nobody = _said(waiting, "patience").split(" ")[0] == "0"
    if not nobody and waiting.get("gives_up_to") is None:
        why = Said("nothing says where people go who give up")
        _miss(findings, ("waiting",), ("gives_up_to", why, "{home: 100 %}"))


def _shelter(steps: Steps, shelter: Branch, findings: Findings) -> None:
    stays = shelter.get("stay")
    plans = stays.items if isinstance(stays, Row) else []
    everywhere = bool(plans) and all(
        isinstance(plan, Branch) and plan.get("exits") for plan in plans
    )
    if shelter.get("exits") is None and not everywhere:
        why = Said("nothing says where people go")
        _miss(findings, steps, ("exits", why, "{home: 80 %, unknown: 20 %}"))
    closure = shelter.get("closure")
    if isinstance(closure, Branch):
        _closure((*steps, "closure"), closure, findings)
    _places(steps, shelter, findings)
    if not shelter.keys_of("costs"):
        return
    silent = Said("nothing about money has a silent default")
    wanted: tuple[Wanted, ...] = (("reserve", silent, "1 month"),)
    if not isinstance(closure, Leaf):
        wanted += (("credit", silent, "€0"),)
    _need(findings, steps, shelter, wanted)
    if closure is None:
        why = Said("a shelter with costs may run out of money")
        _miss(findings, steps, ("closure", why, "never"))
    texts = _said(shelter, "reserve"), _said(shelter, "closure", "tolerated_arrears")
    if any(t.endswith(("month", "months")) and "/" not in t for t in texts):
        why = Said("a month of cost depends on it")
        _need(findings, steps, shelter, (("planned_residents", why, "6"),))


def _places(steps: Steps, shelter: Branch, findings: Findings) -> None:
    """Note what beds, staff, licences and dates of a shelter still need."""
    without_bed = _said(shelter, "overnight") in ("no", "false")
    if without_bed and shelter.get("slots") is None:
        if shelter.get("beds") is None:
            why = Said("nothing says how many can take part at once")
            _miss(findings, steps, ("slots", why, "20"))
        else:
            findings.add(
                (*steps, "beds"),
                Said("nobody sleeps here, so there are no beds"),
                Said("write {right} instead of {wrong}", right="slots", wrong="beds"),
                key=True,
            )
    if without_bed and shelter.get("entry") is None:
        why = Said("people who need a bed could be sent here instead")
        _miss(findings, steps, ("entry", why, "no"))
    together = "staff", "residents_per_staff"
    for has, lacks in (together, together[::-1]):
        if shelter.get(has) is not None and shelter.get(lacks) is None:
            why = Said("both together say how many residents can be looked after")
            example = "4" if lacks == "staff" else "3"
            _miss(findings, steps, (lacks, why, example))
    for key, needed, problem in DATED:
        dated = shelter.get(key)
        if dated is None or not _fixed_costs(shelter):
            continue
        if isinstance(dated, Leaf) and not DATE.fullmatch(dated.text):
            continue  # which is said where the date is read
        if not isinstance(dated, Branch) or dated.get(needed) is None:
            findings.add(
                (*steps, key),
                Said(problem, needed=needed),
                Said(
                    "write for example {code}",
                    code=f" {key}: {{on: {_said(shelter, key) or '…'}, {needed}: []}}",
                ),
            )


def _fixed_costs(shelter: Branch) -> bool:
    """Return whether a shelter has a cost that is always there."""
    costs = shelter.get("costs")
    lines = costs.entries.values() if isinstance(costs, Branch) else ()
    return any(
        isinstance(line.node, Leaf)
        or (isinstance(line.node, Branch) and line.node.get("fixed") is not None)
        for line in lines
    )


def _closure(steps: Steps, closure: Branch, findings: Findings) -> None:
    if not any(map(closure.get, ("tolerated_days", "tolerated_arrears"))):
        findings.add(
            steps,
            Said("nothing says what creditors tolerate"),
            Said("add tolerated_days (0 days: nothing) or tolerated_arrears"),
            key=True,
        )


def _funder(steps: Steps, funder: Branch, findings: Findings) -> None:
    gives = [k for k in ("pays", "gifts", "owed_from_before") if funder.get(k)]
    if not gives:
        findings.add(
            steps,
            Said("this funder gives nothing"),
            Said("add  pays: {shelter: €…}  or  gifts: {shelter: {…}}"),
            key=True,
        )
    for name in funder.keys_of("gifts"):
        gift = funder.get("gifts")
        held = gift.get(name) if isinstance(gift, Branch) else None
        if isinstance(held, Branch) and not any(map(held.get, RATES)):
            why = Said("nothing says how often gifts come")
            _miss(findings, (*steps, "gifts", name), ("rate", why, "12 per year"))
    if "pays" in gives:
        _terms(steps, funder, findings)
    elif "owed_from_before" in gives:
        _need(findings, steps, funder, TERMS[3:4])


def _terms(steps: Steps, funder: Branch, findings: Findings) -> None:
    instrument = _said(funder, "instrument")
    _need(findings, steps, funder, TERMS)
    _need(findings, steps, funder, RULES.get(instrument, ()))
    invoiced = isinstance(funder.get("paid"), Branch)
    if instrument in RULES:
        _need(findings, steps, funder, TIED)
        if not invoiced:
            left = ("unspent", Said("money may be left at the end"), "returned")
            _need(findings, steps, funder, (left,))
    if _said(funder, "paid") == "in_advance":
        parts = (
            "instalments",
            Said("money comes in parts"),
            "{all: 100 % on signature}",
        )
        _need(findings, steps, funder, (parts,))
    instalments = funder.get("instalments")
    texts = (
        [_said(instalments, k) for k in funder.keys_of("instalments")]
        if isinstance(instalments, Branch)
        else []
    )
    if any(text.endswith("report") for text in texts):
        why = Said("the last payment waits for the report")
        _need(findings, steps, funder, (("report_takes", why, "30 days"),))
    call = funder.get("call")
    if isinstance(call, Branch) and call.get("late"):
        late: tuple[Wanted, ...] = (
            ("if_late", Said("it decides which bills count"), "backdated"),
            ("amount_if_late", Said("it decides how much is paid then"), "full"),
        )
        _need(findings, (*steps, "call"), call, late)
