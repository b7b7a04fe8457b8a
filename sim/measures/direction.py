"""Which way is better: for shares of years in which one plan does better than another.

Only where nearly everybody would agree: fewer closures, shorter waits, more people
supported, the same for less money.  Of other measures no plan is called better.
"""

from collections.abc import Mapping
from typing import Literal

__all__ = ["BETTER", "Direction"]

Direction = Literal["less", "more"]

_LESS = (
    *("closure_probability", "closure_spells", "closure_days", "freeze_days"),
    *("staff_lost_days", "stage_queued", "stage_wait_days"),
    *("mean_placement_delay_days", "displaced", "forced_exits", "displaced_nights"),
    *("mean_wait_days", "mean_wait_days_of_those_who_waited", "median_wait_days"),
    *("p90_wait_days", "not_placed_within_24h", "turn_aways", "abandonments"),
    *("unmet_bed_nights", "mean_list_length", "interim_nights"),
    *("police_station_child_nights", "costs", "cost_per_supported_victim"),
    *("cost_per_bed_night", "cost_per_available_bed_night", "cost_per_completed_stay"),
    *("funding_shortfall", "compensation_missing", "peak_shortfall"),
    *("peak_shortfall_p90", "bridge_needed", "bridge_needed_p90", "arrears_days"),
    *("months_of_arrears", "closure_cost"),
)
_MORE = (
    *("supported_victims", "supported_people", "coverage_rate", "completed_stays"),
    *("waits_within_1_day", "waits_within_3_days", "waits_within_7_days"),
    *("first_closure_day", "compensated_victims", "lowest_runway_days"),
)

BETTER: Mapping[str, Direction] = {
    **dict.fromkeys(_LESS, "less"),
    **dict.fromkeys(_MORE, "more"),
}
"""The better way of each measure that has one."""
