"""The fold of a team's name: what all spellings of one team have in common.

``Blue``, ``blue `` and full-width ``ＢＬＵＥ`` have one fold (docs/decisions/teams.md).
"""

import unicodedata
from functools import lru_cache

#: Passes until a text is stable. Two are enough for every text that is known.
_PASSES = 4


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return the text in NFKC without case and without characters that nobody sees.

    Each run of white space is one blank, and there is none at the ends. The result may be empty.
    The fold of a fold is the same text.
    """
    for _ in range(_PASSES):
        folded = _once(text)
        if folded == text:
            break
        text = folded
    return text


def _once(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(one for one in wide if unicodedata.category(one) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def cleaned(text: str | None) -> str | None:
    """Return a team's name as it is kept: as written, with single blanks. None without a name."""
    return " ".join(text.split()) if text and fold(text) else None
