"""One shelter's year: what came of it there, in sentences and in a table."""

from collections.abc import Iterator

from sim.experiment.results import Results
from sim.report.answer.sentences import caution
from sim.report.answer.spread import find, period, spread
from sim.report.answer.tables import label_of
from sim.report.document.cells import ever, measured, told
from sim.report.document.parts import Block, Column, Paragraph, Section, Table, cell
from sim.report.language import marked, say
from sim.report.names import word_of
from sim.scenario.plan import ShelterPlan

__all__ = ["residents", "year"]

MEASURED = (
    "closure_days",
    "freeze_days",
    "staff_lost_days",
    "supported_victims",
    "admissions",
    "completed_stays",
    "forced_exits",
    "displaced",
    "bed_nights",
    "occupancy_rate",
    "mean_census",
    "peak_census",
    "costs",
    "cost_per_bed_night",
    "cost_per_supported_victim",
    "income",
    "funding_shortfall",
    "arrears_days",
    "lowest_runway_days",
    "bridge_needed_p90",
    "closure_cost",
    "final_cash",
)
"""What is measured of one shelter, in the order in which it is told."""


def year(results: Results, shelter: ShelterPlan) -> Section:
    """Return what came of one shelter: in sentences, and measure by measure."""
    told = [" ".join(part(results, shelter)) for part in (_open, _people, _money)]
    told += [" ".join(caution(results))]
    blocks: list[Block] = [Paragraph(text) for text in told if text]
    blocks.append(_measures(results, shelter))
    return Section(
        name="happened",
        title=say("What came of it, in this shelter"),
        blocks=tuple(blocks),
        starts_page=True,
    )


def _open(results: Results, shelter: ShelterPlan) -> Iterator[str]:
    """Say for how long it was closed, and open without admitting anybody."""
    if shelter.closure is None:
        return
    for name, words in (
        ("closure_days", marked("On average it was closed for {days} {when}.")),
        (
            "freeze_days",
            marked("On average it was open but admitted nobody for {days}."),
        ),
    ):
        found = find(results, name, shelter=shelter.name)
        if found is not None and found.value:
            yield say(words, days=spread(found, "days"), when=period(results.scenario))


def _people(results: Results, shelter: ShelterPlan) -> Iterator[str]:
    """Say how many it housed, how full it was, and who had to leave."""
    by = {"shelter": shelter.name}
    people = find(results, "supported_victims", **by)
    nights = find(results, "bed_nights", **by)
    if people is not None and nights is not None:
        yield say(
            "On average {people} had a bed in it for at least one night {when}, "
            "{nights} in all.",
            people=spread(people),
            nights=spread(nights, "nights"),
            when=period(results.scenario),
        )
    used = find(results, "occupancy_rate", **by)
    if used is not None and used.value:
        yield say("Of its open beds {share} were in use.", share=spread(used))
    for name, words in (
        ("displaced", marked("Displaced when it closed, with no other place: {lost}.")),
        ("forced_exits", marked("Had to leave early for want of a bed: {lost}.")),
    ):
        found = find(results, name, **by)
        if found is not None and found.value:
            yield say(words, lost=spread(found))


def _money(results: Results, shelter: ShelterPlan) -> Iterator[str]:
    """Say what it cost, what came in, and what was promised and not paid."""
    by = {"shelter": shelter.name}
    if not shelter.costs:
        return
    cost, income = find(results, "costs", **by), find(results, "income", **by)
    if cost is not None and income is not None:
        yield say(
            "Its bills came to {cost}, and {income} came in.",
            cost=spread(cost),
            income=spread(income),
        )
    night = find(results, "cost_per_bed_night", **by)
    if night is not None and night.value:
        yield say("A night in a bed cost {amount}.", amount=spread(night))
    short = find(results, "funding_shortfall", **by)
    if short is not None and short.value:
        yield say(
            "Of what was due to it by plan, {amount} had not been paid by the end of "
            "the average replication.",
            amount=spread(short),
        )


def _measures(results: Results, shelter: ShelterPlan) -> Table:
    """Return every measure of the shelter: average, interval, and one period."""
    return measured(
        "year",
        say("The year of this shelter, measure by measure"),
        (
            (label_of(name, alone=True), find(results, name, shelter=shelter.name))
            for name in MEASURED
        ),
    )


def residents(results: Results, shelter: ShelterPlan) -> Section | None:
    """Return whom the shelter housed, by group; None where no group is counted."""
    names = ("supported_victims", "admissions", "completed_stays", "bed_nights")
    shown = [n for n in names if ever(results, n, shelter=shelter.name)]
    rows = tuple(
        (
            cell(word_of(group.name)),
            *(
                told(find(results, name, shelter=shelter.name, group=group.name))
                for name in shown
            ),
        )
        for group in results.scenario.groups
        if ever(results, "supported_victims", shelter=shelter.name, group=group.name)
    )
    if not rows:
        return None
    table = Table(
        name="groups",
        title=say("By group"),
        columns=(
            Column(title=say("Group"), meaning=say("people reported together")),
            *(
                Column(
                    title=label_of(name),
                    kind="number",
                    meaning=say("mean in the period, with its 95 % interval"),
                )
                for name in shown
            ),
        ),
        rows=rows,
        note=say(
            "Groups may overlap, and distinct persons do not add up to the whole."
        ),
    )
    return Section(name="people", title=say("Who lived there"), blocks=(table,))
