"""Why a correction is not made."""

from chalicelib.language import Text

NOT_LOCKED = Text(
    "该期间尚未锁定，结果也未提前结清：请发送文件、重新评分或登记个案，不需要更正。",
    "The period is not locked, nor the result settled ahead of it: send a file, score it anew or "
    "record a case. Nothing is to be corrected yet.",
)
UNKNOWN = Text("没有此员工。", "There is no employee of this id.")
NO_RESULT = Text(
    "该员工在该期间没有此方案计算的结果；要补上其首个结果，请填写 figures。",
    "The person has no result of the period that was computed by this scheme. Give the `figures` "
    "to make the first one.",
)
VOID = Text(
    "该结果已作废：请先取消作废（void 为 false），再更正其数据。",
    "The result is void: make it a result again first (`void` false), then correct its figures.",
)
NOT_VOID = Text("该结果没有作废。", "The result is not void.")
ONE_OF_BOTH = Text(
    "请填写 figures 或 void 其中之一。", "Give the `figures` or whether it is `void`: one of both."
)
NOT_FIGURES = Text(
    "应为列与数值的对象；分片的方案可为对象的列表，每个写明其分片。",
    "An object of columns is expected, or of a scheme with slices a list of objects, each with its "
    "slice.",
)
NO_SUCH_COLUMN = Text("方案没有此列。", "The scheme has no such column.")
NOT_A_CELL = Text("应为文字、数字或 null。", "A text, a number or null is expected.")
SAME = Text(
    "按这些数据得出的结果与现行结果相同，没有可更正的内容。",
    "By these figures the result is what stands already: there is nothing to correct.",
)
TAKES_MEAN = Text(
    "按更正后的数据，有评分项将改用团队平均值；锁定时未保存该平均值，不能如此更正。",
    "By these figures a line would newly take its team's mean, which the lock did not keep.",
)
OWN = Text("不能更正本人的结果。", "Nobody corrects their own result.")
BUSY = Text(
    "该结果正在被另一项更正更改，请稍后重试。",
    "The result is being changed by another correction; try again in a moment.",
)
NOTHING_BACK = Text(
    "没有需要扣回的差额，或差额已在尚未答复的文件中。",
    "Nothing is to be taken back, or a file that is not answered has it.",
)
SAY_WHEN = Text("请写明本人同意的日期。", "Say on which day the person agreed.")
NOT_YET = Text("日期不能在将来。", "The day is not to come.")
WAIVED = Text("免除扣回时不能分期。", "What is waived has no instalments.")
NOT_THE_SUM = Text(
    "各期须大于 0，且合计恰好等于应扣回的差额。",
    "Instalments are above 0 and add up to the difference exactly.",
)
OWN_MONEY = Text("不能登记本人款项的扣回依据。", "Nobody records the basis of their own money.")
CHANGED = Text(
    "查看之后该结果已被更正，未再更改。",
    "The result was corrected since it was looked at, and stays as it is.",
)
