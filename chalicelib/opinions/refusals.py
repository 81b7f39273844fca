"""Why an opinion is not sent or answered."""

from chalicelib.language import Text
from chalicelib.opinions.records import MOST_ANSWERS

NEEDS_SCHEME = Text("请写明方案。", "Name the scheme.")
NEEDS_VERSION = Text("请写明试行的版本号。", "Name the version that is on trial.")
NOT_OF_THIS = Text(
    "对服务的意见没有方案，只有对试行的意见才有版本。",
    "An opinion on the service has no scheme, and only one on a pilot has a version.",
)
NO_SCHEME = Text("没有此方案，或尚未发布。", "There is no such scheme, or no version of it.")
NOT_PILOTED = Text(
    "本人所在团队没有试行该版本。", "Your team is not among those that try this version."
)
OWN = Text("不能答复本人的意见。", "Nobody answers their own opinion.")
AWARDED = Text(
    "已为此意见提出奖励，不再更改答复。",
    "An award was proposed for it, so its answer changes no more.",
)
NO_AWARD = Text("只有采纳的意见才能奖励。", "Only an adopted opinion leads to an award.")
GONE = Text("该员工的个人信息已删除。", "The person was erased.")
TOO_MANY = Text(
    f"一条意见最多答复 {MOST_ANSWERS} 次。", f"An opinion is answered {MOST_ANSWERS} times at most."
)
#: The reason of an award's case. The place is that of the opinion's id.
ADOPTED = Text("意见 {} 已采纳。", "Opinion {} was adopted.")
