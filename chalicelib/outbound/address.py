"""The form of an address that others may set, and its parts."""

import re
from dataclasses import dataclass

from chalicelib.outbound.errors import FORM, NotAllowed

PORT = 443
#: ``https``, a name of at most 253 characters, no port but 443, no user, no fragment.
PUBLIC = re.compile(
    r"https://(?P<host>[A-Za-z0-9]{1}(?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(?::443)?"
    r"(?P<path>/[\x21\x22\x24-\x7e]{0,300})?"
)
#: This machine, for tests and demonstrations on the local stage.
LOCAL = re.compile(
    r"http://(?P<host>127\.0\.0\.1):(?P<port>[0-9]{1,5})(?P<path>/[\x21\x22\x24-\x7e]{0,300})?"
)


def unnamed(form: re.Pattern[str]) -> str:
    """Return the pattern without its names of groups, as JSON Schema takes it."""
    return re.sub(r"\(\?P<\w+>", "(", form.pattern)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request goes. ``tls`` is False on loopback alone."""

    host: str
    port: int
    path: str
    tls: bool

    @property
    def authority(self) -> str:
        """The value of the ``Host`` header."""
        return self.host if self.tls else f"{self.host}:{self.port}"


def read_address(text: str, *, loopback: bool) -> Address:
    """Return the parts of an address. ``loopback`` also allows ``http://127.0.0.1:port``.

    Raises NotAllowed ``form`` for every other text.
    """
    found = PUBLIC.fullmatch(text)
    if found is not None:
        return Address(found["host"], PORT, found["path"] or "/", tls=True)
    found = LOCAL.fullmatch(text) if loopback else None
    if found is None or not 0 < int(found["port"]) < 65536:
        raise NotAllowed(FORM)
    return Address(found["host"], int(found["port"]), found["path"] or "/", tls=False)
