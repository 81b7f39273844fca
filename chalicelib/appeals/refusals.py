"""Why an appeal is not filed, changed or decided."""

from chalicelib.appeal_records.records import MOST_OF_RESULT, MOST_STEPS
from chalicelib.language import Text

NOTHING = Text(
    "此结果不能申诉：尚未公布、等待数据、已作废或为导入的历史结果。",
    "There is nothing to appeal against: the result is not published, awaits figures, is void, or "
    "was imported.",
)
NO_WINDOW = Text("企业未设申诉期。", "The company has no window for appeals.")
CLOSED = Text("申诉期已过。", "The window for appeals is over.")
OPEN_ALREADY = Text("对此已有一件未决的申诉。", "An appeal of yours against this is open already.")
DECIDED_ALREADY = Text(
    "对此版结果的同一事项已有决定；如不服，请提出复议。",
    "This was decided of this very revision; ask for the second instance, where there is one.",
)
TOO_MANY = Text(
    f"对一个结果最多申诉 {MOST_OF_RESULT} 次。",
    f"Against one result there are {MOST_OF_RESULT} appeals at most.",
)
TOO_MANY_CHANGES = Text(
    f"一件申诉最多有 {MOST_STEPS} 次修改；请撤回后重新提出。",
    f"An appeal is changed {MOST_STEPS} times at most: withdraw it and file another one.",
)
MEANWHILE = Text(
    "您的另一件申诉刚刚写入；请重新读取后再试。",
    "Another appeal of yours was just stored; read them again.",
)
NOT_OF_KIND = Text("此类申诉没有此项。", "An appeal of this kind does not have this.")
REQUIRED = Text("请填写。", "Say which.")
NO_LINE = Text("此结果没有该指标。", "The result has no such line.")
NO_RATING = Text(
    "该指标不由评分得出，或没有该评分角色。",
    "The line is no rating, or has no such role of raters.",
)
NO_CASE = Text("您没有此项生效的个案。", "There is no such case of yours in force.")
NOT_REACHABLE = Text(
    "申诉的当前状态不允许此操作。", "The appeal is in a state in which that cannot be done."
)
FINAL = Text(
    "复议决定是终局的；支持的决定也不再复议。",
    "A second decision is final, and one that upholds has no second instance.",
)
OWN = Text("不能处理本人的申诉。", "Nobody handles their own appeal.")
JUDGED = Text(
    "您参与过所争议的评定，不能处理此申诉。",
    "You had a hand in what is contested, so you may not handle this appeal.",
)
DECIDED_FIRST = Text(
    "复议须由另一人决定。", "The second instance is decided by another person than the first."
)
NO_REMEDY = Text(
    "支持的决定须写明补救措施。", "A decision that upholds says what is done about it."
)
REMEDY_OF_REJECTED = Text("驳回的决定没有补救措施。", "A decision that rejects carries no remedy.")
NO_RESULT = Text(
    "该员工在此期间已没有结果，无从更正。",
    "The person has no result of the period any more, so there is nothing to correct.",
)
NO_COLUMN = Text("该方案版本没有此列。", "The version has no such column.")
FED_BY_ROUND = Text(
    "此列由评分轮次提供，不能直接更正；请改用整体剔除一个评分角色。",
    "A rating round gives this column, so no figure is put in its place; leave a role out.",
)
COMBINED_MARKS = Text(
    "这是评分轮次的合并值；请填写各人的评分，用分号隔开，如 92;88;85。",
    "This is what a rating round has combined. Write each rater's mark, as 92;88;85.",
)
NAME_THE_SLICE = Text(
    "此结果有多行数据；请指明是哪一行。",
    "The result has several rows: say of which slice the figures are.",
)
NO_SLICE = Text("此结果没有该行数据。", "The result has no row of this slice.")
OWN_MARKS = Text("不能就本人的自评再次征询本人。", "Nobody is asked again about the own marks.")
NO_ROUND = Text(
    "该角色的评分不是由评分轮次提供的，无从再次征询；请更正数据，或整体剔除该角色。",
    "What the role gave came by no rating round, so nobody can be asked again: correct the "
    "figures, or leave the role out.",
)
ROLE_IS_OUT = Text(
    "该轮次已整体剔除此角色，再次征询不会计入。",
    "The round leaves this role out as a whole, so that asking again would change nothing.",
)
ROLE_TWICE = Text(
    "同一角色只能再次征询或整体剔除其一，且只写一次。",
    "A role is either asked again or left out, and named once.",
)
CASE_TWICE = Text("同一个案只能撤销一次。", "A case is revoked once.")
NOTHING_TO_DO = Text(
    "没有可重新执行的补救措施。", "No remedy of the appeal waits to be carried out again."
)
