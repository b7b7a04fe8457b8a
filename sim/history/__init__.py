"""What happened: append-only facts that know neither the model nor the measures."""

from sim.history.audit import audit
from sim.history.events import Cause, Kind, State
from sim.history.ledger import Ledger
from sim.history.record import Accounts, Events, History, Instalments, Nights
from sim.history.stack import Stack, stacked

__all__ = [
    "Accounts",
    "Cause",
    "Events",
    "History",
    "Instalments",
    "Kind",
    "Ledger",
    "Nights",
    "Stack",
    "State",
    "audit",
    "stacked",
]
