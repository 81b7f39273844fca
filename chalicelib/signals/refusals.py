"""Why rules of signals are not set, a run is not begun, or a signal is not decided."""

from typing import Final

from chalicelib.language import Text

NO_VERSION: Final = Text(
    "该方案还没有已发布的版本。", "No version of the scheme has been published yet."
)
NO_INDICATOR: Final = Text("方案没有此指标。", "The scheme has no such indicator.")
NO_COLUMN: Final = Text("方案没有此列。", "The scheme has no such column.")
NO_FIGURE: Final = Text(
    "该列不是数值列；评分请以其指标比较。",
    "The column holds no figures. Compare marks by the indicator that they make.",
)
ONE_OF_BOTH: Final = Text(
    "请填写 indicator 或 column 其中一项。", "Name an indicator or a column, one of both."
)
WHOLE_SCALE: Final = Text(
    "量表须同时有 low 与 high，且 low 小于 high。",
    "A scale has both ends, `low` and `high`, and the lower one is below the other.",
)
SCALES_OF_BOTH: Final = Text(
    "两项须都有量表，或都没有。", "Both figures have a scale, or neither has."
)
SAME: Final = Text("两项相同。", "Both figures are the same one.")
TWICE: Final = Text("重复。", "It is listed twice.")
TOO_MANY_MONTHS: Final = Text("least 不能大于 months。", "`least` cannot be more than `months`.")
UNDER_WAY: Final = Text(
    "该期间正在查找，请等待其结束。", "The period is being looked through. Wait for the end."
)
NOTHING: Final = Text(
    "该期间没有结果，也没有已截止的评分轮次。",
    "The period has no results and no closed rating round.",
)
PROPOSED: Final = Text("已据此提出个案。", "A case was proposed by it already.")
GONE: Final = Text(
    "最近一次查找已不再得出此信号。", "The last run does not find this signal any more."
)
OUTDATED: Final = Text(
    "得出此信号的结果已变，请先重新查找。",
    "What it was found in has changed since. Have the period looked through again first.",
)

NOBODY: Final = Text(
    "该员工的个人信息已删除，或已不在名册。",
    "The person was erased, or is on the register no more.",
)
#: The beginning of a case's evidence. The place is that of the signal's id.
BY_SIGNAL: Final = Text("依据信号 {}。", "By signal {}.")
