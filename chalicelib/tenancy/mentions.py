"""Words about a team or department in which an erased person may be named.

Such words are about others too, so they stay, and the pseudonym stands in the person's place: for
each name that stored data gives the person, and for each id that they had.
"""

import re
from typing import Final

from chalicelib.tenancy.holdings import NAMES, Erasing

#: Shorter ones are parts of words, or figures.
SHORTEST_NAME: Final = 2
_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{2,63}")


def without_mentions(erasing: Erasing, text: str) -> str:
    """Return the text with the pseudonym in place of the person's names and ids."""
    pseudonym = erasing.pseudonym
    for name in sorted(erasing.noted(NAMES), key=len, reverse=True):
        if len(name) >= SHORTEST_NAME:
            text = text.replace(name, pseudonym)

    def without(found: re.Match[str]) -> str:
        return pseudonym if erasing.called(found[0], "", erasing.requested_at) else found[0]

    return _ID.sub(without, text)
