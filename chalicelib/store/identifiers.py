"""Ids: ours, with a prefix that tells their kind, in order of their making (``upl_01JD2…``), and
those that companies give their employees."""

import re
import secrets
from datetime import datetime

#: Ids as companies have them, Chinese names included, but nothing that a path or a key would
#: have to escape, and nothing that a path takes for something else. The rule of the API and of
#: uploaded files alike: who is in a file can be asked for by path.
EMPLOYEE_ID = re.compile(
    r'(?!(?:batch|\.\.?)\Z)[^\x00-\x20\x7f/\\?#%,;"](?:[^\x00-\x1f\x7f/\\?#%,;"]{0,62}[^\x00-\x20\x7f/\\?#%,;"])?'
)

#: Crockford's base 32 in lower case: no i, l, o, u, so that an id can be read out loud.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str, now: datetime) -> str:
    """Prefix, 10 characters of milliseconds since 1970 and 12 of chance (60 bits)."""
    return f"{prefix}_{base32(int(now.timestamp() * 1000), 10)}{base32(secrets.randbits(60), 12)}"


def base32(number: int, length: int) -> str:
    """A number as that many characters, most significant first."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))
