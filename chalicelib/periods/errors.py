"""Why a scheme's period cannot be written to, published or locked now."""

from chalicelib.errors import Busy, Conflict
from chalicelib.language import Text


class PeriodLocked(Conflict):
    """The period is locked for payroll: no result in it changes any more."""

    def __init__(self) -> None:
        super().__init__("period_locked", Text("该期间已锁定。", "The period is locked."))


class PeriodBusy(Busy):
    """Somebody else holds the period's lease."""

    def __init__(self) -> None:
        super().__init__(
            "period_busy",
            Text("该期间正在评分，请稍后重试。", "The period is being scored; try again shortly."),
        )


class PeriodUnfinished(Conflict):
    """A writer stopped before its end, and nobody has gone on since: results are incomplete."""

    def __init__(self) -> None:
        super().__init__(
            "period_unfinished",
            Text(
                "该期间有上传中断，结果不完整。请等待其恢复，或重新上传。",
                "An upload to the period was interrupted: its results are not complete. "
                "Wait until it goes on by itself, or send the file again.",
            ),
        )
