"""What happens to a request at its transactions: somebody else is quicker, or its process dies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.tenancy.platform import Platform
from tests.faults.killing import Killed


@contextmanager
def at_transactions(
    platform: Platform, strike: Callable[..., None], moment: str = "before-call"
) -> Iterator[None]:
    """Call ``strike`` first at this moment of each transaction."""
    events = platform.table.connection.connection.client.meta.events
    name = f"{moment}.dynamodb.TransactWriteItems"
    events.register_first(name, strike)
    try:
        yield
    finally:
        events.unregister(name, strike)


@contextmanager
def before_the_write(platform: Platform, *happens: Callable[[], object]) -> Iterator[None]:
    """Before each next transaction, one of these happens, in their order."""
    left = list(happens)

    def strike(**_: Any) -> None:
        if left:
            left.pop(0)()

    with at_transactions(platform, strike):
        yield


@contextmanager
def dying(platform: Platform, times: int, moment: str) -> Iterator[None]:
    """The process dies at this moment of each of its first transactions."""
    deaths = [Killed() for _ in range(times)]

    def die(**_: Any) -> None:
        if deaths:
            raise deaths.pop()

    with at_transactions(platform, die, moment):
        yield
