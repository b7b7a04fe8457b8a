"""What a report says of funders: promised and paid, and by when it must arrive."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from sim.experiment.results import Results
from sim.report.answer.sentences import find
from sim.report.document.cells import (
    coins,
    ever,
    summed,
    told,
)
from sim.report.document.dates import already, without
from sim.report.document.focus import in_focus
from sim.report.document.parts import Cell, Column, Table, cell
from sim.report.explain.deadlines import Expected
from sim.report.explain.outlook import Outlook
from sim.report.language import marked, say
from sim.report.numbers import called, long_date, titled
from sim.scenario.plan import ShelterPlan

__all__ = ["funders", "payments"]

ALREADY, NOTHING = marked("already on {date}"), "–"
FUNDED = ("promised_money", "income", "funding_shortfall", "returned_money")


def funders(results: Results, shelter: ShelterPlan | None = None) -> Table:
    """Return what each funder promised, paid, still owed and took back."""
    rows = []
    for funder in results.scenario.funders:
        by = {"funder": funder.name}
        if shelter is not None:
            by["shelter"] = shelter.name
            if not ever(results, "promised_money", **by) and not ever(
                results, "income", **by
            ):
                continue
        cells = [told(find(results, name, **by)) for name in FUNDED]
        rows.append((cell(titled(funder.title)), *cells))
    return summed(
        Table(
            name="funders",
            title=say("Funders: promised and paid"),
            columns=(
                Column(title=say("Funder"), meaning=say("who pays")),
                Column(
                    title=say("Promised"),
                    kind="money",
                    meaning=say("instalments that were to fall due by plan"),
                    adds_up=True,
                ),
                Column(
                    title=say("Paid"),
                    kind="money",
                    meaning=say("what was paid in the period, gifts too"),
                    adds_up=True,
                ),
                Column(
                    title=say("Promised, due and not paid"),
                    kind="money",
                    meaning=say("due by plan in the period, not paid by its end"),
                    adds_up=True,
                ),
                Column(
                    title=say("Given back"),
                    kind="money",
                    meaning=say("unspent money that was returned"),
                    adds_up=True,
                ),
            ),
            rows=tuple(rows),
            note=say("Means, with 95 % intervals in brackets.")
            if any("(" in each.text for row in rows for each in row[1:])
            else "",
        ),
        results.scenario,
        roughly=True,
    )


def payments(
    results: Results, seen: Outlook, shelter: ShelterPlan | None = None
) -> Table:
    """Return the payments of the first year, and by when each must come."""
    rows, several = tuple(_payments(results, seen, shelter)), shelter is None
    whom = Column(title=say("Shelter"), meaning=say("who is paid"))
    return Table(
        name="payments" if several else "tranches",
        title=say("By when each payment must arrive"),
        columns=(
            *((whom,) if several else ()),
            Column(title=say("Funder"), meaning=say("who pays")),
            Column(
                title=say("Amount"),
                kind="money",
                meaning=say("as expected, at the planned census"),
            ),
            Column(title=say("Due"), meaning=say("planned day")),
            Column(
                title=say("Expected"), meaning=say("planned day and the expected lag")
            ),
            Column(
                title=say("Or intake stops on"),
                meaning=say(
                    "first day without admissions if it and all later ones fail"
                ),
            ),
            Column(
                title=say("Or it closes on"),
                meaning=say("first closed day if it and all later ones fail"),
            ),
        ),
        rows=rows,
        note=" ".join(_read_so([cell.text for row in rows for cell in row[-2:]])),
        grouped=1 if several else 0,
    )


def _read_so(told: Sequence[str]) -> Iterator[str]:
    """Say how the table of payments is read: what its last columns tell."""
    yield say(
        "The plan played once with nothing left to chance; then this payment, and all "
        "later ones of the funder to the shelter, are held back, while the others come "
        "as expected."
    )
    before, _, after = say(ALREADY, date="\n").partition("\n")
    if any(text.startswith(before) and text.endswith(after) for text in told):
        yield say(
            "Already: the plan itself, with nothing held back, stops or closes before "
            "this payment is there."
        )
    if NOTHING in told:
        yield say(
            "A dash: no more follows in the period than the plan itself leads to; the "
            "payment may be needed all the same."
        )


def _payments(
    results: Results, seen: Outlook, shelter: ShelterPlan | None
) -> Iterator[tuple[Cell, ...]]:
    scenario = results.scenario
    found = without(results)
    shown = in_focus(results) if shelter is None else (shelter.name,)

    def dated(day: int) -> str:
        return long_date(scenario.start + timedelta(days=day))

    # each shelter's payments together, by day
    for paid in sorted(seen.forecast.payments, key=lambda paid: paid.shelter):
        plan = scenario.shelters[paid.shelter]
        if plan.name not in shown:
            continue
        row = found.get(paid)
        yield (
            *((cell(called(plan.title)),) if shelter is None else ()),
            cell(_whose(titled(scenario.funders[paid.funder].title), paid)),
            coins(paid.amount, scenario.currency),
            cell(dated(paid.due)),
            cell(dated(paid.day)),
            *(
                cell(_told(follows, already(seen.forecast, paid, closed=closed), dated))
                for follows, closed in (
                    (None if row is None else row.stops, False),
                    (None if row is None else row.closes, True),
                )
            ),
        )


def _whose(funder: str, paid: Expected) -> str:
    """Name the funder; and say so where it still owes the sum from before."""
    if paid.round >= 0:
        return funder
    return say("{funder} (owed from before the period)", funder=funder)


def _told(follows: int | None, there: int | None, dated: Callable[[int], str]) -> str:
    """Say what follows without a payment, or what the plan has come to before it."""
    if there is not None and follows in (None, there):
        return say(ALREADY, date=dated(there))
    return NOTHING if follows is None else dated(follows)
