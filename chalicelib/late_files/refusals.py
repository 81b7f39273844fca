"""Why a late file, or a row of one, corrects nothing."""

from chalicelib.language import Text

UNKNOWN = Text("没有此上传。", "There is no upload of this id.")
NOT_REFUSED = Text(
    "该上传并非因期间已锁定而被拒收，不能作为更正。",
    "The upload was not rejected because its month is locked, so it is no correction.",
)
OF_RESULTS = Text("历史结果文件不能作为更正。", "A file of past results is no correction.")
NOT_LOOKED_AT = Text("该文件尚未看完，或已采纳。", "It is not looked at yet, or is taken already.")
NOT_LOCKED = Text("该期间没有锁定。", "The period is not locked.")
NO_SCHEME = Text("该期间没有生效的方案。", "No version of the scheme is in effect in the period.")
OWN = Text("不能更正本人的结果。", "Nobody corrects their own result.")
NO_RESULT = Text(
    "该员工在该期间没有此方案计算的结果。",
    "The person has no result of the period that was computed by this scheme.",
)
VOID = Text("该结果已作废。", "The result is void.")
OTHER_VERSION = Text(
    "该结果由方案的另一版本计算，请逐人更正。",
    "Another version of the scheme made the result: correct it by itself.",
)
BUSY = Text(
    "该文件正在被处理，请稍后重试。",
    "It is being changed by another request; try again in a moment.",
)
