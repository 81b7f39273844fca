"""Codes of teams. That of a team that a text has made depends on the text's fold alone."""

import re

from chalicelib.teams.keys import digest_of
from chalicelib.web.fields import CODE

#: Words that stand in the paths of teams, so no team has them as its code.
RESERVED = frozenset({"proposals"})
LONGEST = 48
#: Hex digits of the hash in a code, by attempt: more while another team has the code.
DIGITS = (8, 16, 32)


def is_code(text: str) -> bool:
    """Say whether a text may be a team's code."""
    return CODE.fullmatch(text) is not None


def code_of(folded: str, attempt: int = 0) -> str:
    """Return the code for a fold.

    ASCII gives its letters and digits with ``-`` between them, another text ``team-`` and eight hex
    digits of its SHA-256. ``attempt`` counts the codes that other teams had already: 1 or more adds
    hex digits. Raises ValueError when there is no further one.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-") if folded.isascii() else ""
    plain = bool(slug) and slug not in RESERVED and len(slug) <= LONGEST
    if plain and attempt == 0:
        return slug
    place = attempt - 1 if plain else attempt
    if place >= len(DIGITS):
        raise ValueError("no code is free for the team")
    digits = digest_of(folded)[: DIGITS[place]]
    return f"{(slug or 'team')[: LONGEST - len(digits) - 1].rstrip('-')}-{digits}"
