"""The pictures of a report: what each shows, its data, and how to draw it anew."""

from sim.calendar import Calendar
from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.report.document.cells import (
    estimate_cell,
    means_of,
    minor_of,
    money_cell,
    played_in,
    told,
)
from sim.report.document.few import hardly_anybody_waited, left_out_few
from sim.report.document.focus import in_focus
from sim.report.document.months import name_of
from sim.report.document.parts import (
    Cell,
    Chart,
    Column,
    Paragraph,
    Picture,
    Table,
    cell,
)
from sim.report.document.scenes import (
    cost_places,
    cost_points,
    cost_scatter,
    flow_sources,
    wait_lines,
    waterfall_steps,
)
from sim.report.figures.cash import cash_title, draw_cash
from sim.report.figures.closures import chance_left, closures_title, draw_closures
from sim.report.figures.costs import costs_title, draw_costs
from sim.report.figures.flows import draw_flows, flows_title, tenths
from sim.report.figures.people import draw_people, people_title
from sim.report.figures.scenes import cash_panels, closure_rows, people_fans
from sim.report.figures.waits import WaitLine, draw_waits, waits_title
from sim.report.figures.waterfall import draw_waterfall, waterfall_title
from sim.report.language import say
from sim.report.numbers import called, percent, rounded
from sim.scenario.plan import ShelterPlan

__all__ = [
    "alt_of",
    "cash_picture",
    "closure_picture",
    "cost_picture",
    "flow_picture",
    "people_picture",
    "wait_picture",
    "waterfall_picture",
]


def alt_of(title: str, what: str, says: str = "") -> str:
    """Say what a picture is and what it shows, for who does not see it.

    ``says`` is a sentence of what is seen on it, where its title does not tell.
    """
    if not says:
        return say(
            "{what}. {title}. Its data stand in the table.", what=what, title=title
        )
    return say(
        "{what}. {title}. {says} Its data stand in the table.",
        what=what,
        title=title,
        says=says.replace("`", ""),
    )


def cash_picture(
    results: Results, shelter: ShelterPlan | None = None
) -> Picture | Paragraph:
    """Return the fan of cash of each shelter that can run out, or that none can."""
    scenario, shown = results.scenario, in_focus(results)
    titles = {
        plan.title
        for plan in scenario.shelters
        if (plan.name in shown if shelter is None else plan is shelter)
    }
    panels = tuple(panel for panel in cash_panels(results) if panel.title in titles)
    if not panels:
        return Paragraph(say("No shelter of this plan has cash that could run out."))
    title = cash_title(panels, start=scenario.start, currency=scenario.currency)
    rows = []
    for panel in panels:
        for month in Calendar(scenario.start, scenario.days).months:
            at = panel.fan.quantiles[:, month.last] / minor_of(scenario.currency)
            rows.append(
                (
                    cell(called(panel.title)),
                    cell(name_of(month.label)),
                    *(money_cell(float(at[k]), scenario.currency) for k in (0, 2, 4)),
                )
            )
    return Picture(
        name="cash",
        title=title,
        alt=alt_of(title, say("Fan of the cash of each shelter, night by night")),
        data=Table(
            name="cash_fan",
            title=say("Cash less unpaid bills at the end of each month"),
            columns=(
                Column(title=say("Shelter"), meaning=say("the shelter or programme")),
                Column(title=say("Month"), meaning=say("its last midnight")),
                Column(
                    title=say("1 in 10 is below"),
                    kind="money",
                    meaning=say("10 % of the replications lie at or below"),
                ),
                Column(
                    title=say("Median"),
                    kind="money",
                    meaning=say("half of the replications lie at or below"),
                ),
                Column(
                    title=say("1 in 10 is above"),
                    kind="money",
                    meaning=say("90 % of the replications lie at or below"),
                ),
            ),
            rows=tuple(rows),
            note=played_in(results),
        ),
        chart=Chart(kind="line", along=1, up=(2, 3, 4), apart=0),
        draw=lambda: draw_cash(
            panels, start=scenario.start, currency=scenario.currency, title=title
        ),
    )


def closure_picture(
    results: Results, shelter: ShelterPlan | None = None
) -> Picture | Paragraph:
    """Return the calendar of closures, a row a shelter, or say that there are none.

    With ``shelter``, that of one shelter alone.
    """
    shown, start = in_focus(results), results.scenario.start
    if shelter is not None:
        shown = (shelter.name,)
    rows = tuple(
        row
        for plan, row in zip(
            results.scenario.shelters, closure_rows(results), strict=True
        )
        if plan.name in shown
    )
    title = closures_title(rows, start=start)
    if not any(row.ever for row in rows):
        plans = [plan for plan in results.scenario.shelters if plan.name in shown]
        can_close = any(plan.closure for plan in plans)
        left = f" {chance_left(results.replications)}" if can_close else ""
        return Paragraph(f"{title}.{left}")
    data = []
    for row in rows:
        for week, share in enumerate(row.shares.tolist()):
            if share:
                data.append(
                    (
                        cell(called(row.title)),
                        cell(str(week + 1)),
                        Cell(percent(share), share),
                    )
                )
    return Picture(
        name="closures",
        title=title,
        alt=alt_of(
            title, say("Calendar of closures, a row a shelter, a column a week")
        ),
        data=Table(
            name="closed_weeks",
            title=say("Share of replications closed, by week"),
            columns=(
                Column(title=say("Shelter"), meaning=say("the shelter or programme")),
                Column(
                    title=say("Week"),
                    meaning=say("counted from the first day of the period"),
                ),
                Column(
                    title=say("Closed"),
                    kind="share",
                    meaning=say("share of replications closed on some night of it"),
                ),
            ),
            rows=tuple(data),
            note=" ".join(
                (
                    say("Weeks that are not listed: closed in no replication."),
                    played_in(results),
                )
            ),
        ),
        chart=Chart(kind="column", along=1, up=(2,), apart=0),
        draw=lambda: draw_closures(rows, start=start, title=title),
    )


def people_picture(results: Results) -> Picture:
    """Return how many sleep in shelters, wait, and have been displaced."""
    people, scenario = people_fans(results), results.scenario
    title = people_title(people)
    fans = (people.sheltered, people.waiting, people.displaced)
    rows = []
    for month in Calendar(scenario.start, scenario.days).months:
        numbers = [
            value
            for fan in fans
            for value in (
                fan.mean[month.last],
                fan.low[month.last],
                fan.high[month.last],
            )
        ]
        rows.append(
            (
                cell(name_of(month.label)),
                *(Cell(tenths(float(n)), float(n)) for n in numbers),
            )
        )
    heads = (say("In a shelter"), say("Waiting"), say("Displaced so far"))
    columns = [Column(title=say("Month"), meaning=say("its last midnight"))]
    for head in heads:
        columns += [
            Column(title=head, kind="number", meaning=say("mean number of people")),
            Column(
                title=say("{what}: 1 in 10 below", what=head),
                kind="number",
                meaning=say("10 % of the replications lie at or below"),
            ),
            Column(
                title=say("{what}: 1 in 10 above", what=head),
                kind="number",
                meaning=say("90 % of the replications lie at or below"),
            ),
        ]
    return Picture(
        name="people",
        title=title,
        alt=alt_of(
            title, say("People in shelters, waiting and displaced, night by night")
        ),
        data=Table(
            name="people_fan",
            title=say("People at the end of each month"),
            columns=tuple(columns),
            rows=tuple(rows),
            note=played_in(results),
        ),
        chart=Chart(
            kind="line",
            along=0,
            up=tuple(
                1 + 3 * number
                for number, fan in enumerate(fans)
                if number == 0 or fan.mean.any()
            ),
        ),
        draw=lambda: draw_people(people, start=scenario.start, title=title),
    )


def flow_picture(results: Results) -> Picture | Paragraph:
    """Return where people went, and why they were refused, or that nobody came."""
    sources = flow_sources(results)
    title = flows_title(sources)
    if not sources:
        return Paragraph(f"{title}.")
    rows = tuple(
        (
            cell(source.label),
            cell(flow.label),
            Cell(tenths(flow.people), flow.people),
            Cell(percent(flow.people / source.people), flow.people / source.people),
        )
        for source in sources
        for flow in source.flows
        if flow.people
    )
    return Picture(
        name="flows",
        title=title,
        alt=alt_of(title, say("Ribbons from where people came to where they went")),
        data=Table(
            name="flows",
            title=say("Where people went, and why they were refused"),
            columns=(
                Column(title=say("Who"), meaning=say("people referred, or who left")),
                Column(title=say("What became of them"), meaning=say("one each")),
                Column(
                    title=say("People"),
                    kind="number",
                    meaning=say("mean number in the period"),
                ),
                Column(
                    title=say("Share"),
                    kind="share",
                    meaning=say("part of those in “Who”"),
                ),
            ),
            rows=rows,
            note=means_of(results),
        ),
        chart=Chart(kind="bar", along=1, up=(2,)),
        draw=lambda: draw_flows(
            sources, replications=results.replications, title=title
        ),
    )


def wait_picture(results: Results) -> Picture:
    """Return waits as cumulative curves, for everybody and for each group."""
    lines = wait_lines(results)
    title = waits_title(lines)
    rows = tuple(
        (
            cell(line.label),
            Cell(rounded(day, None if day >= 1 else 0.01), day),
            told(_share(line, place, results.replications)),
        )
        for line in lines
        for place, day in enumerate(line.days)
    )
    return Picture(
        name="waits",
        title=title,
        alt=alt_of(title, say("Cumulative curves of waits for a bed")),
        data=Table(
            name="waits",
            title=say("How many had a bed within so many days"),
            columns=(
                Column(title=say("Group"), meaning=say("people reported together")),
                Column(
                    title=say("Days"),
                    kind="number",
                    meaning=say("since they were ready for a bed"),
                ),
                Column(
                    title=say("Had a bed"),
                    kind="share",
                    meaning=say("share of those ready and not turned away"),
                ),
            ),
            rows=rows,
            note=" ".join(
                filter(
                    None,
                    (left_out_few(hardly_anybody_waited(results)), played_in(results)),
                )
            ),
        ),
        chart=Chart(kind="scatter", along=1, up=(2,), apart=0) if rows else None,
        draw=lambda: draw_waits(lines, replications=results.replications, title=title),
    )


def _share(line: WaitLine, place: int, replications: int) -> Estimate:
    """Return a point of a curve of waits as an estimate."""
    return Estimate(
        measure="waits",
        value=line.share[place],
        low=line.low[place],
        high=line.high[place],
        interval="jackknife",
        unit="share",
        replications=replications,
    )


def cost_picture(results: Results) -> Picture:
    """Return cost per supported victim against occupancy."""
    points, currency = cost_points(results), results.scenario.currency
    title = costs_title(points, currency=currency)
    occupancy, cost = cost_scatter(results)
    drawn = {point.label for point in points}
    rows = tuple(
        (
            cell(label),
            estimate_cell(results, "occupancy_rate", **by),
            estimate_cell(results, "cost_per_supported_victim", **by),
        )
        for label, by in cost_places(results)
        if label in drawn
    )
    return Picture(
        name="costs",
        title=title,
        alt=alt_of(title, say("Cost per supported victim against occupancy")),
        data=Table(
            name="cost_points",
            title=say("Cost per supported victim and occupancy"),
            columns=(
                Column(title=say("Shelter"), meaning=say("the shelter, or all")),
                Column(
                    title=say("Open beds in use"),
                    kind="share",
                    meaning=say("bed-nights for each that open beds offered"),
                ),
                Column(
                    title=say("Cost per person supported"),
                    kind="money",
                    meaning=say("bills due for each distinct person supported"),
                ),
            ),
            rows=rows,
            note=played_in(results),
        ),
        chart=Chart(kind="scatter", along=1, up=(2,)),
        draw=lambda: draw_costs(
            occupancy, cost, points, currency=currency, title=title
        ),
    )


def waterfall_picture(results: Results, shelter: ShelterPlan | None = None) -> Picture:
    """Return the way from the reserve over income and costs to what is left."""
    steps, currency = waterfall_steps(results, shelter), results.scenario.currency
    title = waterfall_title(steps, currency=currency)
    rows = tuple(
        (cell(step.label), money_cell(step.amount / minor_of(currency), currency))
        for step in steps
    )
    return Picture(
        name="waterfall",
        title=title,
        alt=alt_of(title, say("Waterfall from the opening balance to the closing one")),
        data=Table(
            name="waterfall",
            title=say("From the first day to the last: what came, what went"),
            columns=(
                Column(title=say("Step"), meaning=say("a balance, income or cost")),
                Column(
                    title=say("Amount"),
                    kind="money",
                    meaning=say("mean over the replications; what goes is negative"),
                ),
            ),
            rows=rows,
            note=means_of(results),
        ),
        chart=Chart(kind="bar", along=0, up=(1,)),
        draw=lambda: draw_waterfall(
            steps, currency=currency, replications=results.replications, title=title
        ),
    )
