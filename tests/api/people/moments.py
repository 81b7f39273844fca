"""Something that happens at a request's transaction: another request, a death, a lost network."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.tenancy.platform import Platform


@contextmanager
def at_each_transaction(
    platform: Platform, strike: Callable[..., None], moment: str = "before-call"
) -> Iterator[None]:
    """At this moment of each transaction, do something first."""
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

    with at_each_transaction(platform, strike):
        yield
