"""Which texts name a row of totals or averages, alone or of a group: `Grand Total`, `红组 小计`.

Spreadsheet programs put such a row below each group and below the table, people add theirs. Nobody
new is ever made of one; the register decides whether somebody has such an id.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from .totals_words import (
    ALONE,
    CJK,
    CJK_ALONE,
    CJK_COUNTED,
    CJK_FIRST,
    COUNT_AFTER,
    COUNT_BEFORE,
    OF_FUNCTIONS,
    OF_GROUPS,
)
from .words import name_key

#: A longer text is a remark and names no totals.
_CHARACTERS: Final = 80
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
#: What people put around the word: `**Total**`, `——合计——`, `Total:`, `【合计】`.
_AROUND: Final = " \t'\"`*#=~+-_.:;,!|/\\<>«»“”‘’‹›·•—–―…、。：；〔〕《》「」『』→"
#: Nearly every id.
_is_plain_id = re.compile(r"[A-Za-z]{0,8}[0-9][A-Za-z0-9]*").fullmatch
_BRACKETS: Final = re.compile(r"(.*?)[(\[{【〔〈《「]([^()\[\]{}]*)[)\]}】〕〉》」](.*)", re.DOTALL)


def _folded(text: str) -> str:
    """Return the text in lower case without accents, and without signs around it."""
    narrow = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    if not narrow.isascii():
        apart = unicodedata.normalize("NFKD", narrow)
        bare = "".join(one for one in apart if not unicodedata.combining(one))
        narrow = unicodedata.normalize("NFC", bare).replace("ł", "l").replace("ı", "i")
    return re.sub(r"\s+", " ", narrow).strip(_AROUND)


_GROUP_WORDS: Final = frozenset(map(_folded, OF_GROUPS))
_ALONE: Final = frozenset(map(_folded, ALONE))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda one: (-len(one), one))))


#: `2`, `2人`, `共2人`, `n=12`, `12 people`: how many the totals are of.
_COUNTED: Final = rf"(?:{_any_of(COUNT_BEFORE)})?\s*[0-9][0-9., ]*%?\s*(?:{_any_of(COUNT_AFTER)})?"
_AFTER_CJK: Final = rf"(?:{_any_of(CJK_COUNTED)}|{_COUNTED})?"
_GROUPS: Final = _any_of(_GROUP_WORDS)
_CJK_WORDS: Final = _any_of(CJK)
_FIRST: Final = re.compile(rf"(?:{_any_of(CJK_FIRST)}).*", re.DOTALL)
_CJK_ENDS: Final = re.compile(rf".*(?:{_CJK_WORDS}){_AFTER_CJK}", re.DOTALL)
_LATIN_FIRST: Final = re.compile(
    rf"(?:(?:{_GROUPS})(?: ?[:(\[=|]| [-—–] | )"
    rf"|(?:{_any_of(_ALONE | OF_FUNCTIONS)})(?: ?[:(=|]| (?:of|for|per|in|by|across|over) )).+",
    re.DOTALL,
)
_LATIN_LAST: Final = re.compile(
    rf".+(?:[ :)\]】|](?:{_GROUPS})|[ :)\]】|](?:sum|result|mean))", re.DOTALL
)
_FUNCTION_LAST: Final = re.compile(rf".+[ :)\]】](?:{_any_of(OF_FUNCTIONS)})", re.DOTALL)


@lru_cache(maxsize=4096)
def reads_as_totals(text: str) -> bool:
    """Return whether a text names totals or averages, alone or of a group."""
    if len(text) > _CHARACTERS or _is_plain_id(text):
        return False
    return is_totals_word(text) or _of_group(_folded(text))


def is_totals_word(text: str) -> bool:
    """Return whether a text is a word for totals, without a group: `合计：`, `Grand Total (2)`."""
    if len(text) > _CHARACTERS or _is_plain_id(text):
        return False
    folded = _folded(text)
    if _is_word(folded):
        return True
    if bracket := _BRACKETS.fullmatch(folded):
        before, inside, after = (one.strip(_AROUND) for one in bracket.groups())
        outside = f"{before} {after}".strip()
        return _is_word(inside) or _is_word(outside)
    return False


def team_reads_as_totals(text: str) -> bool:
    """Return whether a team's cell names the totals of the team before: `Red Count`, `红组汇总`.

    A word before a name does not count: `Total Care` is a team.
    """
    if len(text) > _CHARACTERS:
        return False
    folded = _folded(text)
    last = _LATIN_LAST.fullmatch(folded) or _FUNCTION_LAST.fullmatch(folded)
    return is_totals_word(text) or bool(last or _CJK_ENDS.fullmatch(name_key(folded)))


def row_reads_as_totals(texts: Iterable[str]) -> bool:
    """Return whether one of the texts names totals, in a row in which no id stands.

    There also the names of functions count, as programs write them below a group: `Red Max`.
    """
    for text in texts:
        folded = _folded(text) if len(text) <= _CHARACTERS else ""
        if reads_as_totals(text) or folded in OF_FUNCTIONS or _FUNCTION_LAST.fullmatch(folded):
            return True
    return False


def _is_word(folded: str) -> bool:
    spaceless = folded.replace(" ", "")
    if folded in _GROUP_WORDS | _ALONE or spaceless in _GROUP_WORDS | CJK_ALONE:
        return True
    return bool(re.fullmatch(rf"(?:{_CJK_WORDS}){_AFTER_CJK}", spaceless)) or spaceless in _ALONE


def _of_group(folded: str) -> bool:
    spaceless = name_key(folded)
    return bool(
        _LATIN_FIRST.fullmatch(folded)
        or _LATIN_LAST.fullmatch(folded)
        or _CJK_ENDS.fullmatch(spaceless)
        or _FIRST.fullmatch(spaceless)
    )
