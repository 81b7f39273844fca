"""Why a review meeting is not recorded or changed."""

from chalicelib.language import Text
from chalicelib.review_meetings.records import MOST_DECISIONS

NOT_YET = Text("会议日期不能在将来。", "A meeting that is to come has not been held.")
UNKNOWN = Text("没有此员工。", "There is no employee of this id.")
NO_INDICATOR = Text("方案没有此指标。", "The scheme has no indicator of this code.")
TOO_MANY = Text(
    f"一次会议最多 {MOST_DECISIONS} 项决定。",
    f"A meeting has {MOST_DECISIONS} decisions at most.",
)
