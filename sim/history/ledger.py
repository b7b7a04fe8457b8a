"""Double entry: every movement has a payer and a payee, and all accounts sum to 0.

Account names
-------------
``cash:S``            money shelter S can spend
``equity:S``          where its opening reserve came from
``owed:S``            minus what S owes its creditors (arrears and today's bills)
``cost:S:LINE``       bills booked on a cost line; ``reopening`` is one of them
``pot:F:S``           money of funder F that S may not spend yet
``paid:F:S``          minus all that F ever paid to S
``returned:F:S``      what S gave back to F
``bridge:B:S``        minus what bridge fund B put into S and has not got back
``confiscated:C``     minus what fed compensation fund C;  ``fund:C`` its balance;
                      ``compensation:C`` what victims got from it
``interim:I``         nights in interim place I;  ``payer:P`` minus what P paid
"""

__all__ = ["Ledger"]


class Ledger:
    """Integer accounts that can only be changed by a transfer.

    >>> ledger = Ledger(["equity:pvpt", "cash:pvpt"])
    >>> ledger.transfer(0, 1, 600_000)
    >>> ledger.balances
    [-600000, 600000]
    """

    __slots__ = ("balances", "index", "names")

    def __init__(self, names: list[str]) -> None:
        self.names = tuple(names)
        self.index = {name: number for number, name in enumerate(names)}
        self.balances = [0] * len(names)

    def transfer(self, payer: int, payee: int, amount: int) -> None:
        """Move ``amount`` minor units (never negative) between account numbers."""
        if amount < 0:
            raise ValueError(f"a transfer cannot be negative, got {amount}")
        self.balances[payer] -= amount
        self.balances[payee] += amount
