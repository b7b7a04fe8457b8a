"""The whole model: both players, by part; a continent; and what an event costs."""

from collections.abc import Callable
from statistics import median

from clocks import ROOT, in_turn, peak_megabytes, spent
from continental import continental

from sim.chance import draw_many
from sim.experiment.block import play_block
from sim.experiment.series import series_of
from sim.history import audit
from sim.kernel import play_many
from sim.measures.tally import tally
from sim.model import play
from sim.scenario import load
from sim.scenario.plan import Scenario

__all__ = ["PARTS", "both_players", "continent", "of_events", "parts_of", "peaks"]

SEED = 1
PARTS = ("draw", "play", "audit", "tally")


def parts_of(scenario: Scenario, block: int, rounds: int) -> dict[str, float]:
    """Milliseconds a replication for each part of a compiled block, and ``events``.

    The series of the figures belong to the tally.
    """
    kept = {}

    def drawing():
        kept["luck"] = draw_many(
            scenario, seed=SEED, replications=range(block), compiled=True
        )

    def playing():
        kept["stack"] = play_many(scenario, kept["luck"])

    def auditing():
        audit(kept["stack"])

    def counting():
        tally(scenario, kept["stack"])
        series_of(scenario, kept["stack"])

    works = dict(zip(PARTS, (drawing, playing, auditing, counting), strict=True))
    for work in works.values():
        work()
    found = {
        name: 1000 * seconds / block for name, seconds in in_turn(works, rounds).items()
    }
    return found | {"events": len(kept["stack"].events.time) / block}


def both_players(name: str, rounds: int, block: int = 100) -> dict[str, float]:
    """Milliseconds a replication of playing alone, and of a whole block, by player."""
    scenario = load(ROOT / "scenarios" / f"{name}.yaml")
    luck = draw_many(scenario, seed=SEED, replications=range(block))
    few = 4

    def whole(player: str, of: int) -> Callable[[], object]:
        return lambda: play_block(scenario, SEED, 0, of, player, with_series=False)

    works = {
        "play, SimPy": (lambda: [play(scenario, one) for one in luck[:few]], few),
        "play, compiled": (lambda: play_many(scenario, luck), block),
        "whole, SimPy": (whole("simpy", few), few),
        "whole, compiled": (whole("compiled", block), block),
    }
    for work, _ in works.values():
        work()
    seconds = in_turn({name: work for name, (work, _) in works.items()}, rounds)
    return {name: 1000 * seconds[name] / of for name, (_, of) in works.items()}


def continent(rounds: int) -> dict[str, float]:
    """Seconds of one replication of a continent; SimPy plays one year of the ten."""
    parts = parts_of(continental(), 1, rounds)
    found = {name: parts[name] / 1000 for name in PARTS}
    found["compiled"] = sum(found.values())
    year = continental(years=1)
    luck = draw_many(year, seed=SEED, replications=[0])
    play_many(year, luck)
    found["SimPy, a year"] = spent(lambda: play(year, luck[0]))
    found["compiled, a year"] = median(
        spent(lambda: play_many(year, luck)) for _ in range(rounds)
    )
    return found | {"events": parts["events"]}


def of_events(rounds: int, great: dict[str, float]) -> dict[str, dict[str, float]]:
    """Nanoseconds an event by part: two scenarios, and a continent measured before."""
    found = {}
    for name, path, block in (
        ("kosovo-2021", "scenarios/kosovo-2021.yaml", 100),
        ("beds alone", "bench/beds-only.yaml", 30),
    ):
        parts = parts_of(load(ROOT / path), block, rounds)
        found[name] = {part: 1e6 * parts[part] / parts["events"] for part in PARTS}
    found["continent"] = {part: 1e9 * great[part] / great["events"] for part in PARTS}
    return found


def peaks() -> dict[str, float]:
    """Megabytes at the most of fresh processes: start-up alone, and playing."""
    start = (
        "from sim.kernel import play_many; from sim.experiment.block import play_block"
    )
    one = "play_block(plan, 1, 0, {}, 'compiled')"
    kosovo = (
        "from clocks import ROOT; from sim.scenario import load; "
        "plan = load(ROOT / 'scenarios' / 'kosovo-2021.yaml')"
    )
    large = "from continental import continental; plan = continental()"
    return {
        "start": peak_megabytes(start),
        "kosovo-2021, 250 at once": peak_megabytes(
            "\n".join([start, kosovo, one.format(250)])
        ),
        "continent, 1": peak_megabytes("\n".join([start, large, one.format(1)])),
    }
