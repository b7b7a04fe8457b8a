"""The accounts of a system, in the order of its ledger (SEMANTICS M2)."""

from sim.scenario.plan import FunderPlan, Scenario, ShelterPlan

__all__ = ["account_names", "compensation_accounts", "paid_shelters"]


def account_names(scenario: Scenario) -> list[str]:
    """Return every account of a scenario; see :mod:`sim.history.ledger`."""
    names: list[str] = []
    for shelter in scenario.shelters:
        names += _shelter_accounts(shelter)
    for funder in scenario.funders:
        for shelter_name in paid_shelters(funder):
            pair = f"{funder.name}:{shelter_name}"
            names += [f"pot:{pair}", f"paid:{pair}", f"returned:{pair}"]
    for bridge in scenario.bridges:
        names += [f"bridge:{bridge.name}:{name}" for name in bridge.shelters]
    for fund in scenario.compensation:
        names += compensation_accounts(fund.name)
    names += [f"interim:{place.name}" for place in scenario.interim]
    names += dict.fromkeys(f"payer:{place.payer}" for place in scenario.interim)
    return names


def _shelter_accounts(shelter: ShelterPlan) -> list[str]:
    name = shelter.name
    names = [f"equity:{name}", f"cash:{name}", f"owed:{name}"]
    names += [f"cost:{name}:{line.name}" for line in shelter.costs]
    return [*names, f"cost:{name}:reopening"]


def paid_shelters(funder: FunderPlan) -> tuple[str, ...]:
    """Return whom a funder pays anything, in file order."""
    paid = [grant.shelter for grant in funder.grants]
    paid += [gift.shelter for gift in funder.gifts]
    paid += [receivable.shelter for receivable in funder.receivables]
    return tuple(dict.fromkeys(paid))


def compensation_accounts(name: str) -> list[str]:
    """Return the accounts of a compensation fund."""
    return [f"confiscated:{name}", f"fund:{name}", f"compensation:{name}"]
