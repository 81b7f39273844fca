"""Teams whose names are so near that they may be one. Only a person decides whether they are.

Names are compared by their words: without blanks, signs, words such as 组 and team, with Chinese
numerals as digits. Three kinds are found, each through buckets, so that the work grows with the
teams and not with their pairs:

``same_words``  the same words: 一组 and 1组, Blue and Team Blue
``one_slip``    one character more, less or other, or two exchanged
``contained``   one name has the other in it

Teams that differ in a number or a single letter (1组 and 2组, Shift A and Shift B) are a series and
are never near by the last two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from chalicelib.team_folds import fold

SAME_WORDS, ONE_SLIP, CONTAINED = "same_words", "one_slip", "contained"
#: The kinds, the surest first.
KINDS = (SAME_WORDS, ONE_SLIP, CONTAINED)

#: Shortest names that are compared for a slip, and for being contained: Latin and Chinese.
SHORTEST_SLIP = 5
SHORTEST_LATIN, SHORTEST_CHINESE = 4, 2
#: A spelling with one character missing that more names share comes from a series.
MOST_OF_A_SERIES = 8
#: A name that more others contain is a general word (客服).
MOST_CONTAINING = 5
#: Names that share two neighbouring letters, looked through for one that may be contained.
MOST_LOOKED_THROUGH = 200

_WORDS = re.compile(r"[0-9]+|[a-z]+|[^\W\d_a-z]+")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十]+")
_DIGITS = {one: str(n) for n, one in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_GENERAL = frozenset({"team", "group", "squad", "the", "department", "dept"})
_ENDINGS = ("工作组", "小组", "团队", "班组", "组", "队", "班", "部门", "部")
_ENGLISH_ENDINGS = ("team", "group", "squad")


class Near(NamedTuple):
    """Two teams, by their codes in order, and why they may be one."""

    code: str
    other: str
    because: str


class _Words(NamedTuple):
    """A name's words joined, and its numbers and single letters."""

    text: str
    marks: tuple[str, ...]


def near(teams: Mapping[str, Iterable[str]]) -> list[Near]:
    """Return the pairs that may be one, by code. ``teams``: the names of each team by its code.

    Two teams appear once, with the surest reason.
    """
    owners: dict[_Words, list[str]] = {}
    for code in sorted(teams):
        for words in sorted({words_of(name) for name in teams[code]}):
            owners.setdefault(words, []).append(code)
    found: dict[tuple[str, str], str] = {}
    for because, pairs in zip(
        KINDS, (_same(owners), _slips(owners), _contained(owners)), strict=True
    ):
        for one, other in pairs:
            if one != other:
                found.setdefault((min(one, other), max(one, other)), because)
    return [Near(*pair, because) for pair, because in sorted(found.items())]


def words_of(name: str) -> _Words:
    """Return what a name is compared by."""
    folded = _NUMERAL.sub(_number, fold(name))
    words = [_bare(word) for word in _WORDS.findall(folded)]
    kept = [word for word in words if word and word not in _GENERAL]
    if not kept:
        return _Words(folded, ())
    return _Words("".join(kept), tuple(word for word in kept if _is_mark(word)))


def _bare(word: str) -> str:
    """Return a word without zeros before it or 第, and without 组 or team at its end."""
    if word.isdigit():
        return word.lstrip("0") or "0"
    word = word.removeprefix("第")
    for ending in _ENGLISH_ENDINGS if word.isascii() else _ENDINGS:
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


def _is_mark(word: str) -> bool:
    return word.isdigit() or (len(word) == 1 and word.isascii())


def _number(found: re.Match[str]) -> str:
    """Return a Chinese numeral below 100 in digits; digit by digit without 十."""
    text = found[0]
    tens, ten, ones = text.partition("十")
    if not ten:
        return "".join(_DIGITS[one] for one in text)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return text
    return f"{_DIGITS[tens] if tens else '1'}{_DIGITS[ones] if ones else '0'}"


def _same(owners: Mapping[_Words, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Give each team with the first of those with the same words."""
    for codes in owners.values():
        yield from ((codes[0], other) for other in codes[1:])


def _slips(owners: Mapping[_Words, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Give teams whose words are one slip apart: both have a spelling with one letter missing."""
    shared: dict[str, list[_Words]] = {}
    for words in owners:
        text = words.text
        if len(text) < SHORTEST_SLIP:
            continue
        for spelling in {text, *(text[:n] + text[n + 1 :] for n in range(len(text)))}:
            shared.setdefault(spelling, []).append(words)
    for some in shared.values():
        if not 2 <= len(some) <= MOST_OF_A_SERIES:
            continue
        for number, one in enumerate(some):
            for other in some[number + 1 :]:
                if one.marks == other.marks and one_slip(one.text, other.text):
                    yield owners[one][0], owners[other][0]


def one_slip(one: str, other: str) -> bool:
    """Say whether one character more, less or other, or two exchanged, makes one text the other."""
    if len(one) > len(other):
        one, other = other, one
    start = next(
        (n for n, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1), len(one)
    )
    rest, longer = one[start:], other[start:]
    if len(one) < len(other):
        return rest == longer[1:]
    return rest[1:] == longer[1:] or (rest[:2] == longer[1::-1] and rest[2:] == longer[2:])


def _contained(owners: Mapping[_Words, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Give teams of which one name has the other in it, with the same numbers."""
    having: dict[str, list[_Words]] = {}
    for words in owners:
        for two in {words.text[n : n + 2] for n in range(len(words.text) - 1)}:
            having.setdefault(two, []).append(words)
    for words in owners:
        if not _long_enough(words.text):
            continue
        twos = (words.text[n : n + 2] for n in range(len(words.text) - 1))
        fewest = min((having[two] for two in twos), key=len)
        if len(fewest) > MOST_LOOKED_THROUGH:
            continue
        larger = [
            one
            for one in fewest
            if one != words and words.text in one.text and one.marks == words.marks
        ]
        if len(larger) <= MOST_CONTAINING:
            yield from ((owners[words][0], owners[one][0]) for one in larger)


def _long_enough(text: str) -> bool:
    return len(text) >= (SHORTEST_LATIN if text.isascii() else SHORTEST_CHINESE)
