"""Workers on other machines, through a Dask scheduler."""

from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from logging import CRITICAL, getLogger
from typing import TYPE_CHECKING

from sim.experiment.workshop import CrewError
from sim.said import Said

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["hired"]

PATIENCE = 10  # seconds to wait for a scheduler, and for a first worker


@contextmanager
def hired(address: str) -> Iterator[tuple[Executor, int]]:
    """Return the workers of a cluster as one executor, and how many they are.

    A worker that is lost is replaced by another: what it did not finish is played
    again, with the same result.

    Raises
    ------
    CrewError
        If no scheduler answers, it has no worker, it is lost, or the extra
        ``cluster`` is not installed.
    """
    try:
        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        client_of = _quiet_client()
    except ImportError:
        raise CrewError(
            Said(
                "--cluster needs Dask, which is not installed; install it with  pip "
                'install "bednight[cluster]"'
            )
        ) from None
    try:
        client = client_of(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CrewError(
            Said(
                "no scheduler answers at {address}; start one with  dask scheduler  "
                "and give the address that it prints",
                address=address,
            )
        ) from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        hands = sum(client.nthreads().values())
        yield client.get_executor(pure=False), hands
    except TimeoutError as error:
        raise CrewError(
            Said(
                "the scheduler at {address} has no workers; start some with  dask "
                "worker {address}",
                address=address,
            )
        ) from error
    except ImportError as error:
        raise CrewError(
            Said(
                "a worker of {address} lacks something: {error}; install the same "
                "version of bednight everywhere",
                address=address,
                error=error,
            )
        ) from error
    except KilledWorker as error:
        raise CrewError(
            Said(
                "the workers of {address} keep dying over the same replications, "
                "perhaps for lack of memory; the same command goes on where this one "
                "ended",
                address=address,
            )
        ) from error
    except (CancelledError, CommClosedError) as error:
        raise CrewError(
            Said(
                "the scheduler at {address} is gone; start it again: the same command "
                "goes on where this one ended",
                address=address,
            )
        ) from error
    finally:
        client.close(timeout=PATIENCE)


def _quiet_client() -> type["Client"]:
    """Return Dask's client, without the tracebacks of what we tell ourselves.

    One that found no scheduler would wait for it once more on being forgotten.
    """
    from distributed import Client

    class Quiet(Client):  # type: ignore[misc]
        def __del__(self) -> None:
            """Leave: ``close`` was called where there was anything to close."""

    getLogger("distributed").setLevel(CRITICAL)
    return Quiet
