"""Every estimate as a row of a workbook, in the words of the reader."""

from sim.experiment.estimate import Estimate
from sim.report.answer.sentences import CAUSES
from sim.report.answer.spread import remark
from sim.report.answer.tables import label_of
from sim.report.folder.writing import COLUMNS, SPLITS
from sim.report.language import marked, say
from sim.report.names import word_of
from sim.report.numbers import is_money

__all__ = ["estimate_columns", "estimate_row"]

HEADS = {
    "called": (marked("what it is"), marked("what is measured, in words")),
    "measure": (
        marked("measure"),
        marked("its name in files; docs/reference/measures.md defines it"),
    ),
    "shelter": (marked("shelter"), marked("one shelter; empty: all of them")),
    "funder": (marked("funder"), marked("one funder; empty: all of them")),
    "group": (marked("group"), marked("one group of people; empty: everybody")),
    "year": (marked("year"), marked("one calendar year; empty: the whole period")),
    "cause": (
        marked("cause"),
        marked("one cause, cost line or destination; empty: all of them"),
    ),
    "value": (
        marked("value"),
        marked("the estimate; money in whole units, shares between 0 and 1"),
    ),
    "low": (marked("lower end"), marked("lower end of the 95 % interval")),
    "high": (marked("upper end"), marked("upper end of the 95 % interval")),
    "interval": (marked("interval"), marked("the kind of interval")),
    "unit": (marked("unit"), marked("the unit of value, lower and upper end")),
    "replications": (
        marked("replications"),
        marked("how many replications were played"),
    ),
    "prediction_low": (
        marked("lower end for one period"),
        marked("lower end of what 95 % of single periods lie between"),
    ),
    "prediction_high": (
        marked("upper end for one period"),
        marked("upper end of what 95 % of single periods lie between"),
    ),
    "note": (marked("note"), marked("why there is no number, or no interval")),
}
"""What every column is called and means, in the order of estimates.csv."""
INTERVALS = {
    "skewness-adjusted t": marked("skewness-adjusted t"),
    "jackknife": marked("jackknife"),
    "wilson": marked("Wilson"),
    "clopper-pearson": marked("Clopper-Pearson"),
    "order statistics": marked("order statistics"),
    "bootstrap": marked("bootstrap"),
    "bonett-price": marked("Bonett-Price"),
    "fieller": marked("Fieller"),
    "no spread": marked("no spread"),
    "none": marked("none"),
}
"""What kinds of interval are called."""
UNITS = (
    *(marked("bed-nights"), marked("beds"), marked("closures"), marked("days")),
    *(marked("index"), marked("months"), marked("nights"), marked("persons")),
    *(marked("probability"), marked("referrals"), marked("share"), marked("stays")),
    *(marked("shelter-days"), marked("times")),
)
"""Units of measures, which say what they are: named here to be translated."""
EACH = {
    "bed-night": marked("{currency} for each bed-night"),
    "person": marked("{currency} for each person"),
    "stay": marked("{currency} for each stay"),
}
"""What money for each of something is called."""


def estimate_columns() -> tuple[tuple[str, str], ...]:
    """Return the title and the meaning of each column."""
    return tuple((say(title), say(meaning)) for title, meaning in HEADS.values())


def estimate_row(estimate: Estimate) -> tuple[object, ...]:
    """Return the cells of an estimate: numbers as they are, unrounded, and words.

    Ids of a measure, a shelter and a funder stay: by them files are searched.
    """
    plain = {**dict.fromkeys(SPLITS, ""), **estimate.by, **estimate.as_json()}
    plain["group"] = _cause(str(plain["group"]))
    plain["cause"] = _cause(str(plain["cause"]))
    plain["interval"] = say(INTERVALS.get(estimate.interval, estimate.interval))
    plain["unit"] = _unit(estimate.unit)
    plain["note"] = remark(estimate.note)
    return (label_of(estimate.measure), *(plain.get(name) for name in COLUMNS))


def _cause(name: str) -> str:
    """Return a cause, cost line or group in words, an id that has none as it is."""
    told = say(CAUSES[name]) if name in CAUSES else word_of(name)
    return name if told == name.replace("_", " ") else told


def _unit(unit: str) -> str:
    currency, _, each = unit.partition(" per ")
    if not is_money(unit):
        return say(unit)
    return say(EACH[each], currency=currency) if each else unit
