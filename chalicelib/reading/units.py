"""Units of columns, where they determine the meaning of a cell.

- `0:01:30` in a column of time becomes the column's own unit. Without a known unit it is seconds.
  In any other column it is an error.
- `95%` in a column whose unit is `ratio` or `fraction` is 0.95. In a column of time, counts or
  money it is an error. In every other column it is 95, because rates in schemes run from 0 to 100.
- A header may name its unit in brackets: 响应时长(秒). Another unit of time than the column's would
  make every row wrong by a factor such as 60, so such a file is refused.
"""

from typing import Final, Literal

from chalicelib.scoring.text import Text

from .words import name_key

Measure = Literal[
    "second", "minute", "hour", "day", "percent", "fraction", "count", "other", "unknown"
]

SECONDS: Final[dict[Measure, int]] = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}

_WORDS: Final[dict[Measure, str]] = {
    "second": "second seconds sec secs s 秒 秒钟",
    "minute": "minute minutes min mins 分钟",
    "hour": "hour hours hr hrs h 小时 时",
    "day": "day days d 天 日",
    "percent": "percent percentage pct % 百分比 百分数",
    "fraction": "ratio fraction",
}
_MEASURES: Final = {word: measure for measure, words in _WORDS.items() for word in words.split()}

# Units of counts and money, which a percentage cannot be: Chinese classifiers, English nouns.
_COUNTED_WORDS: Final = (
    "次 次数 条 单 人 人次 件 个 个月 笔 份 段 通 项 张 起 例 票 次/天 元 "
    "count counts times item items ticket tickets person people piece pieces call calls chat "
    "chats contact contacts case cases order orders record records aday perday yuan"
)
_COUNTED: Final = frozenset(_COUNTED_WORDS.split())

# Words in a header's brackets that do not change the column's meaning. 分 is a minute or a mark.
_REMARKS: Final = frozenset(
    {
        *("个", "次", "件", "人", "条", "笔", "单", "项", "通", "分", "元"),
        *("数字", "数值", "文本", "必填", "选填", "可选"),
        *("required", "optional", "number", "text", "count", "times", "points", "point", "marks"),
    }
)


def measure(unit: Text | None) -> Measure:
    """Return the kind of quantity of a unit; "unknown" when the scheme names no unit."""
    if unit is None:
        return "unknown"
    names = [name_key(name) for name in (unit["en"], unit["zh"])]
    known = next((_MEASURES[name] for name in names if name in _MEASURES), None)
    if known is not None:
        return known
    return "other" if _COUNTED.isdisjoint(names) else "count"


def measure_of_word(word: str) -> Measure:
    """Return what a word behind a number measures: minutes of `分钟`; "other" of anything else."""
    return _named_in_header(word)


def is_remark(word: str, unit: Text | None) -> bool:
    """Return whether a word in a header's brackets is a unit or a remark, not part of a name."""
    key = name_key(word)
    own = {name_key(unit["zh"]), name_key(unit["en"])} if unit else set()
    return key in _MEASURES or key in _REMARKS or key in own


def contradicts(word: str, unit: Text | None) -> bool:
    """Return whether a header's unit is another unit of time than the column's."""
    named, own = _named_in_header(word), measure(unit)
    return named in SECONDS and own in SECONDS and named != own


def _named_in_header(word: str) -> Measure:
    key = name_key(word)
    return "minute" if key == "分" else _MEASURES.get(key, "other")
