"""Picture 3: how many people sleep in shelters, wait, and have been displaced."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sim.experiment.intervals import Bounds
from sim.report.figures.axes import EndLabel, label_ends, month_axis
from sim.report.figures.fan import Fan
from sim.report.figures.style import (
    BLUE,
    GREEN,
    GREEN_TEXT,
    MARGIN,
    NORMAL,
    PALE,
    SMALL,
    VERMILION,
    VERMILION_TEXT,
    WIDTH,
    drawing,
    open_page,
    points_of,
)
from sim.report.language import marked, say
from sim.report.numbers import between, count, localised, rounded, step_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["PeopleFans", "draw_people", "people_note", "people_title"]

SCALE = 0.55
LABELS = 1.5
DEEP = 1.3
DISPLACED = marked("Displaced: those whose shelter closed and who found no other. ")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFans:
    """People in all shelters, on the waiting list, and displaced so far.

    ``averages`` are the means of the three with their intervals: on an average night,
    and of those displaced at the end.  ``beds`` is how many beds the plan has;
    ``empty`` says which shelter has many of them and few in use, if one has.
    """

    sheltered: Fan
    waiting: Fan
    displaced: Fan
    averages: tuple[Bounds, Bounds, Bounds]
    beds: int
    empty: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """How one of the three plots is drawn."""

    head: str
    colour: str
    text: str
    line: str | tuple[int, tuple[float, ...]]


LOOKS = (
    _Look(marked("People who sleep in a shelter, each night"), BLUE, BLUE, "-"),
    _Look(
        marked("People on the waiting list, each night"), GREEN, GREEN_TEXT, (0, (5, 2))
    ),
    _Look(
        marked("People displaced by closures so far"),
        VERMILION,
        VERMILION_TEXT,
        (0, (1.5, 1.2)),
    ),
)


def draw_people(
    people: PeopleFans, *, start: date, title: str | None = None
) -> "Figure":
    """Draw the counts one above the other, on the same calendar.

    Of those who wait or are displaced nothing is drawn where there never are any:
    the title says so.
    """
    plot = WIDTH - 2 * MARGIN - SCALE - LABELS
    row = 0.3 + DEEP + 0.22
    fans = (people.sheltered, people.waiting, people.displaced)
    shown = [
        (fan, look)
        for fan, look in zip(fans, LOOKS, strict=True)
        if fan is people.sheltered or fan.mean.any()
    ]
    with drawing():
        sentence = title or people_title(people)
        note = people_note(people)
        page, top = open_page(sentence, note, width=WIDTH, body=len(shown) * row + 0.3)
        for number, (fan, look) in enumerate(shown):
            left, upper = MARGIN + SCALE, top + number * row
            page.write(left, upper + 0.05, say(look.head), size=NORMAL, weight="bold")
            axes = page.axes(left, upper + 0.3, plot, DEEP)
            _draw_count(axes, fan, look, inches=plot)
            month_axis(
                axes, start, fan.mean.size, inches=plot, named=number == len(shown) - 1
            )
            label_ends(axes, _end_labels(fan, look), inches=LABELS, height=DEEP)
    return page.figure


def people_title(people: PeopleFans) -> str:
    """Say what an average night looks like, and how many lost their bed."""
    waiting, displaced = (float(each.value) for each in people.averages[1:])
    sheltered, wait, lost = map(_with_range, people.averages)
    waits = say("{people} wait", people=wait)
    if waiting < 0.1:
        waits = say("hardly anyone waits") if waiting else say("nobody waits")
    loses = say("{people} are displaced by closures over the period", people=lost)
    if displaced < 0.1:
        loses = say("nobody is displaced by closures")
        if displaced:
            loses = say("hardly anyone is displaced by closures")
    return say(
        "On an average night {people} people sleep in the {beds} beds of all shelters "
        "and {waits}; {loses}",
        people=sheltered,
        beds=localised(f"{people.beds:,}"),
        waits=waits,
        loses=loses,
    )


def people_note(people: PeopleFans) -> str:
    """Say what the picture shows: unit, number of replications, kinds of intervals."""
    note = say(
        "People at each midnight, all shelters together, {played}. Line: their mean. "
        "Band: 8 in 10 of them lie in it on that night (10\u00a0% to 90\u00a0%): what "
        "one period may bring, not doubt about the mean. {displaced}Ranges in "
        "brackets are 95 % intervals of means.",
        played=count(people.waiting.replications, "replication"),
        displaced=say(DISPLACED) if people.displaced.mean.any() else "",
    )
    return f"{people.empty} {note}".strip()


def _with_range(average: Bounds) -> str:
    """Write a mean number of people and its interval, as finely as that deserves."""
    value, low, high = (
        float(each) for each in (average.value, average.low, average.high)
    )
    step = step_of(low, high)
    if step is None or value < 0.1:
        return _few(value)
    step = max(step, 0.01)  # finer than that nobody counts people
    range_ = between(low, high, "persons", step, signed=False)
    return say("{value} ({range})", value=rounded(value, step), range=range_)


def _few(number: float) -> str:
    """Write a mean number of people: a decimal below ten, none above.

    >>> _few(0.0), _few(0.04), _few(3.26), _few(24.7)
    ('0', 'fewer than 0.1', '3.3', '25')
    """
    if number == 0:
        return "0"
    if number < 0.1:
        return say("fewer than {number}", number=localised("0.1"))
    digits = f"{number:.1f}" if round(number, 1) < 10 else f"{number:,.0f}"
    return localised(digits)


def _draw_count(axes: "Axes", fan: Fan, look: _Look, *, inches: float) -> None:
    """Draw the mean and the band of one count."""
    from matplotlib.ticker import MaxNLocator

    kept = points_of(fan.mean.size, inches)
    at = kept + 1.0
    low, high = fan.low[kept], fan.high[kept]
    axes.fill_between(at, low, high, color=look.colour, alpha=0.25, linewidth=0)
    axes.plot(at, fan.mean[kept], color=look.colour, linewidth=1.8, linestyle=look.line)
    top = max(float(high.max()), float(fan.mean.max()), 1.0)
    axes.set_ylim(0, 1.08 * top)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.tick_params(axis="y", labelsize=SMALL, length=3)
    axes.grid(visible=True, axis="y", color=PALE, linewidth=0.4)


def _end_labels(fan: Fan, look: _Look) -> list[EndLabel]:
    """Name the mean and the band at the right end."""
    low, mean, high = float(fan.low[-1]), float(fan.mean[-1]), float(fan.high[-1])
    last = say("mean, last night: {people}", people=_few(mean))
    labels = [EndLabel(mean, last, look.text)]
    if f"{low:.0f}" != f"{high:.0f}":
        band = say(
            "8 in 10: {low} to {high}",
            low=localised(f"{low:,.0f}"),
            high=localised(f"{high:,.0f}"),
        )
        labels.append(EndLabel(high, band, look.text))
    return labels
