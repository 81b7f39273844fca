"""pynamodb's connection, its client made from a session of ours: that says who signs."""

from typing import Any

from botocore.session import Session
from pynamodb.connection.base import Connection
from pynamodb.connection.table import TableConnection

from chalicelib.store.consumed_units import count_units
from chalicelib.store.layout import meta_table


class _Connection(Connection):
    """pynamodb makes a session of its own in each thread, which knows the environment's
    credentials alone."""

    def __init__(self, session: Session, **options: Any) -> None:
        super().__init__(**options)
        self._own_session = session

    @property
    def session(self) -> Session:
        return self._own_session


def connect(table: str, session: Session, region: str, endpoint: str | None) -> TableConnection:
    """A connection to the table, whose client is there: threads that share it make none.

    What its requests consume is counted (:mod:`chalicelib.store.consumed_units`).
    """
    connection = TableConnection(table, region=region)
    connection.connection = _Connection(
        session,
        region=region,
        host=endpoint,
        connect_timeout_seconds=2,
        read_timeout_seconds=10,
        max_retry_attempts=4,
    )
    connection.connection.add_meta_table(meta_table(table))
    client = connection.connection.client
    assert client is not None  # noqa: S101 (made by asking for it)
    count_units(client)
    return connection
