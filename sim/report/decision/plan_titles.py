"""A comparison whose plans go by their titles, as readers know them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sim.experiment.comparison import Comparison
from sim.report.decision.naming import plans_called, quoted

__all__ = ["by_title", "in_quotes"]


def by_title(found: Comparison) -> Comparison:
    """Return the same comparison with titles for names of files, all told apart."""
    plans = (found.base, *found.variants)
    titles = plans_called(found.names, [plan.title for plan in plans])
    base, *variants = (
        replace(plan, title=title) for plan, title in zip(plans, titles, strict=True)
    )
    called = dict(zip(found.names, titles, strict=True))
    return replace(
        _renamed(found, called.__getitem__), base=base, variants=tuple(variants)
    )


def in_quotes(found: Comparison) -> Comparison:
    """Return the same comparison with each name in marks, for use in sentences."""
    called: Mapping[str, str] = {name: quoted(name) for name in found.names}
    return _renamed(found, called.__getitem__)


def _renamed(found: Comparison, called: Callable[[str], str]) -> Comparison:
    economics = found.economics
    return replace(
        found,
        names=tuple(map(called, found.names)),
        differences=tuple(
            replace(each, variant=called(each.variant)) for each in found.differences
        ),
        economics=replace(
            economics,
            trades=tuple(
                replace(each, variant=called(each.variant)) for each in economics.trades
            ),
            strategies=tuple(
                replace(
                    each,
                    name=called(each.name),
                    after=called(each.after) if each.after else "",
                    by=tuple(map(called, each.by)),
                )
                for each in economics.strategies
            ),
            benefits=tuple(
                replace(each, variant=called(each.variant))
                for each in economics.benefits
            ),
        ),
    )
