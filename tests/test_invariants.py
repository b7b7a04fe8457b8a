"""What holds in any world, however many things fall on one instant."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given
from strategies import drawn, worlds
from worlds import chance, run, shelter, told

from sim.history import Cause, Kind, State, audit, stacked
from sim.model import play
from sim.model.world import World


def same(one, other):
    """Whether two histories are equal, array by array."""
    return all(
        np.array_equal(getattr(a, name), getattr(b, name), equal_nan=True)
        if getattr(a, name).dtype.kind == "f"
        else np.array_equal(getattr(a, name), getattr(b, name))
        for a, b in (
            (one.events, other.events),
            (one.nights, other.nights),
            (one.instalments, other.instalments),
        )
        for name in type(a).__slots__
    ) and np.array_equal(one.accounts.balances, other.accounts.balances)


@given(worlds())
def test_every_history_passes_the_audit(world):
    plan, people, luck = world
    history = play(plan, chance(plan, people, **luck))

    assert audit(stacked([history])) == {}


@given(drawn())
def test_every_history_of_drawn_luck_passes_the_audit(world):
    plan, luck = world

    assert audit(stacked([play(plan, luck)])) == {}


@given(worlds())
def test_playing_is_a_pure_function(world):
    plan, people, luck = world

    assert same(run(plan, people, **luck), run(plan, people, **luck))


@given(worlds())
def test_an_empty_variant_differs_by_exactly_nothing(world):
    plan, people, luck = world
    variant = replace(plan, name="variant", question="The same?")

    assert same(run(plan, people, **luck), run(variant, people, **luck))


@given(worlds())
def test_nobody_waits_beyond_their_patience(world):
    plan, people, luck = world
    history = run(plan, people, **luck)
    events = history.events
    joined = {}
    for time, kind, person in zip(
        events.time.tolist(), events.kind.tolist(), events.person.tolist(), strict=True
    ):
        if kind == Kind.JOINED_LIST:
            joined[person] = time
        if kind in {Kind.ADMITTED, Kind.GAVE_UP} and person in joined:
            waited = time - joined[person]

            assert waited <= people[person].patience
            if kind == Kind.GAVE_UP:
                assert waited == people[person].patience


class Watched(World):
    """A world in which someone looks around after every midnight."""

    def _close_day(self, day):
        super()._close_day(day)
        system = self.system
        for _, victim in system.waiting.entries if day + 1 < self.scenario.days else ():
            for number in system.placement.eligible_for(victim):
                home = self.shelters[number]

                assert not (home.admitting and home.has_room_for(victim))


@given(worlds())
def test_no_bed_stands_empty_for_someone_who_waits_for_one(world):
    """Work conservation (X1): seen after every midnight."""
    plan, people, luck = world

    Watched(plan, chance(plan, people, **luck), unlimited_credit=False).run()


@given(worlds())
def test_money_is_conserved_and_promises_are_kept_at_most(world):
    plan, people, luck = world
    history = run(plan, people, **luck)
    balances = history.accounts.balances

    assert (balances.sum(axis=1) == 0).all()
    numbers = {home.name: number for number, home in enumerate(plan.shelters)}
    rows = history.instalments
    for number, terms in enumerate(plan.funders):
        for asked in terms.grants:
            mine = (rows.funder == number) & (rows.shelter == numbers[asked.shelter])

            owed = [r.amount for r in terms.receivables if r.shelter == asked.shelter]
            assert rows.paid[mine].sum() <= sum(asked.amounts) + sum(owed)
    assert (rows.paid >= 0).all()
    assert (rows.promised >= 0).all()


def takes(home, person):
    """Whether a home may take somebody at all."""
    who = {"age": person.age, **person.values}

    def meets(condition):
        return all(who[name] in values for name, values in condition.allowed)

    return meets(home.accepts) and not any(map(meets, home.refuses))


@given(worlds())
def test_causes_are_true_when_they_are_given(world):
    plan, people, luck = world
    history = run(plan, people, **luck)
    events, nights = history.events, history.nights
    for index in np.flatnonzero(np.isin(events.kind, [Kind.TURNED_AWAY])):
        cause = Cause(events.detail[index])
        night = min(int(events.time[index]), plan.days - 1)
        if any(home.changes for home in plan.shelters) or plan.acceptance:
            return
        if plan.returns:  # whoever comes back may have been assessed anew
            return
        person = people[events.person[index]]
        fits = [
            number
            for number, home in enumerate(plan.shelters)
            if home.entry and home.beds and takes(home, person)
        ]
        if cause is Cause.NO_FIT:
            assert fits == []
        elif cause is Cause.CLOSED:
            assert (nights.state[night, fits] >= State.CLOSED).any()
        elif cause is Cause.FROZEN:
            states = nights.state[night, fits]
            assert ((states == State.FROZEN) | (states == State.NOTICE)).any()
        else:
            assert (
                nights.state[night, fits] == State.OPEN
            ).all() or cause == Cause.NO_BED


@given(worlds())
def test_a_shelter_that_takes_nobody_and_shares_no_money_changes_nothing(world):
    """X2: an unrelated shelter leaves every event of the others as it was."""
    plan, people, luck = world
    more = replace(
        plan,
        shelters=(*plan.shelters, shelter("far", entry=False)),
        programmes=(*plan.programmes, replace(plan.programmes[0], name="far")),
    )
    alone, beside = run(plan, people, **luck), run(more, people, **luck)

    assert told(alone) == told(beside)
    assert np.array_equal(alone.nights.cash, beside.nights.cash[:, :-1])


@given(worlds())
def test_ten_times_the_money_is_ten_times_every_account_and_nothing_else(world):
    """X1: where every daily bill, share and entitlement is a whole cent."""
    plan, people, luck = world
    whole = in_whole_cents(plan, 60)
    tenfold = in_whole_cents(plan, 600)
    gifts, confiscated = luck.pop("gifts"), luck.pop("confiscations")

    def times(factor):
        return {
            name: [[(t, a * factor) for t, a in line] for line in lines]
            for name, lines in gifts.items()
        }

    def confiscations(factor):
        return [[(t, a * factor) for t, a in line] for line in confiscated]

    one = run(whole, people, gifts=times(60), confiscations=confiscations(60), **luck)
    ten = run(
        tenfold, people, gifts=times(600), confiscations=confiscations(600), **luck
    )

    assert told(one) == told(ten)
    assert np.array_equal(one.nights.cash * 10, ten.nights.cash)
    assert np.array_equal(one.accounts.balances * 10, ten.accounts.balances)


def in_whole_cents(plan, factor):
    """Multiply all money so that halves, thirds and tenths of it are whole."""

    def line(cost):
        return replace(
            cost,
            amount=cost.amount * factor,
            per="day" if cost.per in {"year", "week"} else cost.per,
            growth=Fraction(0),
            changes=tuple((day, amount * factor) for day, amount in cost.changes),
        )

    def closure(rule):
        if rule is None:
            return None
        much = rule.tolerated_arrears
        return replace(
            rule,
            tolerated_arrears=None if much is None else much * factor,
            reopening_cost=rule.reopening_cost * factor,
        )

    return replace(
        plan,
        shelters=tuple(
            replace(
                home,
                costs=tuple(line(cost) for cost in home.costs),
                reserve=home.reserve * factor,
                credit=home.credit * factor,
                closure=closure(home.closure),
            )
            for home in plan.shelters
        ),
        interim=tuple(
            replace(place, cost_per_night=place.cost_per_night * factor)
            for place in plan.interim
        ),
        funders=tuple(
            replace(
                terms,
                per_diem=None if terms.per_diem is None else terms.per_diem * factor,
                grants=tuple(
                    replace(
                        g,
                        amounts=tuple(a * 20 * factor for a in g.amounts),
                        received=g.received * 20 * factor,
                        entitled=g.entitled * 20 * factor,
                    )
                    for g in terms.grants
                ),
                receivables=tuple(
                    replace(r, amount=r.amount * factor) for r in terms.receivables
                ),
                ceiling=None,
                cuts=(),
                amount_if_late="full",
                share=Fraction(1, 2) if terms.share < 1 else terms.share,
            )
            for terms in plan.funders
        ),
        bridges=tuple(replace(b, size=b.size * factor) for b in plan.bridges),
        compensation=tuple(
            replace(f, balance=f.balance * factor, per_case=f.per_case * factor)
            for f in plan.compensation
        ),
    )
