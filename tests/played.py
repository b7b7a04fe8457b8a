"""A scenario with some of its replications, and plain questions about them."""

from dataclasses import dataclass

import numpy as np

from sim.history import Kind
from sim.history.lives import lives_of
from sim.history.midnights import people_at_midnight
from sim.history.spells import stays


@dataclass
class Played:
    """A scenario and some of its replications."""

    scenario: object
    histories: list

    def shelter(self, name):
        return [plan.name for plan in self.scenario.shelters].index(name)

    def facts(self, kind):
        """Return all that happened of a kind: (history, place in its log)."""
        return [
            (h, int(at))
            for h in self.histories
            for at in np.flatnonzero(h.events.kind == kind)
        ]

    def count(self, kind, **columns):
        return sum(
            all(getattr(h.events, name)[at] == value for name, value in columns.items())
            for h, at in self.facts(kind)
        )

    def is_(self, history, person, attribute, value):
        """Say whether someone has a value of an attribute."""
        for column, plan in enumerate(self.scenario.attributes):
            if plan.name == attribute:
                return plan.values[history.values[person, column]] == value
        raise AssertionError(attribute)

    def all_are(self, kind, attribute, value, **columns):
        """Say whether a kind of thing happened only to people with a value."""
        return all(
            self.is_(h, h.events.person[at], attribute, value)
            for h, at in self.facts(kind)
            if all(getattr(h.events, c)[at] == v for c, v in columns.items())
        )

    def all_nights(self, column, shelter):
        number = self.shelter(shelter)
        return np.array([getattr(h.nights, column)[:, number] for h in self.histories])

    def keys(self, first=0.0, end=np.inf):
        """Return who was referred in a time, by replication (C2)."""
        return {
            (h.replication, *key)
            for h in self.histories
            for key, at in zip(h.key.tolist(), h.referred.tolist(), strict=True)
            if first <= at < end
        }

    def most_at_once(self, shelter, attribute, value):
        """Return the most residents with a value on any night."""
        number, most = self.shelter(shelter), 0
        for h in self.histories:
            spells = stays(lives_of(h.events))
            mine = [
                s == number and self.is_(h, p, attribute, value)
                for s, p in zip(spells.shelter, spells.person, strict=True)
            ]
            here = spells.where(np.array(mine, bool))
            count = people_at_midnight(
                here.start,
                here.end,
                h.size[here.person],
                np.zeros(len(here.person), int),
                (1, h.days),
            )
            most = max(most, int(count.max()))
        return most

    def planned(self):
        """Return (day of admission, planned length) of everyone who was admitted."""
        return [
            (h.events.time[at], h.events.until[at] - h.events.time[at])
            for h, at in self.facts(Kind.ADMITTED)
        ]

    def closed_days(self):
        return sum(int((h.nights.state >= 3).sum()) for h in self.histories)
