"""What the machine understood of a file, told before it computes anything.

Every figure here is what plain arithmetic says "if nothing else changed": no
chance, no full or closed shelter, the residents that are planned.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from difflib import get_close_matches
from pathlib import PurePath
from textwrap import shorten

from sim.report.explain.cuts import cuts_of, told_cuts
from sim.report.explain.outlook import outlook
from sim.report.explain.paragraphs import told_calendar, told_shelter
from sim.report.language import marked, say
from sim.report.numbers import count, days, long_date
from sim.scenario.plan import Scenario, Setting

__all__ = ["as_data", "settings_as_data", "tell", "tell_settings"]


def tell(scenario: Scenario, *, width: int = 80) -> str:
    """Return everything understood, as text of ``width`` columns."""
    seen = outlook(scenario)
    blocks = [
        f"{scenario.title}\n{scenario.question}\n{_frame(scenario)}",
        "\n".join(
            [
                say(
                    "What the file says: {values}",
                    values=count(len(scenario.settings), "value"),
                ),
                *(line for s in _whole(scenario) for line in _setting(s, width)),
            ]
        ),
    ]
    blocks += [
        told_shelter(scenario, number, seen, width)
        for number in range(len(scenario.shelters))
    ]
    blocks.append(told_calendar(scenario, seen.forecast, width))
    blocks.append(told_cuts(scenario, seen.forecast, width))
    return "\n\n".join(block for block in blocks if block)


def _frame(scenario: Scenario) -> str:
    last = scenario.start + timedelta(days=scenario.days - 1)
    said = say(
        "{first} to {last}: {days}, in {currency}",
        first=long_date(scenario.start),
        last=long_date(last),
        days=days(scenario.days),
        currency=scenario.currency,
    )
    if not scenario.price_year:
        return said
    return f"{said}, {say('{year} prices', year=scenario.price_year)}"


def tell_settings(scenario: Scenario, key: str, *, width: int = 80) -> str:
    """Return where one value, or every value below a key, came from and why.

    Raises
    ------
    LookupError
        When the file has no such key; its argument is the nearest key or None.
    """
    below = _below(scenario, key)
    return "\n".join(line for setting in below for line in _chain(setting, width))


def settings_as_data(scenario: Scenario, key: str) -> dict[str, object]:
    """Return the same as :func:`tell_settings`, as plain data."""
    return {"settings": [asdict(setting) for setting in _below(scenario, key)]}


def _below(scenario: Scenario, key: str) -> list[Setting]:
    below = [s for s in scenario.settings if f"{s.path}.".startswith(f"{key}.")]
    if not below:
        raise LookupError(_nearest(scenario, key))
    return below


def as_data(scenario: Scenario) -> dict[str, object]:
    """Return everything understood as plain data, money in minor units."""
    seen = outlook(scenario)
    return {
        "scenario": scenario.name,
        "digest": scenario.digest,
        "money": f"minor units of {scenario.currency}",
        "settings": [asdict(setting) for setting in scenario.settings],
        "shelters": [
            {
                "shelter": shelter.name,
                "offered_load": demand.load,
                "arrivals_per_year": demand.arrivals,
                "turned_away": blocked,
                "expected_occupancy": in_use,
                "stays": [asdict(stay) for stay in demand.stays],
                "budget": asdict(budget) | {"uncovered_share": budget.uncovered},
                "runway_months": budget.runway_months,
            }
            for shelter, demand, blocked, in_use, budget in zip(
                scenario.shelters,
                seen.demands,
                seen.turned_away,
                seen.in_use,
                seen.budgets,
                strict=True,
            )
        ],
        "payments": [_named(scenario, asdict(p)) for p in seen.forecast.payments],
        "cuts": [cuts.as_data() for cuts in cuts_of(scenario, seen.forecast)],
        "deadlines": [_named(scenario, asdict(d)) for d in seen.forecast.without],
    }


def _named(scenario: Scenario, row: dict[str, object]) -> dict[str, object]:
    """Put names for numbers and dates for days."""
    named: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            named[key] = _named(scenario, value)
        elif key == "shelter" and isinstance(value, int):
            named[key] = scenario.shelters[value].name
        elif key == "funder" and isinstance(value, int):
            named[key] = scenario.funders[value].name
        elif key in ("day", "stops", "closes") and isinstance(value, int):
            named[key] = (scenario.start + timedelta(days=value)).isoformat()
        else:
            named[key] = value
    return named


def _nearest(scenario: Scenario, key: str) -> str | None:
    known = dict.fromkeys(
        ".".join(setting.path.split(".")[:depth])
        for setting in scenario.settings
        for depth in range(1, setting.path.count(".") + 2)
    )
    ends = [path for path in known if path.rpartition(".")[2] == key]
    return next(iter(ends or get_close_matches(key, known, 1, 0.5)), None)


def _whole(scenario: Scenario) -> Iterator[Setting]:
    """Yield the settings without the parts of those that are told whole."""
    whole = ""
    for setting in scenario.settings:
        if whole and setting.path.startswith(whole):
            continue
        whole = f"{setting.path}." if setting.text.startswith("{") else ""
        yield setting


def _setting(setting: Setting, width: int) -> Iterator[str]:
    """Yield one value with the line that set it, and what it replaced."""
    file, line, _ = setting.history[-1] if setting.history else ("default", 0, "")
    origin = _place(file, line)
    marks = [*setting.source, *_doubts(setting)]
    if len(setting.history) > 1:
        file, line, text = setting.history[-2]
        was = shorten(text, 30, placeholder=" …")
        marks.append(say("was {value} in {place}", value=was, place=_place(file, line)))
    said = f"  {setting.path}: {setting.text}"
    tail = f"{origin}" + (f" ({', '.join(marks)})" if marks else "")
    if len(said) + len(tail) + 2 <= width:
        yield said + " " * (width - len(said) - len(tail)) + tail
    else:
        yield said
        yield f"{tail:>{width}}"


def _place(file: str, line: int) -> str:
    """Say where a value stands, by the file's name without its folders."""
    name = say("default") if file == "default" else PurePath(file).name
    return f"{name}:{line}" if line else name


def _doubts(setting: Setting) -> Iterator[str]:
    if setting.proxy is not None:
        yield say("proxy")
    if setting.assumed is not None:
        yield say("assumed")


def _chain(setting: Setting, width: int) -> Iterator[str]:
    """Yield a value with everything known about it, oldest origin first."""
    yield f"{setting.path}: {setting.text}"
    for file, line, text in setting.history:
        yield f"  {_place(file, line):<30}  {text}"[:width]
    if setting.source:
        yield f"  {say('sources')}: {', '.join(setting.source)}"
    for word, said in (
        (marked("proxy"), setting.proxy),
        (marked("assumed"), setting.assumed),
        (marked("note"), setting.note),
    ):
        if said is not None:
            yield f"  {say(word)}: {said}"
    if setting.low is not None or setting.high is not None:
        ends = say("{low} to {high}", low=setting.low, high=setting.high)
        yield f"  {say('range')}: {ends}"
