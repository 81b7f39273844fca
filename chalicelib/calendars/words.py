"""What the entries of a calendar are called, in both languages."""

from collections.abc import Mapping
from typing import Final

from chalicelib.calendars.entries import (
    ANNOUNCED,
    EXPORT,
    HAPPENED,
    ROUND,
    RULE,
    SETTING,
    SOURCE,
    WINDOW,
    Entry,
)
from chalicelib.due_days.records import DATA, LOCK, PUBLICATION, RATINGS
from chalicelib.language import Text, text_of

KINDS: Final[Mapping[str, Text]] = {
    DATA: Text("数据截止", "Figures are due"),
    RATINGS: Text("评分截止", "Ratings are due"),
    PUBLICATION: Text("公布结果", "Results are published"),
    WINDOW: Text("申诉期截止", "Appeals end"),
    LOCK: Text("锁定结果", "Results are locked"),
    EXPORT: Text("导出给薪酬系统", "Export to payroll"),
}
BASES: Final[Mapping[str, Text]] = {
    SOURCE: Text("日期见方案的数据来源", "The day is the source's, in the scheme"),
    ROUND: Text("日期见评分轮次", "The day is the rating round's"),
    ANNOUNCED: Text("日期见已公告的计划", "The day is the announced plan's"),
    RULE: Text("日期为惯例", "The day is the company's habit"),
    SETTING: Text("日期见导出计划", "The day is the export schedule's"),
    HAPPENED: Text("自公布之日起算", "Counted from the publication"),
}
DONE: Final = Text("已完成", "done")
FEED: Final = Text("考核日历", "Appraisal calendar")


def said(entry: Entry) -> Text:
    """Return what is due, of which source, for which scheme and period."""
    kind, record = KINDS[entry.kind], entry.month.record
    scheme = text_of(entry.month.names)
    source = None if entry.names is None else text_of(entry.names)
    zh = kind.zh if source is None else f"{kind.zh}（{source.zh}）"
    en = kind.en if source is None else f"{kind.en} ({source.en})"
    return Text(f"{zh}：{scheme.zh} {record.period}", f"{en}: {scheme.en} {record.period}")
