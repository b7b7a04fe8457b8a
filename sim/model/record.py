"""What the model hands over at the end, in columns."""

from collections.abc import Sequence

import numpy as np

from sim.history import Accounts, Instalments, Ledger
from sim.model.contract import Due
from sim.model.tables import Tables
from sim.planned.dues import NEVER

__all__ = ["accounts_of", "instalments_of"]


def accounts_of(
    tables: Tables,
    ledger: Ledger,
    month_ends: Sequence[Sequence[int]],
    runways: Sequence[Sequence[int]],
) -> Accounts:
    """Return the monthly accounts of one replication."""
    return Accounts(
        names=ledger.names,
        month_ends=np.array(tables.calendar.month_ends, dtype=np.int32),
        balances=np.array(month_ends, dtype=np.int64),
        runway=np.array(runways, dtype=np.int32),
    )


def instalments_of(dues: Sequence[Due]) -> Instalments:
    """Return what funders promised and paid, in file order."""

    def column(name: str, kind: type[np.int32] | type[np.int64]) -> np.ndarray:
        values = (getattr(due, name) for due in dues)
        return np.array([-1 if v == NEVER else v for v in values], dtype=kind)

    return Instalments(
        funder=column("funder", np.int32),
        shelter=column("shelter", np.int32),
        round=column("round", np.int32),
        number=column("number", np.int32),
        planned=column("planned", np.int32),
        due=column("due", np.int32),
        paid_on=column("paid_on", np.int32),
        promised=column("promised", np.int64),
        paid=column("paid", np.int64),
    )
