"""A pynamodb connection with our own session, which determines the signing credentials."""

from typing import Any

from botocore.config import Config
from botocore.session import Session
from pynamodb.connection.base import Connection
from pynamodb.connection.table import TableConnection

from chalicelib.store.consumed_units import count_units
from chalicelib.store.layout import meta_table


class _Connection(Connection):
    """A connection that uses the given session.

    pynamodb would make one session per thread, which knows only the environment's credentials.
    """

    def __init__(self, session: Session, **options: Any) -> None:
        super().__init__(**options)
        self._own_session = session

    @property
    def session(self) -> Session:
        return self._own_session


def connect(table: str, session: Session, region: str, endpoint: str | None) -> TableConnection:
    """Return a connection to the table.

    Its client is made here, so that threads that share the connection make none. The capacity that
    requests consume is counted (:mod:`chalicelib.store.consumed_units`).
    """
    # Named once: botocore would put the software's name together twice for each request.
    session.set_default_client_config(Config(user_agent=session.user_agent()))
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
    assert client is not None  # noqa: S101 (the property makes it)
    count_units(client)
    return connection
