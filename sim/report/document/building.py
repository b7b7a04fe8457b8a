"""A report, built once from results: which sections, in which order, for whom."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sim.experiment.results import Results
from sim.experiment.trying import Trials
from sim.report.answer.record import on_record
from sim.report.answer.sentences import answer_of, paragraphs
from sim.report.answer.underused import hardly_used
from sim.report.document.assumptions import assumptions
from sim.report.document.bought import Bought, bought_in
from sim.report.document.cases import director, least_safe, ministry, whose
from sim.report.document.changing import Moved, moved_by
from sim.report.document.closures import by_programme, by_shelter, closures
from sim.report.document.deciding import measured_levers, measured_section
from sim.report.document.donor import TEN_THOUSAND, donor
from sim.report.document.glossary import glossary
from sim.report.document.method import basis, method, reproduce
from sim.report.document.money import money
from sim.report.document.opening import headlines, left_out, levers, nothing_done
from sim.report.document.parts import (
    Audience,
    Block,
    Document,
    Paragraph,
    Section,
)
from sim.report.document.people import people, unmet
from sim.report.document.year import residents, year
from sim.report.explain.outlook import Outlook, outlook
from sim.report.language import say, spoken
from sim.report.numbers import whole
from sim.scenario.plan import ShelterPlan

__all__ = ["build"]

FIGURES: dict[Audience, tuple[str, ...]] = {
    "ministry": (
        "closure_probability",
        "supported_victims",
        "unmet_bed_nights",
        "cost_per_supported_victim",
    ),
    "director": (
        "closure_probability",
        "freeze_days",
        "supported_victims",
        "cost_per_bed_night",
    ),
    "donor": (
        "supported_victims",
        "cost_per_supported_victim",
        "unmet_bed_nights",
        "closure_probability",
    ),
}
"""The four figures that stand on the first page for each audience."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """For whom a report is, about which shelter, and what was measured beside it.

    ``about`` says which shelter; ``found`` are the levers of a sensitivity analysis,
    ``moved`` what was tried.
    """

    audience: Audience
    one: ShelterPlan | None
    about: str
    found: tuple[str, ...]
    bought: Bought | None
    moved: Moved | None


def build(
    results: Results,
    audience: Audience = "ministry",
    *,
    shelter: str | None = None,
    sensitivity: Path | None = None,
    marginal: Path | None = None,
    trials: Trials | None = None,
) -> Document:
    """Return the report of a run in the language that is spoken.

    Parameters
    ----------
    results
        What a results folder holds.
    audience
        Whom it is for; a director's is about one shelter.
    shelter
        The id of that shelter; without it, the one that closes most often.
    sensitivity
        The folder of a sensitivity analysis of the same plan: it says which levers
        have the largest effect.
    marginal
        The folder of ``bednight marginal`` of the same plan: what the next sum buys.
    trials
        What each change to the plan did that was tried.

    Raises
    ------
    LookupError
        If there is no such shelter; its argument is the nearest id, or None.
    OSError
        If a folder is none of those, or of another plan.
    """
    scenario = results.scenario
    one = _one(results, shelter) if audience == "director" or shelter else None
    bought = None if marginal is None else bought_in(marginal, scenario)
    seen = outlook(scenario)
    found = () if sensitivity is None else measured_levers(sensitivity, scenario.digest)
    about = "" if one is None else whose(results, one, chosen=shelter is not None)
    moved = moved_by(results, trials, one)
    asked = _Asked(audience, one, about, found, bought, moved)
    first = _first_page(results, seen, asked)
    rest = [*_story(results, seen, one, audience)]
    if moved is not None:
        # a ministry's second page tells what each change does, before the annex
        at = 1 if audience == "ministry" and one is None else len(rest)
        rest.insert(at, moved.section())
    if sensitivity is not None:
        rest.append(measured_section(sensitivity))
    rest += [assumptions(results), method(results)]
    title = scenario.title
    if one is not None and len(scenario.shelters) > 1:
        title = say("{shelter} – {title}", title=title, shelter=one.title)
    return Document(
        title=title,
        question=scenario.question,
        audience=audience,
        for_whom=_for_whom(audience),
        language=spoken().tag,
        currency=scenario.currency,
        digest=scenario.digest,
        basis=basis(results),
        sections=(*first, *rest, glossary(), reproduce(results)),
    )


def _one(results: Results, shelter: str | None) -> ShelterPlan:
    if shelter is None:
        return least_safe(results)
    for plan in results.scenario.shelters:
        if plan.name == shelter:
            return plan
    names = [plan.name for plan in results.scenario.shelters]
    raise LookupError(next(iter(get_close_matches(shelter, names, 1, 0.4)), None))


def _for_whom(audience: Audience) -> str:
    return {
        "ministry": say("For a ministry: the whole system"),
        "director": say("For a shelter's director: one shelter's year"),
        "donor": say("For a donor: what money buys"),
    }[audience]


def _first_page(results: Results, seen: Outlook, asked: _Asked) -> tuple[Section, ...]:
    """Return the sections of the page that can stand alone."""
    audience, one, moved = asked.audience, asked.one, asked.moved
    tried = () if moved is None else moved.told()
    by = {} if one is None else {"shelter": one.name}
    case = {
        "ministry": lambda: ministry(results, seen, asked.bought),
        "director": lambda: director(results, seen, one or least_safe(results)),
        "donor": lambda: donor(results, asked.bought),
    }[audience]()
    much = "" if one is not None else hardly_used(results)
    texts = (much, asked.about, on_record(results))
    told = [Paragraph(text) for text in texts if text]
    answer: tuple[Block, ...] = (
        Paragraph(answer_of(results, one), "answer"),
        headlines(results, FIGURES[audience], **by),
        *told,
    )
    title = {
        "ministry": say("What closing costs, and until when the call is safe"),
        "director": say("What the shelter can ask for"),
        "donor": say("What the next {amount} buys", amount=_ten_thousand(results)),
    }[audience]
    return (
        Section(name="answer", title=say("The answer"), blocks=answer),
        Section(name="case", title=title, blocks=case),
        Section(
            name="change",
            title=say("What would change it"),
            blocks=(levers(results, one, asked.found, tried),),
        ),
        Section(
            name="nothing",
            title=say("What doing nothing means"),
            blocks=(nothing_done(results, one),),
        ),
        Section(
            name="left-out",
            title=say("What the model leaves out"),
            blocks=(left_out(),),
        ),
    )


def _ten_thousand(results: Results) -> str:
    return whole(TEN_THOUSAND, results.scenario.currency)


def _story(
    results: Results, seen: Outlook, one: ShelterPlan | None, audience: Audience
) -> tuple[Section, ...]:
    """Return what came of it: of the whole system, or of one shelter's year."""
    if one is not None:
        lived = residents(results, one)
        return (
            year(results, one),
            money(results, seen, one, due_above=audience == "director"),
            closures(results, one),
            *(() if lived is None else (lived,)),
        )
    record = on_record(results)
    told: list[Block] = [
        Paragraph(text) for text in paragraphs(results) if text != record
    ]
    if len(results.scenario.shelters) > 1:
        tables = by_shelter(results), by_programme(results)
        told += [table for table in tables if table.rows]
    lost = unmet(results)
    told += [lost] if lost.rows else []
    happened = Section(
        name="happened",
        title=say("What came of it"),
        blocks=tuple(told),
        starts_page=True,
    )
    return (happened, money(results, seen), closures(results), people(results))
