"""Errors: a period that cannot be changed now (409), or that has no results yet (404)."""

from chalicelib.errors import Busy, Conflict, Invalid, NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.periods.calendar import days_of


class NotSummedUp(NotFound):
    """A quarter or a year that no scheme scores by itself. Its months are not summed up yet."""

    def __init__(self) -> None:
        super().__init__("period")
        self.code = "not_summed_up"
        self.detail = Text(
            "月度结果尚未汇总为季度和年度。请使用月份，例如 2026-10。",
            "Months are not summed up to quarters and years yet. Ask for a month, such as 2026-10.",
        )


def only_imported(pointer: str) -> Invalid:
    """Return the error (422) of a period whose results were all imported: told and paid then."""
    return invalid_value(
        pointer,
        "only_imported",
        Text(
            "该期间只有导入的历史结果，当时已经公布并发放；不再发布、锁定、重新评分或导出。",
            "The period has imported results alone, which were told and paid in their time: they "
            "are not published, locked, scored anew or exported.",
        ),
    )


def refuse_before(period: str, pointer: str, day: str | None) -> None:
    """Raise Invalid (422) ``before_period`` for a day, if any, before the first of a period: what
    is told of its results cannot have happened then."""
    if day is not None and day < days_of(period)[0].isoformat():
        words = Text("日期早于该期间的第一天。", "The day is before the first day of the period.")
        raise invalid_value(pointer, "before_period", words)


class PeriodLocked(Conflict):
    """The period is locked for payroll: its results change no more."""

    def __init__(self) -> None:
        super().__init__("period_locked", Text("该期间已锁定。", "The period is locked."))


class PeriodBusy(Busy):
    """Another run holds the period's lease."""

    def __init__(self) -> None:
        super().__init__(
            "period_busy",
            Text("该期间正在评分，请稍后重试。", "The period is being scored; try again shortly."),
        )


class PeriodUnfinished(Conflict):
    """A run stopped before its end and no run has gone on: the results are incomplete."""

    def __init__(self) -> None:
        super().__init__(
            "period_unfinished",
            Text(
                "该期间有上传中断，结果不完整。请等待其恢复，或重新上传。",
                "An upload to the period was interrupted: its results are not complete. "
                "Wait until it goes on by itself, or send the file again.",
            ),
        )


class SummaryReplaced(Exception):
    """An item of a summary is gone, because a later summary has become current."""
