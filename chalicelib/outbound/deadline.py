"""One deadline for a whole request: its name's lookup, connection, handshake, headers and body."""

import io
import socket
import time
from collections.abc import Callable
from typing import Any

from chalicelib.outbound.errors import TooLong

Seconds = Callable[[], float]


class Deadline:
    """The end of a request, by a clock that only moves forward."""

    def __init__(self, seconds: float, clock: Seconds = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Return the seconds that are left. Raises TimeoutError when there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise TimeoutError
        return left


class Received(io.RawIOBase):
    """What a socket receives, until the deadline and up to ``most`` bytes.

    A socket's own time limit is one for each call, so a peer that drips single bytes would never
    exceed it. Here every call gets what is left of the whole. Raises TimeoutError and TooLong.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline, most: int) -> None:
        self._connection, self._deadline, self._left = connection, deadline, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(self._deadline.left())
        size = self._connection.recv_into(buffer)
        self._left -= size
        if self._left < 0:
            raise TooLong("bytes")
        return size

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the reader that ``http.client`` asks a socket for."""
        return io.BufferedReader(self)
