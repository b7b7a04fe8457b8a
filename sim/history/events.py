"""The kinds of thing that happen, and the causes and states they name."""

from enum import IntEnum

__all__ = ["Cause", "Kind", "State"]


class Kind(IntEnum):
    """What happened.  ``detail``, ``until`` and ``amount`` mean what is said here.

    A destination is an index into ``Scenario.destinations``.

    People
    ------
    REFERRED            someone was referred; amount: episode, from 0 (C6)
    STAGE_QUEUED        everybody on duty is busy; detail: stage
    STAGE_BEGAN         detail: stage
    NOT_RECOGNISED      a stage was not passed; detail: destination
    READY               the pathway is done
    JOINED_LIST         detail: Cause; until: end of patience
    CAUSE_CHANGED       why someone on the list has no bed; detail: Cause
    ADMITTED            from the street; until: planned end; amount: 1 from the list
    TRANSFERRED         into ``shelter`` because another closed; until: planned end
    STEPPED_DOWN        into ``shelter`` from another programme; until: planned end
    RESIDENT            was here on day 0; until: planned end
    TURNED_AWAY         detail: Cause; until: end of the stay that did not happen
    GAVE_UP             detail: Cause; until: likewise; amount: destination
    BLOCKED             the next programme is full; detail: Cause
    LEFT                a stay ended as planned; detail: destination
    LEFT_AT_LIMIT       a stay ended at its limit; detail: destination
    FORCED_EXIT         detail: Cause; until: as of TURNED_AWAY; now if no bed is lost
    DISPLACED           by a closure; until: likewise
    RETURN_CUT          would have come back, after the last episode (C6)
    DECLINED            every offer was refused (C7)
    COMPENSATED         detail: compensation fund; amount: minor units
    NOT_COMPENSATED     detail: compensation fund; amount: minor units missing
    INTERIM_BEGAN       detail: interim place
    INTERIM_ENDED       detail: interim place

    Shelters
    --------
    FROZEN, THAWED      intake stopped, began again
    NOTICE_GIVEN        detail: funder at fault or -1; amount: arrears
    NOTICE_WITHDRAWN
    CLOSED              detail: funder at fault or -1 (not promised); amount: what
                        that funder owed
    REOPENING           money is back; amount: reopening cost
    REOPENED
    REOPENING_FAILED    the money did not last until the doors opened
    CHANGED             a dated change; detail: its number in the plan
    STAFF_LEFT          amount: staff who are still there
    STAFF_BACK          amount: staff
    ARREARS_BEGAN       amount: arrears
    ARREARS_CLEARED

    Money (``detail`` is the funder unless said otherwise)
    -----
    AWARDED             contract signed; until: planned day; amount: awarded
    NOT_AWARDED         amount: asked
    PAID                until: original due day; amount: minor units
    GIFT                amount: minor units
    RETURNED            amount: minor units
    LAPSED              amount: minor units
    CUT                 until: original due day; amount: minor units not paid
    GAVE_WAY            took another funder's award off; amount: minor units
    BRIDGED             detail: bridge; amount: minor units
    BRIDGE_REPAID       detail: bridge; amount: minor units
    """

    REFERRED = 0
    STAGE_BEGAN = 1
    NOT_RECOGNISED = 2
    READY = 3
    JOINED_LIST = 4
    CAUSE_CHANGED = 5
    ADMITTED = 6
    TRANSFERRED = 7
    STEPPED_DOWN = 8
    RESIDENT = 9
    TURNED_AWAY = 10
    GAVE_UP = 11
    BLOCKED = 12
    LEFT = 13
    LEFT_AT_LIMIT = 14
    FORCED_EXIT = 15
    DISPLACED = 16
    INTERIM_BEGAN = 17
    INTERIM_ENDED = 18
    STAGE_QUEUED = 19
    DECLINED = 20
    COMPENSATED = 21
    NOT_COMPENSATED = 22
    RETURN_CUT = 23

    FROZEN = 30
    THAWED = 31
    NOTICE_GIVEN = 32
    NOTICE_WITHDRAWN = 33
    CLOSED = 34
    REOPENING = 35
    REOPENED = 36
    ARREARS_BEGAN = 37
    ARREARS_CLEARED = 38
    REOPENING_FAILED = 39
    CHANGED = 40
    STAFF_LEFT = 41
    STAFF_BACK = 42

    AWARDED = 50
    NOT_AWARDED = 51
    PAID = 52
    GIFT = 53
    RETURNED = 54
    LAPSED = 55
    CUT = 56
    BRIDGED = 57
    BRIDGE_REPAID = 58
    GAVE_WAY = 59


class Cause(IntEnum):
    """Why someone who may have a bed has none (SEMANTICS B4), in order of rank.

    ``DISPLACED`` and ``LIMIT`` name what ended a stay early; ``DECLINED`` that
    every offer was refused.
    """

    CLOSED = 0
    FROZEN = 1
    NO_STAFF = 2
    NO_BED = 3
    NO_FIT = 4
    DISPLACED = 5
    DECLINED = 6


class State(IntEnum):
    """The state of a shelter (SEMANTICS B1, D2-D4).

    A shelter in notice admits nobody, like a frozen one.  One that is reopening
    is still closed but books its open bills.
    """

    OPEN = 0
    FROZEN = 1
    NOTICE = 2
    CLOSED = 3
    REOPENING = 4
