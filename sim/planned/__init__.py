"""What a plan implies, whatever chance brings: bills by day, who may go where.

Both players ask here, so that they cannot disagree.
"""

from sim.planned.bills import Line, eligible_lines, line_by_day, open_bills
from sim.planned.eligibility import Eligibility, Era, Values

__all__ = [
    "Eligibility",
    "Era",
    "Line",
    "Values",
    "eligible_lines",
    "line_by_day",
    "open_bills",
]
