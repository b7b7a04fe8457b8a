"""What a decision calls things: quantities, conditions, and values of settings."""

import re
from collections.abc import Callable, Mapping, Sequence
from math import floor, log10
from textwrap import wrap

from sim.experiment.asking import Condition, Quantity
from sim.report.answer.paragraphs import CAUSES
from sim.report.answer.tables import columns, label_of
from sim.report.document.values import value_told as term_told
from sim.report.language import marked, say, some, spoken
from sim.report.names import word_of
from sim.report.numbers import amount, called, localised
from sim.report.settings import setting_told, whose_setting
from sim.scenario.plan import Scenario

__all__ = [
    "condition_kept",
    "condition_told",
    "label_of_one",
    "named_last",
    "of_whom",
    "path_told",
    "paths_told",
    "plans_called",
    "position_told",
    "quantity_told",
    "quoted",
    "settings_briefly",
    "value_told",
]

OF_ONE = {
    "closure_probability": marked("It closes"),
    "closure_days": marked("Days closed"),
    "freeze_days": marked("Days admitting nobody"),
}
"""What is said of one shelter, where the usual label speaks of all."""
TIMES: Mapping[str, Callable[[str], str]] = {
    "day": lambda number: some("{number} day", "{number} days", number),
    "week": lambda number: some("{number} week", "{number} weeks", number),
    "month": lambda number: some("{number} month", "{number} months", number),
    "year": lambda number: some("{number} year", "{number} years", number),
}
EACH = {
    "day": marked("{value} / day"),
    "week": marked("{value} / week"),
    "month": marked("{value} / month"),
    "quarter": marked("{value} / quarter"),
    "year": marked("{value} / year"),
}
NARROW, INDENT = 24, 8
"""The least room for a last column of words, and where it stands without."""
NEAR = 0.001
"""A sum that is so near to a round one is told as that."""
NUMBER = r"-?[0-9][0-9,]*(?:\.[0-9]+)?"


def plans_called(names: Sequence[str], titles: Sequence[str]) -> tuple[str, ...]:
    """Return what pictures call plans, the base first: their titles, told apart.

    What the title of the base says before its colon is left out wherever it is said.

    >>> plans_called(("a", "b"), ("Kosovo 2021: yearly calls", "Kosovo 2021: a fund"))
    ('Yearly calls', 'A fund')
    >>> plans_called(("a", "b"), ("Twice", "Twice"))
    ('Twice (a)', 'Twice (b)')

    Names that are titles already stay as they are.

    >>> plans_called(("A: b", "A: c"), ("A: b", "A: c"))
    ('A: b', 'A: c')
    """
    if tuple(names) == tuple(titles):
        return tuple(names)
    before, colon, _ = titles[0].partition(": ")
    lead = before + colon if colon else ""
    cut = [title.removeprefix(lead) for title in titles]
    told = [f"{title[:1].upper()}{title[1:]}" for title in cut]
    return tuple(
        title if told.count(title) == 1 else f"{title} ({name})"
        for name, title in zip(names, told, strict=True)
    )


def of_whom(by: Mapping[str, str], scenario: Scenario) -> str:
    """Return of whom a quantity is: titles of shelters and funders, else words."""
    titles = {
        "shelter": {plan.name: called(plan.title) for plan in scenario.shelters},
        "funder": {plan.name: called(plan.title) for plan in scenario.funders},
    }
    return ", ".join(
        titles.get(key, {}).get(name) or _word(name) for key, name in by.items()
    )


def label_of_one(measure: str) -> str:
    """Return what a measure of one shelter is called.

    >>> label_of_one("closure_probability"), label_of_one("costs")
    ('It closes', 'Cost')
    """
    label = OF_ONE.get(measure)
    return label_of(measure) if label is None else say(label)


def _word(name: str) -> str:
    """Return an id as words, translated where it is a cause or one of the usual."""
    return say(CAUSES[name]) if name in CAUSES else word_of(name)


def quantity_told(quantity: Quantity, scenario: Scenario) -> str:
    """Return what a quantity is called for readers, and of whom it is."""
    by = dict(quantity.by)
    if not by:
        return label_of(quantity.measure.name)
    name = quantity.measure.name
    told = label_of_one(name) if "shelter" in by else label_of(name)
    return f"{told}: {of_whom(by, scenario)}"


def path_told(path: str, scenario: Scenario) -> str:
    """Return what a setting is and whose, in words: ``PVPT: reserve at the start``."""
    return paths_told([path], scenario)


def paths_told(paths: Sequence[str], scenario: Scenario) -> str:
    """Return settings that move together in words, those alike in one breath."""
    whose: dict[str, list[str]] = {}
    for path in paths:
        owner = whose_setting(path, scenario)
        whose.setdefault(_setting(path, scenario), []).append(owner)
    return "; ".join(
        say("{whose}: {what}", whose=", ".join(dict.fromkeys(owners)), what=what)
        for what, owners in whose.items()
    )


def settings_briefly(turned: Sequence[Sequence[str]], scenario: Scenario) -> list[str]:
    """Return what is turned, each as one; whose it is only where they are alike.

    It heads columns, whose table says whose it is before.
    """
    told = [
        list(dict.fromkeys(_setting(p, scenario) for p in paths)) for paths in turned
    ]
    if any(len(what) > 1 for what in told) or len({each[0] for each in told}) < len(
        told
    ):
        return [paths_told(paths, scenario) for paths in turned]
    return [f"{what[:1].upper()}{what[1:]}" for (what,) in told]


def _setting(path: str, scenario: Scenario) -> str:
    if re.fullmatch(r"referrals\.[^.]+\.per_year", path):
        return say("how many a year")
    return setting_told(path, scenario)


def quoted(label: str) -> str:
    """Put a label in marks, within a sentence.

    >>> quoted("Days closed")
    '“Days closed”'
    """
    return say("“{label}”", label=label)


def condition_told(condition: Condition, scenario: Scenario) -> str:
    """Return a condition as readers write it: ``“It closes: PVPT” ≤ 10 %``."""
    unit = condition.quantity.measure.unit.replace("money", scenario.currency)
    sign = "≤" if condition.sense == "<=" else "≥"
    bound = amount(condition.bound, unit, None).strip()
    return f"{quoted(quantity_told(condition.quantity, scenario))} {sign} {bound}"


def condition_kept(condition: Condition, scenario: Scenario) -> str:
    """Return a condition as what is kept: on average, or a chance in so many cases."""
    if condition.quantity.measure.unit != "probability":
        told = condition_told(condition, scenario)
        return say("{condition} on average", condition=told)
    least = marked("{event} in at least {bound} of replications")
    most = marked("{event} in at most {bound} of replications")
    return say(
        most if condition.sense == "<=" else least,
        event=quoted(quantity_told(condition.quantity, scenario)),
        bound=amount(condition.bound, "probability", None).strip(),
    )


def value_told(text: str) -> str:
    """Return a value of a setting in the language spoken, as far as it is known.

    >>> value_told("1.5 months"), value_told("€39,600 / year"), value_told("20 days")
    ('1.5 months', '€39,600 / year', '20 days')
    """
    value, slash, each = text.partition(" / ")
    if slash and each in EACH:
        return say(EACH[each], value=value_told(value))
    found = re.fullmatch(rf"({NUMBER}) per year", text)
    if found:
        return say("{value} per year", value=localised(found[1]))
    found = re.fullmatch(rf"({NUMBER}) in ([0-9]+) years", text)
    if found:
        years = TIMES["year"](found[2])
        return say("{number} in {years}", number=localised(found[1]), years=years)
    found = re.fullmatch(rf"({NUMBER}) (\w+?)s?", text)
    if found and found[2] in TIMES:
        return TIMES[found[2]](localised(found[1]))
    found = re.fullmatch(rf"({NUMBER}) ?%", text)
    if found:
        return f"{localised(found[1])}{spoken().percent}"
    found = re.fullmatch(rf"(€|£|\$|[A-Z]{{3}} )({NUMBER})", text)
    if found:
        sign, digits = found[1].strip(), found[2]
        return text if spoken().money_first else f"{localised(digits)}\u00a0{sign}"
    return localised(text) if re.fullmatch(NUMBER, text) else term_told(text)


def position_told(label: str) -> str:
    """Return how far a lever is pulled; a sum beside a round one in round words.

    Where a range begins at €1, because nought would be nothing at all, its steps end
    at €5,001.

    >>> position_told("€5,001"), position_told("€5,000"), position_told("€16,250")
    ('about €5,000', '€5,000', '€16,250')
    >>> position_told("1.5 months")
    '1.5 months'
    """
    found = re.fullmatch(rf"(€|£|\$|[A-Z]{{3}} )({NUMBER})", label)
    if found is None:
        return value_told(label)
    units = float(found[2].replace(",", ""))
    step = 10.0 ** (floor(log10(abs(units))) - 1) if units else 1.0
    near = round(units / step) * step
    if near == units or abs(near - units) > NEAR * abs(units):
        return value_told(label)
    return say("about {amount}", amount=value_told(f"{found[1]}{near:,.0f}"))


def named_last(rows: Sequence[tuple[str, ...]], width: int) -> str:
    """Align a table whose last column is long, such as names of plans.

    Where it does not fit beside the others it runs on below itself, or, where little
    room is left, below its row.

    >>> rows = [("price", "what"), ("€5", "the call of the ministry a month earlier")]
    >>> print(named_last(rows, 34))
    price  what
    €5     the call of the ministry a
           month earlier
    >>> print(named_last(rows, 30))
    price
            what
    €5
            the call of the
            ministry a month
            earlier
    """
    table = columns([row[:-1] for row in rows]).split("\n")
    wide = max(map(len, table)) + 2
    words = [word for row in rows for word in row[-1].split()]
    longest = max(len(row[-1]) for row in rows)
    room = width - wide
    beside = longest <= room or room >= max(NARROW, *map(len, words))
    lines = []
    for line, row in zip(table, rows, strict=True):
        pad = " " * (wide if beside else INDENT)
        named = wrap(row[-1], width - len(pad), break_long_words=False)
        named = [f"{pad}{each}" for each in named] or [pad]
        if beside:
            named[0] = f"{line:{wide}}{named[0].strip()}"
        else:
            lines.append(line)
        lines += named
    return "\n".join(each.rstrip() for each in lines)
