"""Who is referred, and when: streams, batches and the warm-up (C1–C5, W1)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calendar import on_grid
from sim.chance.crowd import Crowd, Source, draw_values
from sim.chance.layout import GAP, SIZE, WIDTH, Columns, Rows
from sim.chance.numbers import Numbers
from sim.chance.rate import Days, intensities
from sim.chance.strips import Points, points_of
from sim.distributions import Distribution, is_fixed
from sim.scenario.plan import Attribute, Scenario, StreamPlan

__all__ = ["Referred", "draw_arrivals"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]

DATED = -1  # the strip of dated batches
HOURS = 24.0  # dated batches come on the hour
BEFORE = -2  # strips of the warm-up count down from here
HOUSEHOLD = "household size"  # with a space, as no invented attribute is called


@dataclass(frozen=True, slots=True)
class Referred:
    """Everybody referred: codes of attributes and beds needed beside the crowd."""

    crowd: Crowd
    values: Smalls
    size: Smalls


@dataclass(frozen=True, slots=True)
class _Stream:
    """What a stream's people are drawn from, and how much of their rows is read."""

    plan: StreamPlan
    number: int
    days: Days
    numbers: Numbers
    columns: Columns


def draw_arrivals(
    scenario: Scenario, days: Days, numbers: Numbers, columns: Columns
) -> Referred:
    """Return everybody referred: those of one replication in order of their keys."""
    crowds = [
        Crowd.joined(_people(_Stream(plan, at, days, numbers, columns)))
        for at, plan in enumerate(scenario.streams)
    ]
    values = [np.empty((0, len(scenario.attributes)), np.int32)]
    sizes = [np.empty(0, np.int32)]
    for plan, crowd in zip(scenario.streams, crowds, strict=True):
        values.append(_values(plan, scenario.attributes, crowd, numbers))
        sizes.append(_household_sizes(plan.accompanied_by, crowd, numbers))
    return Referred(Crowd.joined(crowds), np.concatenate(values), np.concatenate(sizes))


def _values(
    plan: StreamPlan,
    attributes: Sequence[Attribute],
    crowd: Crowd,
    numbers: Numbers,
) -> Smalls:
    """Return codes by the mix in force on the day of arrival, same uniforms (T7)."""
    values = draw_values(plan.mix, attributes, crowd, numbers)
    for change in sorted(plan.mix_changes, key=lambda change: change.day):
        later = crowd.arrival >= change.day
        changed = draw_values(change.mix, attributes, crowd, numbers)
        values[later] = changed[later]
    return values


def _household_sizes(
    law: Distribution | None, crowd: Crowd, numbers: Numbers
) -> Smalls:
    """Return how many beds each household takes, the victim's own included (B7).

    The uniforms stand beside the rows and are drawn only where asked for.
    """
    u = np.zeros(len(crowd.arrival))
    if law is None:
        return np.ones(len(u), np.int32)
    if not is_fixed(law):
        [u] = crowd.beside(numbers, HOUSEHOLD)
    return np.asarray(np.maximum(1 + np.rint(law.quantile(u)), 1), np.int32)


def _people(stream: _Stream) -> list[Crowd]:
    """Return the people of one stream: warm-up, dated batches, strip by strip.

    This is the order of their keys, by which those who come at one instant are
    numbered.
    """
    days, numbers = stream.days, stream.numbers
    name = f"referrals/{stream.plan.name}"
    daily = intensities(stream.plan.rate, days, numbers, name)
    rows = WIDTH, stream.columns.read
    crowds = _dated(stream, name)
    if days.before:
        early = daily[:, : days.before][:, ::-1]
        points = points_of(numbers, f"warm-up/{name}", early, *rows, before=True)
        crowds.insert(0, _come(stream, BEFORE - points.strip, points))
    points = points_of(numbers, name, daily[:, days.before :], *rows)
    return [*crowds, _come(stream, points.strip, points)]


def _come(stream: _Stream, code: Ints, points: Points) -> Crowd:
    """Return one person, or the members of a batch, for each point."""
    law = stream.plan.batch_size
    if law is not None:
        return _batches(law, stream, code, points)
    source = Source(points.names, points.strip, points.replication, points.index)
    key = _keys(stream, code, points.index, np.zeros_like(points.index))
    return Crowd(points.time, key, (_rows(stream, points),), (source,))


def _rows(stream: _Stream, points: Points) -> Rows:
    return Rows(stream.columns, points.rows)


def _keys(stream: _Stream, code: Ints | int, index: Ints | int, member: Ints) -> Smalls:
    """Return keys (people, 4): stream, strip, index, member (C2)."""
    key = np.empty((len(member), 4), np.int32)
    for at, part in enumerate((stream.number, code, index, member)):
        key[:, at] = part
    return key


def _sizes(law: Distribution, u: Floats) -> Ints:
    """Return sizes of batches: at least one person each."""
    return np.maximum(np.rint(law.quantile(u)), 1).astype(np.int64)


def _batches(law: Distribution, stream: _Stream, code: Ints, points: Points) -> Crowd:
    """Return the members of each point; each batch has a generator."""
    size = _sizes(law, _rows(stream, points).of(SIZE))
    member = _counted(size)
    batch = np.stack([points.strip, points.index], axis=1)
    known, name = np.unique(batch, axis=0, return_inverse=True)
    names = [f"{points.names[strip]}/batch {index}" for strip, index in known.tolist()]
    source = Source(
        tuple(names),
        np.repeat(name, size),
        np.repeat(points.replication, size),
        member,
    )
    key = _keys(stream, np.repeat(code, size), np.repeat(points.index, size), member)
    rows = source.rows(stream.numbers, stream.columns)
    return Crowd(np.repeat(points.time, size), key, (rows,), (source,))


def _counted(sizes: Ints) -> Ints:
    """Return 0, 1, 2 … for each of several groups.

    >>> _counted(np.array([2, 1, 3])).tolist()
    [0, 1, 0, 0, 1, 2]
    """
    begins = np.cumsum(sizes) - sizes
    return np.asarray(np.arange(int(sizes.sum())) - np.repeat(begins, sizes))


def _dated(stream: _Stream, name: str) -> list[Crowd]:
    """Return the members of dated batches, which come at an hour of their day.

    The index of their key is the day, so another date moves nobody.
    """
    days, batch_days = stream.days, stream.plan.batch_days
    first, last = int(days.number[0]), int(days.number[-1])
    return [
        _on_day(stream, day, batch_days.count(day), f"{name}/dated {day}")
        for day in sorted(set(batch_days))
        if first <= day <= last
    ]


def _on_day(stream: _Stream, day: int, batches: int, name: str) -> Crowd:
    """Return everybody who comes in the batches of one day, members numbered through.

    A larger batch only adds members.
    """
    numbers, law = stream.numbers, stream.plan.batch_size
    event = numbers.rows(name, batches, 3, 3)
    size = np.ones(event.shape[:2], np.int64)
    if law is not None:
        size = _sizes(law, event[:, :, SIZE])
    hour = np.floor(event[:, :, GAP] * HOURS) / HOURS
    people = size.sum(axis=1)
    member = _counted(people)
    replication = np.repeat(np.arange(len(people)), people)
    source = Source((f"{name}/members",), np.zeros_like(member), replication, member)
    times = np.repeat(on_grid(day + hour).ravel(), size.ravel())
    rows = source.rows(numbers, stream.columns)
    return Crowd(times, _keys(stream, DATED, day, member), (rows,), (source,))
