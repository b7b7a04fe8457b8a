"""What a setting of a scenario file is called in words, and whose it is."""

import re
from collections.abc import Iterator
from datetime import date

from sim.report.language import marked, say
from sim.report.names import word_of
from sim.report.numbers import called, long_date, titled
from sim.scenario.plan import Scenario

__all__ = ["label_of_key", "setting_told", "titles_of", "whose_setting"]

SECTIONS = {
    "referrals": marked("Those who come: {what}"),
    "pathway": marked("Before a bed: {what}"),
    "interim": marked("Place that is no shelter: {what}"),
    "programmes": marked("Programme: {what}"),
    "levers": marked("Lever: {what}"),
    "bridge": marked("Bridge fund"),
    "compensation": marked("Compensation fund"),
}
"""Sections whose parts have ids of their own, and what such a part is."""
ALONE = {
    "waiting": marked("Waiting list"),
    "placement": marked("Who is sent where"),
    "acceptance": marked("Who accepts an offer"),
    "returns": marked("Who comes back"),
}
"""Sections without ids."""
LABELS = {
    "accepts": marked("takes"),
    "accompanied_by": marked("how many come along with each"),
    "after": marked("after"),
    "ageing": marked("moves up one class after"),
    "amount": marked("amount"),
    "amount_if_late": marked("amount of a late contract"),
    "at_least": marked("at least"),
    "at_most": marked("at most"),
    "award": marked("share of the sum that is granted"),
    "back_after": marked("comes back after"),
    "balance": marked("money at the start"),
    "batch_size": marked("how many come at once"),
    "becomes": marked("re-assessed on the way out"),
    "beds": marked("beds"),
    "below": marked("pays when money lasts less than"),
    "blocked_at_most": marked("longest wait in a bed for this programme"),
    "by": marked("by how long"),
    "call": marked("yearly call"),
    "cases": marked("case {what}"),
    "chance": marked("chance"),
    "changes": marked("from {what} on"),
    "choices": marked("choice {what}"),
    "close_below": marked("closes when money lasts less than"),
    "closed": marked("share who accept a closed shelter"),
    "closure": marked("when money runs out"),
    "confiscations": marked("confiscations"),
    "contract": marked("contract"),
    "cost_of_a_displaced_night": marked("cost of a night of someone displaced"),
    "cost_per_night": marked("cost of a night"),
    "costs": marked("cost of {what}"),
    "costs_after": marked("costs after it closes"),
    "costs_before": marked("costs before it opens"),
    "counted_as_supported_after": marked("counted as supported after"),
    "counts": marked("counts"),
    "credit": marked("credit line"),
    "cuts": marked("cut from {what} on"),
    "decision_takes": marked("the decision takes"),
    "detected": marked("share of those present who come to notice"),
    "due": marked("due"),
    "eligible": marked("costs it pays for"),
    "enters_at": marked("enters at"),
    "exits": marked("share who leave for: {what}"),
    "extended": marked("longer stay"),
    "first": marked("comes first, no. {what}"),
    "fixed": marked("fixed sum"),
    "for": marked("for whom"),
    "freeze_below": marked("admits nobody while money lasts less than"),
    "from": marked("from"),
    "gifts": marked("gifts to {what}"),
    "gives_up_to": marked("share of those who give up that go to: {what}"),
    "gives_way_to": marked("gives way to {what}"),
    "growth": marked("growth"),
    "held_back": marked("beds held back, no. {what}"),
    "if_late": marked("a late contract pays"),
    "in_arrears": marked("in arrears"),
    "instalments": marked("instalment: {what}"),
    "instrument": marked("kind of grant"),
    "interim": marked("where people wait"),
    "lag": marked("a payment takes"),
    "late": marked("how late the call is"),
    "licensed_for": marked("licensed for"),
    "mean": marked("mean"),
    "mean_after_limit": marked("mean within the limit"),
    "mix": marked("shares by {what}"),
    "mix_changes": marked("shares from {what} on"),
    "notice": marked("notice before closing"),
    "number": marked("number"),
    "on": marked("date"),
    "on_record": marked("what really happened"),
    "once": marked("one payment"),
    "one_every": marked("one of them leaves every"),
    "open": marked("share who accept an open shelter"),
    "opens": marked("opens"),
    "owed_from_before": marked("owed from before, no. {what}"),
    "paid": marked("paid"),
    "passes": marked("share who go on"),
    "patience": marked("how long people wait before they give up"),
    "pays": marked("pays to {what}"),
    "pays_while_closed": marked("pays while the shelter is closed"),
    "per_admission": marked("for each admission"),
    "per_bed_night": marked("for each night slept"),
    "per_case": marked("for each case"),
    "per_diem": marked("sum for each day"),
    "per_exit": marked("for each who leaves"),
    "per_team": marked("for each team"),
    "per_year": marked("counts of single years"),
    "places": marked("places"),
    "planned_residents": marked("residents its budget plans for"),
    "prefer": marked("order of shelters"),
    "price": marked("price"),
    "rate": marked("how many"),
    "refuses": marked("does not take, no. {what}"),
    "regime": marked("regime"),
    "reopen_with": marked("reopens once money lasts for"),
    "reopening_cost": marked("cost of reopening"),
    "reopening_takes": marked("reopening takes"),
    "report_takes": marked("the report takes"),
    "reserve": marked("reserve at the start"),
    "residents_mix": marked("residents at the start: shares by {what}"),
    "residents_now": marked("residents at the start, no. {what}"),
    "residents_per_staff": marked("residents for each of the staff"),
    "risk": marked("risk"),
    "season": marked("weights of the months from January on"),
    "security": marked("security"),
    "share_of_cost": marked("share of the cost it pays"),
    "shelters": marked("for which shelters"),
    "sigma": marked("spread (sigma)"),
    "size": marked("size of the fund"),
    "slots": marked("places by day"),
    "so_far": marked("there for"),
    "spread": marked("how evenly the years fall (shape)"),
    "staff": marked("staff"),
    "staff_leave": marked("staff who leave unpaid"),
    "stay": marked("length of stay"),
    "stay_changes": marked("length of stay from {what} on"),
    "takes": marked("how long it takes"),
    "terms": marked("terms"),
    "thaw_with": marked("admits again once money lasts for"),
    "then_by": marked("order after that"),
    "title": marked("name"),
    "to": marked("to"),
    "tolerated_arrears": marked("unpaid bills are borne up to"),
    "tolerated_days": marked("unpaid bills are borne for"),
    "unpaid": marked("cost that is not paid"),
    "unpaid_at_year_end": marked("unpaid at the end of the year"),
    "unspent": marked("money not spent"),
    "up_to": marked("pays until money lasts for"),
    "years": marked("years"),
    "warm_up": marked("days played before the start"),
    "while_closed": marked("costs that go on while closed"),
}
"""What each key of the language is called; ``{what}`` is the key that follows it."""
PLAIN = {
    "changes": marked("changes"),
    "choices": marked("choices"),
    "costs": marked("costs"),
    "exits": marked("where people go"),
    "first": marked("who comes first"),
    "gives_up_to": marked("where those go who give up"),
    "instalments": marked("instalments"),
    "mix": marked("shares"),
    "owed_from_before": marked("owed from before"),
    "pays": marked("what it pays"),
    "refuses": marked("does not take"),
    "residents_mix": marked("residents at the start: shares"),
    "residents_now": marked("residents at the start"),
}
"""What keys are called that take the next one along, where none follows."""
INSTALMENTS = {
    "first": marked("the first"),
    "second": marked("the second"),
    "third": marked("the third"),
    "last": marked("the last"),
    "whole": marked("the whole"),
}


def whose_setting(path: str, scenario: Scenario) -> str:
    """Return whose a setting is: a shelter, a funder, those who come, the plan."""
    section, _, rest = path.partition(".")
    name = rest.partition(".")[0]
    if section in {"shelters", "funding"} and name:
        return titles_of(scenario).get(name, word_of(name).capitalize())
    if section == "levers" and name in (titles := _levers(scenario)):
        name = titles[name]
    if section in SECTIONS:
        return say(SECTIONS[section], what=word_of(name))
    return say(ALONE.get(section, marked("The plan as a whole")))


def setting_told(path: str, scenario: Scenario) -> str:
    """Return what a setting is, in words, without whose it is."""
    keys = path.split(".")
    first = keys[0]
    if first in {*SECTIONS, "shelters", "funding"} and len(keys) > 1:
        keys = keys[2:]
    elif first in ALONE:
        keys = keys[1:]
    told = list(_told(keys, titles_of(scenario)))
    return ", ".join(told) if told else word_of(path.rpartition(".")[2])


AS_WRITTEN = (
    *(marked("programme"), marked("entry"), marked("overnight"), marked("kind")),
    *(marked("distribution"), marked("shape"), marked("scale"), marked("mode")),
    *(marked("values"), marked("observed"), marked("residents"), marked("groups")),
    *(marked("payer"), marked("spent"), marked("needed"), marked("ceiling")),
    *(marked("meanwhile"), marked("otherwise"), marked("last"), marked("step")),
    *(marked("waiting class"), marked("answered by"), marked("under way")),
    *(marked("residents per team"), marked("period"), marked("start"), marked("end")),
    *(marked("question"), marked("currency"), marked("price year")),
)
"""Keys whose own words say what they are: named here to be translated."""


def label_of_key(key: str) -> str:
    """Return what a key within a value is called."""
    label = PLAIN.get(key) or LABELS.get(key)
    return word_of(key) if label is None else say(label)


def _levers(scenario: Scenario) -> dict[str, str]:
    """Return what levers are called, by their ids."""
    return {lever.name: titled(lever.title) for lever in scenario.levers}


def titles_of(scenario: Scenario) -> dict[str, str]:
    """Return what shelters and funders are called, by their ids."""
    shelters = {plan.name: called(plan.title) for plan in scenario.shelters}
    return shelters | {plan.name: called(plan.title) for plan in scenario.funders}


def _told(keys: list[str], titles: dict[str, str]) -> Iterator[str]:
    """Yield what each key says; one with a place takes the next along."""
    left = list(keys)
    while left:
        key = left.pop(0)
        label = LABELS.get(key)
        if key.isdecimal():
            yield say("no. {number}", number=key)
        elif label is None:
            yield _name(key, titles)
        elif "{what}" not in label:
            yield say(label)
        elif not left:
            yield label_of_key(key)
        else:
            following = left.pop(0)
            is_payment = key == "instalments" and following in INSTALMENTS
            what = say(INSTALMENTS[following]) if is_payment else ""
            yield say(label, what=what or _name(following, titles))


def _name(key: str, titles: dict[str, str]) -> str:
    """Return an id, a date or several attributes as words."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", key):
        return long_date(date.fromisoformat(key))
    return titles.get(key) or ", ".join(word_of(part) for part in key.split(", "))
