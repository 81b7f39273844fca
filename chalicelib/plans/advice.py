"""Causes and measures to propose where the scheme has none, by the kind of figure.

Source: the reference schemes: slow response → process or staffing; low satisfaction → training in
communication; late orders → find the bottleneck; sales → product knowledge and scripts.
"""

from typing import Final, NamedTuple

from chalicelib.language import Text
from chalicelib.scoring import Indicator
from chalicelib.scoring.rules.count_deduct import CountDeduct
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.values.growth import Growth
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.sample import Sample

#: Units of time, as a scheme writes them in English.
TIMES: Final = {"s", "min", "h", "days"}


class Advice(NamedTuple):
    """Possible causes of a missed target, and measures that usually help."""

    causes: tuple[Text, ...]
    measures: tuple[Text, ...]


def advice_for(indicator: Indicator) -> Advice:
    """Return the indicator's own causes and measures, or general ones where it has none.

    Causes and measures are looked up separately.
    """
    own, general = indicator.improvement, _general(indicator)
    return Advice(
        tuple(Text(**cause) for cause in own.causes) or general.causes,
        tuple(Text(**measure) for measure in own.measures) or general.measures,
    )


def _general(indicator: Indicator) -> Advice:
    unit = indicator.unit["en"] if indicator.unit else ""
    if isinstance(indicator.value, Sample):
        return INSPECTED
    if isinstance(indicator.value, Rating) or isinstance(indicator.rule, Scale):
        return JUDGED
    if isinstance(indicator.value, Growth):
        return GROWTH
    if isinstance(indicator.rule, CountDeduct):
        return INCIDENTS
    if indicator.direction == "lower":
        return SPEED if unit in TIMES else TOO_MANY
    return RATE if unit == "%" else VOLUME


SPEED = Advice(
    (
        Text("高峰时段人手或排班不足", "Too few people on duty at peak hours"),
        Text("处理流程或系统操作耗时", "The process or the system takes time"),
    ),
    (
        Text("按来访高峰调整排班", "Roster by the peaks of demand"),
        Text(
            "整理常用答复与快捷操作并练习", "Prepare quick replies and shortcuts, and practise them"
        ),
    ),
)
RATE = Advice(
    (
        Text(
            "业务知识或权限不足，问题被转出或遗留",
            "Knowledge or authority is lacking; cases stay open",
        ),
        Text("缺少跟进，未按时限闭环", "Cases are not followed up within their time limit"),
    ),
    (
        Text("针对失分案例做专项培训", "Train on the very cases in which points were lost"),
        Text("每日核对未完成事项并跟进", "Check open cases daily and follow them up"),
    ),
)
TOO_MANY = Advice(
    (
        Text("个别环节反复出现同类问题", "The same kind of case comes up again and again"),
        Text("缺少事前提醒或自查", "There is no reminder or self-check beforehand"),
    ),
    (
        Text("分析主要来源并逐项整改", "Find where most of them come from, and mend that first"),
        Text("每周复盘并自查一次", "Review and self-check once a week"),
    ),
)
VOLUME = Advice(
    (
        Text("工作方法或系统操作不熟练", "Working method or system skills need practice"),
        Text("在线时间或任务分配不足", "Too little time on duty, or too few cases assigned"),
    ),
    (
        Text(
            "与高效同事结对，学习工作方法", "Pair with an efficient colleague and learn the method"
        ),
        Text("与主管核对排班与任务分配", "Go through roster and assignment with the supervisor"),
    ),
)
GROWTH = Advice(
    (
        Text("产品知识与推荐话术不足", "Product knowledge and ways of recommending are lacking"),
        Text("客户需求挖掘不够", "Customers' needs are not explored enough"),
    ),
    (
        Text("学习产品卖点并演练话术", "Learn the products' points and rehearse the words"),
        Text("每周复盘成交与流失案例", "Review won and lost cases every week"),
    ),
)
INSPECTED = Advice(
    (
        Text("对质检标准理解不一致", "The standard of inspection is not understood alike"),
        Text("操作未按规范逐项完成", "Steps of the procedure are skipped"),
    ),
    (
        Text("逐条复盘不合格样本", "Go through each failed sample"),
        Text(
            "使用检查清单，下期复检同类项目", "Use a checklist; inspect the same items next period"
        ),
    ),
)
JUDGED = Advice(
    (
        Text("日常表现与期望有差距", "Daily work differs from what is expected"),
        Text("对评价标准或反馈不清楚", "The standard or the feedback is not clear"),
    ),
    (
        Text("一对一面谈，明确期望与实例", "Talk one to one about expectations and examples"),
        Text("每两周安排一次辅导与反馈", "Coach and give feedback every two weeks"),
    ),
)
INCIDENTS = Advice(
    (
        Text("规范不熟悉或执行不严", "The rules are not well known or not kept"),
        Text("高压场景下处理不当", "Difficult situations are not handled well"),
    ),
    (
        Text("复盘每起事件并重学相关规范", "Review each incident and learn its rule again"),
        Text("由主管抽查，连续一个月", "Spot checks by the supervisor for a month"),
    ),
)
