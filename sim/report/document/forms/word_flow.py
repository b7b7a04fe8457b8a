"""Where blocks of a Word report stand, so that no page is left half empty.

A picture stays whole, so one for which a page has no room leaves a hole.  It may
stand before or after other tables and pictures of its section, or be made a little
smaller.  How high things are is only about known, for Word alone sets them, and other
programs a little differently; so every order is tried with texts that are a little
lower and higher than we guess, and that with the smallest holes is taken.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sim.report.document.forms.word_heights import HEAD, Ends
from sim.report.document.parts import Block, Picture, Section, Table

__all__ = ["Placed", "arranged", "is_whole"]

GUESSES = (0.98, 0.99, 1.0, 1.01, 1.02)
"""How high texts may be, in parts of what we guess."""
SHARES = (1.0, 0.92, 0.84)
"""Parts of the text's width that a picture may have."""
KEPT = 24
"""So many of the best beginnings are gone on with."""
MOST_WHOLE = 0.18
"""A table that is no higher than this part of a page stands on one."""
BEARABLE = 0.15
"""A hole of this part of a page is hardly seen."""
HOLE, SHRUNK, MOVED = 100.0, 8.0, 0.15
"""What a hole costs by its square, a picture made smaller by its square, and one
moved for every block that it is moved by: in what we would rather not have."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place; a picture is ``share`` of the text's width."""

    block: Block
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class _Flow:
    """Pages being filled, by every guess: how full the last one is, what it cost.

    ``told`` and ``drawn`` are how many blocks that are no pictures are placed, and how
    many pictures.
    """

    at: tuple[float, ...]
    cost: float = 0.0
    told: int = 0
    drawn: int = 0
    placed: tuple[Placed, ...] = ()


def is_whole(ends: Ends, page: float) -> bool:
    """Return whether a table is to stand on one page."""
    return ends.high <= MOST_WHOLE * page


def arranged(
    sections: Sequence[Section],
    *,
    full: float,
    page: float,
    high: Callable[[Block], float | Ends],
    least: Callable[[Picture], float],
    begins_page: bool = True,
) -> list[list[Placed]]:
    """Return the blocks of each section in a good order, and how large pictures are.

    Parameters
    ----------
    full
        How far the page is full before the first section, in points.
    page
        How high a page is.
    high
        How high a block is; of a table, what of it stays together as well.
    least
        The least part of the text's width that a picture fills, to be legible.
    begins_page
        Whether sections that start a page do.
    """
    last = max(
        (n for n, each in enumerate(sections) if any(map(_is_picture, each.blocks))),
        default=-1,
    )
    paper = _Paper(page, high, least)
    flows = [_Flow(tuple(guess * full % page for guess in GUESSES))]
    found: list[int] = []
    for section in sections[: last + 1]:
        if begins_page and section.starts_page:
            flows = [replace(flow, at=(0.0,) * len(GUESSES)) for flow in flows]
        flows = paper.filled(section.blocks, flows)
        found.append(len(section.blocks))
    best = min(flows, key=lambda flow: flow.cost)
    rest = iter(best.placed)
    return [
        *([next(rest) for _ in range(number)] for number in found),
        *([Placed(block) for block in each.blocks] for each in sections[last + 1 :]),
    ]


@dataclass(frozen=True, slots=True)
class _Paper:
    """Pages of a height, and how high what stands on them is."""

    page: float
    high: Callable[[Block], float | Ends]
    least: Callable[[Picture], float]

    def filled(self, blocks: Sequence[Block], flows: list[_Flow]) -> list[_Flow]:
        """Return the best ways to go on with the blocks of a section."""
        told = [block for block in blocks if not isinstance(block, Picture)]
        drawn = [block for block in blocks if isinstance(block, Picture)]
        highs = [self.high(block) for block in (*told, *drawn)]
        before = _told_before(blocks)
        flows = [replace(flow, told=0, drawn=0) for flow in flows]
        for number in range(len(blocks)):
            ways = []
            for flow in flows:
                lead = HEAD if number == 0 else 0.0
                if flow.told < len(told):
                    block, tall = told[flow.told], highs[flow.told]
                    ways.append(self._with_told(flow, block, tall, lead))
                if flow.drawn < len(drawn) and _may_stand(told, flow, before):
                    moved = abs(flow.told - before[flow.drawn])
                    tall = highs[len(told) + flow.drawn]
                    assert isinstance(tall, float)
                    ways += [
                        replace(way, cost=way.cost + MOVED * moved)
                        for way in self._with_drawn(flow, drawn[flow.drawn], tall, lead)
                    ]
            flows = sorted(ways, key=lambda way: way.cost)[:KEPT]
        return flows

    def _with_told(
        self, flow: _Flow, block: Block, tall: float | Ends, lead: float
    ) -> _Flow:
        """Return pages with a text or a table more."""
        ends = [
            self._after(at, tall, lead, guess)
            for at, guess in zip(flow.at, GUESSES, strict=True)
        ]
        return replace(
            flow,
            at=tuple(at for at, _ in ends),
            cost=flow.cost + self._cost([hole for _, hole in ends]),
            told=flow.told + 1,
            placed=(*flow.placed, Placed(block)),
        )

    def _after(
        self, at: float, tall: float | Ends, lead: float, guess: float
    ) -> tuple[float, float]:
        """Return how full a page is after a text or a table, and the hole it left."""
        if not isinstance(tall, Ends):
            left = guess * (lead + tall)
            return (at + left if at + left <= self.page else at + left - self.page), 0.0
        left, whole = guess * (lead + tall.high), is_whole(tall, self.page)
        if at + left <= self.page:
            return at + left, 0.0
        hole = 0.0
        if whole or at + guess * (lead + tall.start) > self.page:
            hole, at = self.page - at, 0.0
        while at + left > self.page:
            left += guess * (tall.head + tall.loss) - (self.page - at)
            left = max(left, guess * tall.end)
            at = 0.0
        return at + left, hole

    def _with_drawn(
        self, flow: _Flow, picture: Picture, tall: float, lead: float
    ) -> list[_Flow]:
        """Return pages with a picture more, in every size it may have."""
        room = self.page - max(flow.at) - lead
        fits = room / tall
        least = self.least(picture)
        sizes = {size for size in (*SHARES, fits) if least <= size < 1} | {1.0}
        return [self._drawn(flow, picture, tall, lead, size) for size in sorted(sizes)]

    def _drawn(
        self, flow: _Flow, picture: Picture, tall: float, lead: float, share: float
    ) -> _Flow:
        height = lead + share * tall
        goes = [at + height > self.page for at in flow.at]
        holes = [
            self.page - at if over else 0.0
            for at, over in zip(flow.at, goes, strict=True)
        ]
        at = [
            height if over else at + height
            for at, over in zip(flow.at, goes, strict=True)
        ]
        return replace(
            flow,
            at=tuple(at),
            cost=flow.cost + self._cost(holes) + SHRUNK * (1 - share) ** 2,
            drawn=flow.drawn + 1,
            placed=(*flow.placed, Placed(picture, share)),
        )

    def _cost(self, holes: Sequence[float]) -> float:
        """Return what holes cost: by every guess, for any may be right."""
        parts = [hole / self.page for hole in holes]
        costs = [max(0.0, part - BEARABLE) ** 2 + part**2 / 20 for part in parts]
        return HOLE * (sum(costs) / len(costs) + max(costs)) / 2


def _is_picture(block: Block) -> bool:
    return isinstance(block, Picture)


def _told_before(blocks: Sequence[Block]) -> list[int]:
    """Return how many blocks that are no pictures stand before each picture."""
    before, told = [], 0
    for block in blocks:
        if isinstance(block, Picture):
            before.append(told)
        else:
            told += 1
    return before


def _may_stand(told: Sequence[Block], flow: _Flow, before: Sequence[int]) -> bool:
    """Return whether the next picture may stand here: it parts no texts."""
    if flow.told in (before[flow.drawn], len(told)):
        return True
    return isinstance(told[flow.told], Table)
