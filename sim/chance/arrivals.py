"""Who is referred, and when: streams, batches and the warm-up (C1–C5, W1)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.chance.crowd import Crowd, Source, draw_values
from sim.chance.layout import GAP, SIZE, WIDTH, on_grid
from sim.chance.rate import Days, intensity
from sim.chance.strips import Strip, strips_of
from sim.distributions import Distribution, is_fixed
from sim.scenario.plan import Attribute, Scenario, StreamPlan
from sim.streams import Streams

__all__ = ["Referred", "draw_arrivals"]

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


def draw_arrivals(scenario: Scenario, days: Days, streams: Streams) -> Referred:
    """Return everybody referred, in person number order (T4)."""
    crowds = [
        Crowd.joined(_stream(plan, number, days, streams))
        for number, plan in enumerate(scenario.streams)
    ]
    values = [np.empty((0, len(scenario.attributes)), np.int32)]
    sizes = [np.empty(0, np.int32)]
    for plan, crowd in zip(scenario.streams, crowds, strict=True):
        values.append(_values(plan, scenario.attributes, crowd, streams))
        sizes.append(_household_sizes(plan.accompanied_by, crowd, streams))
    everybody = Crowd.joined(crowds).with_stages(len(scenario.stages), streams)
    stream, strip, index, member = everybody.key.T
    order = np.lexsort((member, index, strip, stream, everybody.arrival))
    return Referred(
        Crowd(
            everybody.arrival[order], everybody.key[order], everybody.rows[order], ()
        ),
        np.concatenate(values)[order],
        np.concatenate(sizes)[order],
    )


def _values(
    plan: StreamPlan,
    attributes: Sequence[Attribute],
    crowd: Crowd,
    streams: Streams,
) -> Smalls:
    """Return codes by the mix in force on the day of arrival, same uniforms (T7)."""
    values = draw_values(plan.mix, attributes, crowd, streams)
    for change in sorted(plan.mix_changes, key=lambda change: change.day):
        later = crowd.arrival >= change.day
        changed = draw_values(change.mix, attributes, crowd, streams)
        values[later] = changed[later]
    return values


def _household_sizes(
    law: Distribution | None, crowd: Crowd, streams: Streams
) -> Smalls:
    """Return how many beds each household takes, the victim's own included (B7).

    The uniforms stand beside the rows and are drawn only where asked for.
    """
    u = np.zeros(len(crowd.arrival))
    if law is None:
        return np.ones(len(u), np.int32)
    if not is_fixed(law):
        u = crowd.beside(streams, HOUSEHOLD)[:, 0]
    return np.asarray(np.maximum(1 + np.rint(law.quantile(u)), 1), np.int32)


def _stream(plan: StreamPlan, number: int, days: Days, streams: Streams) -> list[Crowd]:
    """Return the people of one stream, strip by strip."""
    name = f"referrals/{plan.name}"
    daily = intensity(plan.rate, days, streams, name)
    found = [
        (strip.number, strip)
        for strip in strips_of(streams, name, daily[days.before :], WIDTH)
    ]
    if days.before:
        early = daily[: days.before][::-1]
        strips = strips_of(streams, f"warm-up/{name}", early, WIDTH, before=True)
        found += [(BEFORE - strip.number, strip) for strip in strips]
    crowds = []
    for code, strip in found:
        if plan.batch_size is None:
            crowds.append(_singles(number, code, strip))
        else:
            crowds += _batches(plan.batch_size, number, code, strip, streams)
    return crowds + _dated(plan, number, name, days, streams)


def _singles(stream: int, code: int, strip: Strip) -> Crowd:
    """Return one person for each point of a strip."""
    key = np.zeros((len(strip.index), 4), np.int32)
    key[:, 0], key[:, 1], key[:, 2] = stream, code, strip.index
    source = Source(strip.name, strip.candidates, strip.index)
    return Crowd(strip.time, key, strip.rows, (source,))


def _size(law: Distribution, u: float) -> int:
    """Return a batch's size: at least one person."""
    return max(1, round(float(law.quantile(np.array([u]))[0])))


def _batches(
    law: Distribution, stream: int, code: int, strip: Strip, streams: Streams
) -> list[Crowd]:
    """Return the members of each point of a strip; each batch has a generator."""
    crowds = []
    points = zip(strip.index.tolist(), strip.time.tolist(), strip.rows, strict=True)
    for index, time, row in points:
        size = _size(law, row[SIZE])
        name = f"{strip.name}/batch {index}"
        crowds.append(_members((stream, code, index), [time] * size, name, streams))
    return crowds


def _dated(
    plan: StreamPlan, number: int, name: str, days: Days, streams: Streams
) -> list[Crowd]:
    """Return the members of dated batches, which come at an hour of their day.

    The index of their key is the day, so another date moves nobody.
    """
    crowds = []
    first, last = int(days.number[0]), int(days.number[-1])
    for day in sorted(set(plan.batch_days)):
        if not first <= day <= last:
            continue
        event = streams(f"{name}/dated {day}").random((plan.batch_days.count(day), 3))
        times: list[float] = []
        for u in event:
            size = 1 if plan.batch_size is None else _size(plan.batch_size, u[SIZE])
            hour = np.floor(u[GAP] * HOURS) / HOURS
            times += [float(on_grid(day + hour))] * size
        batch = f"{name}/dated {day}/members"
        crowds.append(_members((number, DATED, day), times, batch, streams))
    return crowds


def _members(
    event: tuple[int, int, int], times: list[float], name: str, streams: Streams
) -> Crowd:
    """Return the members of a batch; a larger batch only adds members."""
    size = len(times)
    key = np.array([(*event, member) for member in range(size)], np.int32)
    source = Source(name, size, np.arange(size))
    rows = streams(name).random((size, WIDTH))
    return Crowd(np.array(times), key, rows, (source,))
