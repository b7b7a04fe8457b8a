"""What happens to people, in worlds small enough to say all of it."""

from worlds import Person, run, scenario, shelter, told

from sim.history import Kind


def test_someone_is_referred_stays_and_leaves():
    history = run(scenario(), [Person(1.5, stays=(3.25,))])

    assert told(history) == [
        (1.5, "REFERRED", 0),
        (1.5, "READY", 0),
        (1.5, "ADMITTED", 0),
        (4.75, "LEFT", 0),
    ]
    assert history.nights.census[:6, 0].tolist() == [0, 1, 1, 1, 0, 0]


def test_a_whole_day_stay_of_n_days_is_n_bed_nights_at_any_hour():
    for hour in (0.0, 0.25, 0.5, 0.75):
        history = run(scenario(), [Person(2.0 + hour, stays=(4.0,))])

        assert history.nights.census.sum() == 4
