"""Why a receipt is not taken."""

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.receipts.records import MOST


def rejected_before(rows: int) -> Conflict:
    """Return the refusal to accept all others while rows of other files stand rejected."""
    return Conflict(
        "rejected_before",
        Text(
            f"该期间有 {rows} 行在其他文件中被拒绝且尚未解决：请先逐行答复本文件中的这些行，"
            "再接受其余各行（见 GET /v1/exports/rejected-rows）。",
            f"{rows} rows of this period were rejected in other files, and stand: answer them by "
            "name in this one first, then accept all others (GET /v1/exports/rejected-rows).",
        ),
        rejected=rows,
    )


NOT_COMPLETED = Text(
    "该导出尚无文件，无法答复。", "The export has no file yet, so there is nothing to answer."
)
SUPERSEDED = Text(
    "该文件所属的锁定已撤销，文件未曾交付；请答复重新锁定后的文件。",
    "The lock that this file is of was taken back before anybody had the file. Answer the file of "
    "the later lock.",
)
NO_ROWS = Text(
    "该导出没有可列出的行：尚无文件，或文件由旧版本生成。",
    "There are no rows to list: there is no file yet, or an older version made it.",
)
ROWS_NOT_KEPT = Text(
    "该文件由旧版本生成，未保存各行归属；请重新导出后答复。",
    "An older version made this file, and did not keep whose rows it has. Export again, and answer "
    "that file.",
)
NOTHING = Text(
    "请至少答复一行，或填写 others。", "Answer a row at least, or say what all others are."
)
WITHOUT_CODE = Text("拒绝须有代码。", "A rejection has a code.")
WITHOUT_REASON = Text("拒绝须有原因。", "A rejection has a reason.")
NOT_IN_FILE = Text("文件中没有此员工编号的行。", "The file has no row of this employee id.")
SEVERAL = Text(
    "文件中有多行使用此员工编号；请同时填写 person。",
    "Several rows of the file have this employee id; name the `person` too.",
)
REPEATED = Text("此行在答复中出现多次。", "The receipt has this row more than once.")
TOO_MANY = Text(
    f"一人一个期间的结果最多可有 {MOST} 次答复。",
    f"A person's result of a period has {MOST} answers at most.",
)
BUSY = Text(
    "该期间的另一份答复正在写入，请稍后重试。",
    "Another receipt of the period is being written; try again in a moment.",
)
WITHOUT_PERIOD = Text(
    "差额文件的每一行须写明其所属期间。",
    "A line of a file of differences is named with the month that it is for.",
)
WITHOUT_KIND = Text(
    "此文件同时有系数和差额；写明期间的行须写明 kind（coefficient、arrears 或 recovery）。",
    "The file has coefficients and differences: a row that names its period says by `kind` which "
    "of them it answers (`coefficient`, `arrears` or `recovery`).",
)
NOT_OF_KIND = Text("文件中没有这种行。", "The file has no rows of this kind.")
NOT_OF_MONTH = Text(
    "文件中没有此员工在该期间的行。", "The file has no line of this person and month."
)
CARRIED = Text(
    "该行的余额已在之后的文件中，请答复那份文件。",
    "A later file has what is left of this line: answer that one.",
)
BY_NAME = Text(
    "差额文件的答复请逐行更改。", "Answers to lines of differences are changed line by line."
)


def too_many_lines(most: int) -> Text:
    """Return the refusal of a receipt with too many lines of differences."""
    return Text(
        f"差额文件一次最多答复 {most} 行，请分次答复。",
        f"A receipt has {most} lines of differences at most: answer them in parts.",
    )
