"""Two players' histories, compared to the last bit and told side by side."""

from dataclasses import fields, is_dataclass
from itertools import islice, zip_longest

import numpy as np

from sim.history import Kind
from sim.kernel import play as play_fast
from sim.model import play

AFTER = 12
"""Events told after the first one that differs."""


def same_story(plan, chance, *, unlimited_credit=False):
    """Play a world twice; return the History, or fail with both stories."""
    slow = play(plan, chance, unlimited_credit=unlimited_credit)
    fast = play_fast(plan, chance, unlimited_credit=unlimited_credit)
    wrong = differing(slow, fast)
    assert not wrong, f"{', '.join(wrong)} differ:\n{side_by_side(plan, slow, fast)}"
    return slow


def differing(one, other, name="history"):
    """The names of what is not the same, down to type, shape and bit."""
    if is_dataclass(one):
        return [
            wrong
            for field in fields(one)
            for wrong in differing(
                getattr(one, field.name),
                getattr(other, field.name),
                f"{name}.{field.name}",
            )
        ]
    if isinstance(one, np.ndarray):
        alike = (one.dtype, one.shape) == (other.dtype, other.shape)
        return [] if alike and _bits(one) == _bits(other) else [name]
    return [] if one == other else [name]


def _bits(column):
    """The bytes of a column, all ways to write "not a number" being one."""
    if column.dtype.kind == "f":
        column = np.where(np.isnan(column), np.nan, column)
    return column.tobytes()


def side_by_side(plan, slow, fast):
    """Both stories from shortly before the first event that differs."""
    stories = [list(map(_told(plan), _rows(h.events))) for h in (slow, fast)]
    pairs = list(zip_longest(*stories, fillvalue="(over)"))
    first = next((n for n, (a, b) in enumerate(pairs) if a != b), None)
    if first is None:
        return "every event is the same; nights, accounts or instalments are not"
    shown = islice(pairs, max(0, first - 2), first + AFTER)
    lines = [f"{a:<64}{' ' if a == b else '|'} {b}" for a, b in shown]
    return "\n".join([f"{'model':<65} kernel", *lines])


def _rows(events):
    columns = (getattr(events, name).tolist() for name in type(events).__slots__)
    return zip(*columns, strict=True)


def _told(plan):
    names = [shelter.name for shelter in plan.shelters]

    def tell(row):
        time, kind, person, shelter, detail, until, amount = row
        who = "" if person < 0 else f" victim {person}"
        where = "" if shelter < 0 else f" {names[shelter]}"
        more = f" ({detail}, {until:.6g}, {amount})"
        return f"{time:.6f} {Kind(kind).name}{who}{where}{more}"

    return tell
