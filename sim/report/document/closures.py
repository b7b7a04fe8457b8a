"""What a report says of closures: by shelter, by cause, when."""

from sim.experiment.results import Results
from sim.report.document.cells import estimate_cell, priced, told
from sim.report.document.focus import in_focus, left_aside
from sim.report.document.parts import Block, Cell, Column, Section, Table, cell
from sim.report.document.pictures import closure_picture
from sim.report.language import say
from sim.report.names import word_of
from sim.report.numbers import called, titled
from sim.scenario.plan import ShelterPlan

__all__ = ["by_programme", "by_shelter", "closures"]


def closures(results: Results, shelter: ShelterPlan | None = None) -> Section:
    """Return what closed, how often, how long, and whose payment was overdue then."""
    blocks: list[Block] = [closure_picture(results, shelter)]
    causes = by_cause(results, shelter)
    if causes.rows:
        blocks.append(causes)
    return Section(
        name="closures",
        title=say("Closures and stops of intake"),
        blocks=tuple(blocks),
    )


def by_shelter(results: Results) -> Table:
    """Return one row a shelter: closures, freezes, beds, cost."""
    columns: tuple[Column, ...] = (
        Column(title=say("Shelter"), meaning=say("the shelter or programme")),
        Column(
            title=say("Closes"),
            kind="share",
            meaning=say("chance of at least one night closed for lack of money"),
        ),
        Column(
            title=say("Days closed"),
            kind="number",
            meaning=say("mean days closed in the period, reopening included"),
            adds_up=True,
        ),
        Column(
            title=say("Days admitting nobody"),
            kind="number",
            meaning=say("mean days open without admissions: frozen or under notice"),
            adds_up=True,
        ),
        Column(
            title=say("Open beds in use"),
            kind="share",
            meaning=say("bed-nights for each bed-night that open beds offered"),
        ),
        Column(
            title=say("People supported"),
            kind="number",
            meaning=say("distinct persons with at least one night there"),
        ),
        Column(
            title=say("Cost per bed-night"),
            kind="money",
            meaning=say("bills due for each night slept"),
        ),
    )
    measures: tuple[str, ...] = (
        "closure_days",
        "freeze_days",
        "occupancy_rate",
        "supported_victims",
        "cost_per_bed_night",
    )
    if not priced(results):
        columns, measures = columns[:-1], measures[:-1]
    rows = []
    shown = in_focus(results)
    for shelter in results.scenario.shelters:
        if shelter.name not in shown or not shelter.overnight:
            continue
        where = {"shelter": shelter.name}
        never = shelter.closure is None
        chance = estimate_cell(results, "closure_probability", **where)
        rows.append(
            (
                cell(called(shelter.title)),
                Cell(say("never"), 0.0) if never else chance,
                *(estimate_cell(results, measure, **where) for measure in measures),
            )
        )
    return Table(
        name="shelters",
        title=say("By shelter"),
        columns=columns,
        rows=tuple(rows),
        note=" ".join(
            filter(
                None,
                (
                    say("In brackets: 95 % intervals of the average."),
                    left_aside(results),
                ),
            )
        ),
    )


def by_programme(results: Results) -> Table:
    """Return one row a programme without a bed: who used it, and how full it was."""
    shown = in_focus(results)
    measures = ("service_users", "service_occupancy_rate")
    rows = tuple(
        (
            cell(called(plan.title)),
            *(
                estimate_cell(results, measure, shelter=plan.name)
                for measure in measures
            ),
        )
        for plan in results.scenario.shelters
        if not plan.overnight and plan.name in shown
    )
    return Table(
        name="programmes",
        title=say("Programmes without a bed"),
        columns=(
            Column(title=say("Programme"), meaning=say("a programme without a bed")),
            Column(
                title=say("People"),
                kind="number",
                meaning=say("distinct persons with at least one day there"),
            ),
            Column(
                title=say("Slots in use"),
                kind="share",
                meaning=say("days of slots taken up, of those that slots were open"),
            ),
        ),
        rows=rows,
        note=say("In brackets: 95 % intervals of the average."),
    )


def by_cause(results: Results, shelter: ShelterPlan | None = None) -> Table:
    """Return whose payment was the largest overdue when shelters, or one, closed."""
    titles = {each.name: titled(each.title) for each in results.scenario.funders}
    where = {} if shelter is None else {"shelter": shelter.name}
    shares = [
        each
        for each in results.by("closure_cause_share", "cause", *where)
        if each.value and where.items() <= each.by.items()
    ]
    shares.sort(key=lambda share: -(share.value or 0.0))
    rows = tuple(
        (
            cell(titles.get(share.by["cause"]) or word_of(share.by["cause"])),
            told(share),
            estimate_cell(results, "closure_spells", cause=share.by["cause"], **where),
        )
        for share in shares
    )
    return Table(
        name="causes",
        title=say("Closures by cause"),
        columns=(
            Column(
                title=say("Largest overdue payment"),
                meaning=say("the funder whose overdue instalment was the largest"),
            ),
            Column(
                title=say("Share of closures"),
                kind="share",
                meaning=say("share of all closures over all replications"),
            ),
            Column(
                title=say("Closures a period"),
                kind="number",
                meaning=say("mean number of closures that begin in the period"),
            ),
        ),
        rows=rows,
        note=say("“not promised” means that no promised payment was overdue.")
        if any(share.by["cause"] not in titles for share in shares)
        else "",
    )
