"""What one scenario changes of another: every value, and where it is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.scenario.plan import Scenario, Setting

__all__ = ["Change", "changes_between"]

TELLING = ("title", "question", "answered_by", "on_record")
"""Settings that say what a scenario is called and asks, not what happens."""


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that differs: as written before and after, with file and line.

    None is a setting that is not there.  ``values`` counts the single values of a
    part that was added or removed whole, and ``parts`` are they, each with its path.
    """

    path: str
    before: str | None
    after: str | None
    before_at: tuple[str, int] | None
    after_at: tuple[str, int] | None
    values: int = 1
    parts: "tuple[Change, ...]" = ()

    def as_json(self) -> dict[str, object]:
        """Return plain data."""
        return {
            "path": self.path,
            "before": self.before,
            "after": self.after,
            "before_at": _place(self.before_at),
            "after_at": _place(self.after_at),
            "values": self.values,
            "parts": [part.as_json() for part in self.parts],
        }


def changes_between(base: Scenario, variant: Scenario) -> tuple[Change, ...]:
    """Return what a variant changes of a base, in file order.

    A part that only one of the two has is one change, and so is a value that took
    the place of several, such as a law of chance.
    """
    before, after = _values(base), _values(variant)
    found = [
        _change(path, before.get(path), after.get(path))
        for path in dict.fromkeys([*after, *before])
        if (path in before) != (path in after) or before[path].text != after[path].text
    ]
    return tuple(_gathered(found, set(before), set(after)))


def _values(scenario: Scenario) -> dict[str, Setting]:
    """Return the single values by path; what is told whole is left to its parts."""
    return {
        setting.path: setting
        for setting in scenario.settings
        if setting.path not in TELLING and not setting.text.startswith("{")
    }


def _change(path: str, before: Setting | None, after: Setting | None) -> Change:
    return Change(
        path=path,
        before=None if before is None else before.text,
        after=None if after is None else after.text,
        before_at=_origin(before),
        after_at=_origin(after),
    )


def _origin(setting: Setting | None) -> tuple[str, int] | None:
    if setting is None or not setting.history:
        return None
    file, line, _ = setting.history[-1]
    return file, line


def _gathered(
    found: list[Change], before: set[str], after: set[str]
) -> Iterator[Change]:
    """Yield changes, those of a part that came or went together as one."""
    parts: dict[str, list[Change]] = {}
    for change in found:
        other = before if change.before is None else after
        one_sided = None in (change.before, change.after)
        part = _new_part(change.path, other) if one_sided else change.path
        parts.setdefault(part, []).append(change)
    for part, members in parts.items():
        yield members[0] if len(members) == 1 else _as_one(part, members)


def _new_part(path: str, other: set[str]) -> str:
    """Return the shortest part of a path below which the other file has nothing.

    Where the other has a single value in its place, that value's path.
    """
    steps = path.split(".")
    for depth in range(1, len(steps) + 1):
        part = ".".join(steps[:depth])
        if not any(p.startswith(f"{part}.") for p in other):
            return part
    return path


def _as_one(part: str, members: list[Change]) -> Change:
    old = [c for c in members if c.before is not None]
    new = [c for c in members if c.after is not None]
    return Change(
        path=part,
        before=_flowing(part, [(c.path, c.before) for c in old]),
        after=_flowing(part, [(c.path, c.after) for c in new]),
        before_at=old[0].before_at if old else None,
        after_at=new[0].after_at if new else None,
        values=max(len(old), len(new)),
        parts=tuple(members),
    )


def _flowing(part: str, values: list[tuple[str, str | None]]) -> str | None:
    """Return several values as one line, or one as it is."""
    if not values:
        return None
    if [path for path, _ in values] == [part]:
        return values[0][1]
    inside = (f"{path.removeprefix(f'{part}.')}: {text}" for path, text in values)
    return "{" + ", ".join(inside) + "}"


def _place(origin: tuple[str, int] | None) -> str | None:
    return None if origin is None else f"{origin[0]}:{origin[1]}"
