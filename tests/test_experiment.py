"""Many replications: audited, in order, the same whoever works and however many."""

import pickle
from dataclasses import fields, replace

import numpy as np
import pytest
from hard_up import HARD_UP
from ten_days import HISTORY, events

from sim.chance import draw
from sim.experiment import AuditError, Experiment
from sim.experiment import block as blocks
from sim.experiment import crew as crews
from sim.experiment.block import play_block
from sim.history import Kind
from sim.history.stack import stacked
from sim.model import play

RESULTS = Experiment(HARD_UP, seed=3, replications=40).run(workers=1)


def as_bytes(results):
    """Return every number of some results as bytes."""
    series = {f.name: getattr(results.series, f.name) for f in fields(results.series)}
    arrays = [*results.tallies.items(), *series.items()]
    return [(name, a.dtype.str, a.shape, a.tobytes()) for name, a in arrays], [
        estimate.as_json() for estimate in results.estimates
    ]


def test_a_replication_is_a_pure_function_of_its_three_names():
    once, again = play_block(HARD_UP, 3, 7, 8), play_block(HARD_UP, 3, 7, 8)
    other = play_block(HARD_UP, 4, 7, 8)

    assert pickle.dumps(once) == pickle.dumps(again)
    assert pickle.dumps(once) != pickle.dumps(other)


def test_results_stand_in_replication_order():
    seventh = play_block(HARD_UP, 3, 7, 8)

    for name, counts in RESULTS.tallies.items():
        assert len(counts) == 40
        assert np.array_equal(counts[7:8], seventh.tallies[name]), name
    assert np.array_equal(RESULTS.series.cash[7], seventh.series.cash[0])


def test_the_same_bytes_come_out_of_any_number_of_workers():
    three = Experiment(HARD_UP, seed=3, replications=40).run(workers=3)

    assert as_bytes(three) == as_bytes(RESULTS)


def test_more_replications_only_add_to_the_ones_before():
    fewer = Experiment(HARD_UP, seed=3, replications=12, workers=1).run()

    for name, counts in fewer.tallies.items():
        assert np.array_equal(counts, RESULTS.tallies[name][:12]), name


def test_a_shelter_on_late_money_closes_as_often_as_the_money_is_late():
    """A reserve of ten days outlives five days of waiting, not twenty or forty."""
    estimate = RESULTS.estimate("closure_probability", shelter="pvpt")

    assert estimate.low < 0.5 < estimate.high
    assert RESULTS.estimate("closure_probability", shelter="hope").value == 0
    assert RESULTS.estimate("closure_spells", cause="ministry").value > 0


def test_left_alone_it_takes_processes_when_they_pay_and_changes_nothing(monkeypatch):
    monkeypatch.setattr(crews, "WORTH_PROCESSES", 0.0)
    monkeypatch.setattr(crews, "cpu_count", lambda: 2)

    assert as_bytes(
        Experiment(HARD_UP, seed=3, replications=40, player="simpy").run()
    ) == as_bytes(RESULTS)


def test_progress_is_told_after_every_piece():
    told = []

    Experiment(HARD_UP, replications=60).run(
        workers=1, progress=lambda done, total: told.append((done, total))
    )

    assert told[:5] == [(n, 60) for n in range(1, 6)]
    assert told[-1] == (60, 60)
    assert told == sorted(set(told))


def test_ctrl_c_keeps_what_is_finished():
    def stop(done, _total):
        if done == 4:
            raise KeyboardInterrupt

    results = Experiment(HARD_UP, seed=3, replications=40).run(workers=1, progress=stop)

    assert results.interrupted
    assert results.replications == 4
    assert {e.replications for e in results.estimates} == {4}
    assert np.array_equal(
        results.tallies["bed_nights"], RESULTS.tallies["bed_nights"][:4]
    )


def test_ctrl_c_before_anything_is_finished_is_passed_on(monkeypatch):
    def never(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(blocks, "draw_many", never)

    with pytest.raises(KeyboardInterrupt):
        Experiment(HARD_UP, replications=3).run(workers=1)


def test_a_failed_audit_is_an_error_that_names_the_replication(monkeypatch):
    monkeypatch.setattr(blocks, "audit", lambda _: {0: ["money is missing"]})

    with pytest.raises(AuditError) as caught:
        Experiment(HARD_UP, seed=3, replications=3).run(workers=1)

    assert str(caught.value) == (
        "replication 0 of chancy (seed 3) does not add up, so there is no result:\n"
        "  money is missing"
    )
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)


@pytest.mark.parametrize("wrong", [{"replications": 0}, {"workers": 0}])
def test_nobody_plays_nothing(wrong):
    with pytest.raises(ValueError, match="at least one"):
        Experiment(HARD_UP, **wrong)


def test_the_bridge_needed_is_the_overdraft_of_the_same_luck_with_endless_credit():
    for replication in range(12):
        chance = draw(HARD_UP, seed=3, replication=replication)
        lent = play(HARD_UP, chance, unlimited_credit=True)
        found = RESULTS.tallies["bridge_needed"][replication]

        assert found[:-1].tolist() == lent.peak_overdraft.tolist()
        assert found[-1] == lent.peak_overdraft.sum()


@pytest.mark.parametrize(
    "kind, short",
    [
        (Kind.FROZEN, True),
        (Kind.NOTICE_GIVEN, True),
        (Kind.CLOSED, True),
        (Kind.ARREARS_BEGAN, True),
        (Kind.BRIDGED, True),
        (Kind.PAID, False),
    ],
)
def test_a_second_play_is_needed_where_money_ran_short_in_any_way(kind, short):
    history = replace(HISTORY, events=events((1.0, kind, {"shelter": 0})))

    assert blocks.ran_short(stacked([history])).tolist() == ([0] if short else [])


def test_a_bridge_of_the_size_needed_keeps_the_shelter_open():
    """The measure means what it says: lend it as credit and nothing closes."""
    needed = RESULTS.tallies["bridge_needed"][:, 0]
    worst = int(needed.argmax())
    chance = draw(HARD_UP, seed=3, replication=worst)

    def closures(credit):
        shelters = list(HARD_UP.shelters)
        shelters[0] = replace(shelters[0], credit=credit)
        history = play(replace(HARD_UP, shelters=tuple(shelters)), chance)
        return int((history.events.kind == Kind.CLOSED).sum())

    assert closures(0) == 1
    assert closures(int(needed[worst])) == 0


def test_every_month_the_money_held_is_what_was_there_and_came_and_went():
    series = RESULTS.series

    assert np.array_equal(
        series.opening + series.receipts - series.paid, series.closing
    )
    assert np.array_equal(series.opening[:, 1:], series.closing[:, :-1])
    assert (series.restricted <= series.closing).all()
    assert series.month_ends.tolist() == [30, 58, 59]


def test_series_show_what_the_tallies_count():
    series, tallies = RESULTS.series, RESULTS.tallies

    assert np.array_equal(
        series.closed.sum(axis=1), tallies["closure_days"][:, :-1, -1]
    )
    assert np.array_equal(series.frozen.sum(axis=1), tallies["freeze_days"][:, :-1, -1])
    assert np.array_equal(
        series.sheltered.sum(axis=1), tallies["bed_nights"][:, -1, -1, -1]
    )
    assert np.array_equal(series.cash[:, -1], tallies["final_cash"][:, :-1])
    assert (np.diff(series.displaced, axis=1) >= 0).all()


def test_where_nobody_comes_and_nobody_pays_everything_is_nothing_or_undefined():
    nobody = replace(HARD_UP, streams=(), groups=(), funders=(), attributes=())

    results = Experiment(nobody, replications=2).run(workers=1)

    assert results.estimate("bed_nights").value == 0
    assert results.estimate("coverage_rate").value is None
    assert results.estimate("closure_spells", cause="not promised").value == 1
    assert results.by("income", "funder") == results.by("bed_nights", "group") == ()


def test_what_the_plan_rules_out_has_no_interval():
    """A shelter that lack of money never closes is certain to stay open."""
    safe = replace(
        HARD_UP, shelters=tuple(replace(s, closure=None) for s in HARD_UP.shelters)
    )
    results = Experiment(safe, replications=5, workers=1).run()
    never = results.estimate("closure_probability")

    assert (never.value, never.low, never.high, never.interval) == (0, 0, 0, "none")
    assert (
        results.estimate("closure_probability", shelter=safe.shelters[0].name).note
        == "by the plan, lack of money never closes it"
    )
