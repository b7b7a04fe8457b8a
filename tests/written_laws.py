"""Hypothesis strategies for what a scenario file is made of: words, dates, laws."""

from hypothesis import strategies as st

START, END = "2016-12-20", "2017-02-01"
DATES = ("2016-12-28", "2017-01-01", "2017-01-09", "2017-01-15")
"""Days on which something changes: after every opening, before every closing."""


def either(*values):
    return st.sampled_from(values)


def mapping(always, now_and_then=None):
    """Draw a mapping with some keys always, and others in one world of two."""
    return st.fixed_dictionaries(always, optional=now_and_then or {})


def seldom(strategy):
    """Draw something in one world of three, else None."""
    return st.one_of(st.none(), st.none(), strategy)


def dated(strategy):
    return st.dictionaries(either(*DATES), strategy, min_size=1, max_size=2)


def without_none(drawn):
    return {key: value for key, value in drawn.items() if value is not None}


def in_days(number):
    return f"{number} days"


def in_euros(number):
    return f"€{100 * number}"


def laws(write, *more):
    """Draw any law of chance of an amount, as ``write`` writes the amount."""
    one, three, six, ten, twenty = map(write, (1, 3, 6, 10, 20))
    return either(
        three,
        {"distribution": "fixed", "value": six},
        {"distribution": "exponential", "mean": three, "at_least": one},
        {"distribution": "exponential", "mean_after_limit": three, "at_most": ten},
        {"distribution": "lognormal", "mean": six, "sigma": "0.8", "at_most": ten},
        {"distribution": "lognormal", "median": three, "p90": ten},
        {"distribution": "gamma", "mean": six, "cv": "0.5"},
        {"distribution": "gamma", "mean": six, "sd": three, "at_most": twenty},
        {"distribution": "weibull", "scale": six, "shape": "1.5"},
        {"distribution": "triangular", "low": one, "mode": three, "high": ten},
        {"distribution": "uniform", "low": one, "high": six},
        {"distribution": "discrete", "values": {one: "40 %", six: "60 %"}},
        {"distribution": "empirical", "observed": [one, three, three, ten]},
        *more,
    )


EXTENDED = {"chance": "40 %", "by": "5 days"}
durations = laws(in_days)
stay_lengths = laws(
    in_days,
    {"distribution": "exponential", "mean": "6 days", "at_most": "5 days"}
    | {"extended": EXTENDED},
    {"distribution": "fixed", "value": "9 days", "at_most": "4 days"}
    | {"extended": EXTENDED},
    {"distribution": "empirical", "file": "stays.csv"},
)
amounts = laws(in_euros)
sizes = laws(str)
shares = either("40 %", "100 %", "0.5")

SEASON = ["2", "2", *(["0.8"] * 10)]
HOW_OFTEN = (
    {"rate": "60 per year"},
    {"rate": "3 per week"},
    {"per_year": {"counts": [40, 90]}},
    {"per_year": {"counts": [40, 90], "spread": "4"}},
)
CHANGES = ("3 times", {"times": "0.5"}, {"rate": "90 per year"}, "1 per day")


@st.composite
def timed(draw, *, then=CHANGES):
    """How often something happens, and what changes that."""
    more = mapping(
        {},
        {
            "season": st.just(SEASON),
            "growth": st.just("10 % / year"),
            "changes": dated(either(*then)),
        },
    )
    return draw(either(*HOW_OFTEN)) | draw(more)
