"""The first page: answer, four figures, what would change it, what is left out."""

from collections.abc import Iterator

from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.report.answer.sentences import find, frequency, period, spread
from sim.report.answer.spread import days_of, unknown
from sim.report.answer.tables import label_of, one_period, range_of, value_of
from sim.report.document.cells import ever, period_of, priced
from sim.report.document.parts import Bullets, Headline, Headlines, Paragraph
from sim.report.language import marked, say
from sim.report.numbers import count, is_money, titled
from sim.scenario.plan import ShelterPlan

__all__ = ["LEFT_OUT", "headlines", "left_out", "levers", "nothing_done"]

LEFT_OUT = (
    marked(
        "Hardly anybody behaves differently because money is short: staff leave unpaid "
        "only where the scenario says so, funders do not hurry, referrers do not stop "
        "referring."
    ),
    marked(
        "The quality of care, and what becomes of people afterwards: it only sees "
        "whether there was a bed, a wait, or neither."
    ),
    marked(
        "Whatever the scenario assumes stays assumed. The intervals show chance, not "
        "doubt about the assumptions; a report and `bednight explain` list them."
    ),
)
"""What the model leaves out, said on the first page of every report."""


def headlines(results: Results, names: tuple[str, ...], **by: str) -> Headlines:
    """Return the figures of some measures, each with its interval."""
    found = ((name, find(results, name, **by)) for name in names)
    return Headlines(
        tuple(
            _headline(results, estimate, by)
            for _, estimate in found
            if estimate is not None
        )
    )


def _headline(results: Results, estimate: Estimate, by: dict[str, str]) -> Headline:
    label = label_of(estimate.measure, alone=bool(by))
    if estimate.measure == "closure_probability":
        if by:
            label = say("It closes")
        if _never_closes(results, by.get("shelter")):
            return Headline(label=label, value=say("never"), doubt=say("by the plan"))
    if is_money(estimate.unit) and not priced(results):
        return Headline(label=label, value="–", doubt=say("the file states no costs"))
    if estimate.value is None:
        value, why = unknown(estimate)
        return Headline(label=label, value=value, doubt=why)
    doubts = []
    interval = range_of(estimate)
    if interval and interval != value_of(estimate):
        doubts.append(say("95 % interval {range}", range=interval))
    if single := period_of(estimate):
        one = one_period(results)
        doubts.append(say("{period}: {range}", period=one, range=single))
    if not doubts:
        doubts = [say("the same in every replication")]
    return Headline(label=label, value=value_of(estimate), doubt="; ".join(doubts))


def _never_closes(results: Results, shelter: str | None) -> bool:
    return all(
        plan.closure is None
        for plan in results.scenario.shelters
        if shelter in {None, plan.name}
    )


def left_out() -> Bullets:
    """Return what the model leaves out."""
    return Bullets(tuple(say(text) for text in LEFT_OUT))


def levers(
    results: Results,
    shelter: ShelterPlan | None = None,
    measured: tuple[str, ...] = (),
    tried: tuple[str, ...] = (),
) -> Bullets:
    """Say what would change the answer: what was tried, and what the run shows.

    The run alone knows what was missing when.  ``tried`` is what changes to the plan
    did, ``measured`` what a sensitivity analysis found: they stand first.
    """
    told = [*measured, *tried]
    if not tried:
        told += [*_in_time(results, shelter)]
    told += [*_of_money(results, shelter)]
    told += [*_of_causes(results, shelter)]
    if shelter is None:
        told += [*_of_beds(results)]
    if not measured and not tried:
        told.append(
            say(
                "How far each change would help is found by playing it on the same "
                "luck: `bednight compare` for plans, `bednight sensitivity` for the "
                "values of this one, `bednight find` for the smallest that is enough."
            )
        )
    return Bullets(tuple(told))


def _in_time(results: Results, shelter: ShelterPlan | None) -> Iterator[str]:
    by = {} if shelter is None else {"shelter": shelter.name}
    bridge = find(results, "bridge_needed_p90", **by)
    if priced(results, shelter) and bridge is not None and bridge.value:
        yield say(
            "Money in time: {amount} more on the day it is missing pays every bill on "
            "time in nine of ten replications.",
            amount=spread(bridge),
        )


def _of_money(results: Results, shelter: ShelterPlan | None) -> Iterator[str]:
    if not priced(results, shelter):
        return
    by = {} if shelter is None else {"shelter": shelter.name}
    short = find(results, "funding_shortfall", **by)
    if short is not None and short.value:
        yield say(
            "Money that was promised: {amount} of it had not been paid by the end.",
            amount=spread(short),
        )
    if not ever(results, "bridge_needed", **by):
        yield say("More money would change little: no bill was ever late.")


def _of_causes(results: Results, shelter: ShelterPlan | None) -> Iterator[str]:
    titles = {each.name: titled(each.title) for each in results.scenario.funders}
    where = {} if shelter is None else {"shelter": shelter.name}
    shares = [
        each
        for each in results.by("closure_cause_share", "cause", *where)
        if each.value and where.items() <= each.by.items()
    ]
    worst = max(shares, key=lambda share: share.value or 0.0, default=None)
    if worst is not None and worst.by["cause"] in titles:
        told = marked(
            "The payments of {funder}: one of them was the largest that was overdue in "
            "{share} of the closures."
        )
        if worst.value == 1:
            told = marked(
                "The payments of {funder}: one of them was the largest that was "
                "overdue in all closures."
            )
        yield say(told, funder=titles[worst.by["cause"]], share=spread(worst))


def _of_beds(results: Results) -> Iterator[str]:
    nights = [e for e in results.by("unmet_bed_nights", "cause") if e.value]
    worst = max(nights, key=lambda night: night.value or 0.0, default=None)
    if worst is None:
        return
    said = WANTED.get(worst.by["cause"])
    if said is not None:
        yield say(said, nights=spread(worst, "nights"))


WANTED = {
    "no_bed": marked(
        "Beds: {nights} were lost because no bed was free where the person could go."
    ),
    "no_fit": marked(
        "Who is taken: {nights} were lost because no shelter takes such a person; more "
        "beds of the same kind would not change that."
    ),
    "frozen": marked(
        "Intake: {nights} were lost because shelters had stopped admitting for want of "
        "money; more beds would not change that."
    ),
    "closed": marked(
        "Closures: {nights} were lost because every shelter that could take them was "
        "closed; more beds would not change that."
    ),
    "no_staff": marked("Staff: {nights} were lost because nobody could staff the bed."),
    "displaced": marked("Closures: {nights} were lost because a closure ended a stay."),
}
"""What each cause of unmet need says of what would change it."""


def nothing_done(results: Results, shelter: ShelterPlan | None = None) -> Paragraph:
    """Say what the plan as it stands leads to, if nobody changes it."""
    by = {} if shelter is None else {"shelter": shelter.name}
    chance = find(results, "closure_probability", **by)
    frozen = find(results, "freeze_days", **by)
    told = [say("This is what the plan as it stands leads to.")]
    if chance is not None and chance.value and chance.replications > 1:
        what = marked("If nothing is changed, in {often} it closes {when}.")
        if shelter is None:
            what = marked("If nothing is changed, in {often} a shelter closes {when}.")
        often = frequency(chance)
        told.append(say(what, when=period(results.scenario), often=often))
    if frozen is not None and frozen.value:
        what = marked(
            "On average it means {days} on which it is open and admits nobody."
        )
        unit = "days"
        if shelter is None:
            what = marked(
                "On average it means {days} on which a shelter is open and admits "
                "nobody."
            )
            unit = days_of(results)
        told.append(say(what, days=spread(frozen, unit)))
    lost = find(results, "unmet_bed_nights")
    if shelter is None and lost is not None and lost.value:
        told.append(
            say(
                "On average it means {nights} in a bed that are needed and not had.",
                nights=spread(lost, "nights"),
            )
        )
    if len(told) == 1:
        what = marked("In {replications} it neither closed nor stopped admitting.")
        if shelter is None:
            what = marked(
                "In {replications} no shelter closed and none stopped admitting."
            )
        told.append(say(what, replications=count(results.replications, "replication")))
    return Paragraph(" ".join(told))
