"""Sentences that refuse what cannot be done with an inspection or a task."""

from typing import Final

from chalicelib.language import Text

NO_SCHEME: Final = Text(
    "该期间没有生效的此方案版本。", "No version of this scheme is in effect for this period."
)
WRONG_KIND: Final = Text(
    "期间的类别与方案不符。", "The period is of another kind than those that the scheme scores."
)
ONE_FRAME: Final = Text(
    "请给出 contacts 或 upload 之一：抽取范围只有一个。",
    "Give `contacts` or `upload`, and not both: a draw has one frame.",
)
NO_UPLOAD: Final = Text(
    "没有这样的联络明细上传（grain: contact，文件仍在）。",
    "There is no such upload of contacts (grain: contact) whose file is still there.",
)
OTHER_IDS: Final = Text(
    "该文件以其他系统的编号识别员工；抽检范围须用员工编号。",
    "The file has ids of another system. A frame names people by their employee ids.",
)
OUTSIDE: Final = Text(
    "日期须在该期间内，且起始日不晚于结束日。",
    "The days lie in the period, and the first is not after the last.",
)
UNKNOWN_INSPECTOR: Final = Text("没有此员工。", "There is no employee of this id.")
INSPECTOR_LEFT: Final = Text("此员工已离职。", "This employee has left.")
TWICE: Final = Text("此员工已列出。", "This employee is listed already.")
TOO_FEW: Final = Text(
    "两人复评时可能需要第三人裁定：至少需要 3 名检查人。",
    "Where two judge, a third may have to decide: 3 inspectors at least.",
)
NOTHING_DRAWN: Final = Text(
    "范围内没有可抽取的联络：请看 left_out 和 unknown_ids。",
    "The frame has nothing to draw: see `left_out` and `unknown_ids`.",
)
TOO_MANY_TICKETS: Final = Text(
    "抽取的件数超过上限；请减少 per_agent，或分几次抽检。",
    "More would be drawn than one inspection holds. Lower `per_agent`, or make several.",
)
TOO_MANY_CONTACTS: Final = Text(
    "范围内的联络超过上限；请缩短日期，或分几个文件。",
    "The frame has more contacts than a draw takes: fewer days, or several files.",
)
NOT_OPEN: Final = Text(
    "该抽检目前不接受判定（状态不是 open）。",
    "The inspection takes no judgement now: it is not open.",
)
COMPARED: Final = Text(
    "另一名检查人也已提交，两份判定已经比较，不能再改。",
    "Both inspectors have submitted and their judgements are compared: nothing changes any more.",
)
SUBMITTED: Final = Text(
    "判定已提交；可以更改并再次提交，但不能退回为草稿。",
    "It is submitted. Change it and submit it again; it becomes no draft any more.",
)
LEFT: Final = Text(
    "您在名册上已离职，不能再判定。", "The register says that you have left: you judge no more."
)
BUSY: Final = Text("请稍后再试。", "Try again in a moment.")
UNKNOWN_ITEM: Final = Text("清单没有此项。", "The checklist has no such item.")
UNKNOWN_MARK: Final = Text("不评此指标。", "No such indicator is marked here.")
PASSAGE_MISSING: Final = Text(
    "有不合格项时，请摘录说明问题的内容。", "Where an item fails, give the passage that shows it."
)
NO_VERDICT: Final = Text(
    "提交前每一项都要判定：缺少该项。",
    "Before submitting each item has a verdict: this one has none.",
)
NO_MARK: Final = Text(
    "提交前每项都要评分，或写 null 表示无法判断。",
    "Before submitting each has a mark, or null where it cannot be judged.",
)
ANOTHER_CLOSES: Final = Text(
    "同一方案、同一期间的另一次抽检正在结束；请稍后再试。",
    "Another inspection of the scheme's period is being closed. Try again in a moment.",
)
REASON_MISSING: Final = Text(
    "重新开放或取消时须写明原因。", "Reopening and cancelling need a reason."
)
HANDED_ON: Final = Text(
    "此任务已转交其他检查人。", "This task was handed on to another inspector: it is yours no more."
)
NOBODY_LEFT: Final = Text(
    "没有其他在职检查人可接手；请在 to 中指定。",
    "No other inspector is there to hand on to. Name somebody in `to`.",
)
NOT_AN_INSPECTOR: Final = Text("此员工不是该抽检的检查人。", "This is no inspector of it.")
THE_SAME: Final = Text("不能转交给本人。", "The tasks go to others than the one who had them.")
TOO_MANY_INSPECTORS: Final = Text(
    "检查人过多。", "With these the inspection would have too many inspectors."
)
