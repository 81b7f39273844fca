"""Errors: a scheme's period cannot be written, published or locked now (409)."""

from chalicelib.errors import Busy, Conflict
from chalicelib.language import Text


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
