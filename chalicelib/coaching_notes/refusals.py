"""Why a coaching note is not written, changed or remarked on."""

from chalicelib.coaching_notes.records import MOST_REMARKS
from chalicelib.language import Text

OWN = Text("不能给本人写辅导记录。", "Nobody coaches themselves.")
OTHER_TEAM = Text(
    "该员工现在属于其他团队，由其现任上级记录。",
    "The person is in another team now, whose superior writes.",
)
ERASED = Text("该员工的个人信息已删除。", "The person was erased.")
TOO_MANY = Text(
    f"一条辅导记录最多 {MOST_REMARKS} 条本人意见。",
    f"A coaching note takes {MOST_REMARKS} remarks at most.",
)
NOT_YET = Text("辅导日期不能在将来。", "Nobody was coached on a day that is to come.")
LONG_AGO = Text("辅导日期早于两年以前。", "The day is more than two years ago.")
UNKNOWN = Text("没有此员工。", "There is no employee of this id.")
NEEDS_SCHEME = Text("填写指标时请一并填写方案。", "Name the scheme of the indicator.")
NO_INDICATOR = Text("该方案没有此指标。", "The scheme has no such indicator.")
