"""Why an interview is not recorded, changed or answered."""

from chalicelib.interviews.records import MOST_ANSWERS
from chalicelib.language import Text

NOT_PUBLISHED = Text(
    "结果公布之后才记录绩效面谈。", "An interview is about a result that is published."
)
OWN = Text("不能记录与本人的面谈。", "Nobody records an interview with themselves.")
CONFIRMED = Text(
    "本人已确认此次面谈，内容不再更改；如需补充，请另记一次。",
    "The person has confirmed the interview, so it changes no more; record another one.",
)
SAY_WHY = Text("否认面谈时请说明。", "Say why, where it did not take place.")
TOO_MANY = Text(
    f"一次面谈最多答复 {MOST_ANSWERS} 次。",
    f"An interview is answered {MOST_ANSWERS} times at most.",
)
NO_RESULT = Text(
    "该员工在该期间没有此方案的结果。", "The person has no result of the period by this scheme."
)
NOT_YET = Text("面谈日期不能在将来。", "An interview that is to come has not been held.")
UNKNOWN = Text("没有此员工。", "There is no employee of this id.")
