"""What the fields of a scheme document are called, in both languages, for people who read no JSON.

The fields, and the words in them, that belong to a value kind or a rule kind are named in the
kind's entry in the catalogue.
"""

from typing import Final

from .rules.catalogue import RULE_KINDS
from .text import Text, text
from .values.catalogue import VALUE_KINDS

# One entry of a list, by the field that holds the list.
ENTRIES: Final[dict[str, Text]] = {
    "dimensions": text("维度", "Dimension"),
    "indicators": text("指标", "Indicator"),
    "grades": text("等级", "Grade"),
    "vetoes": text("否决项", "Veto"),
    "extras": text("加减分项", "Extra"),
    "columns": text("数据列", "Column"),
    "sources": text("数据来源", "Source"),
    "fields": text("联络字段", "Contact field"),
    "levels": text("评价档", "Level"),
    "questions": text("评分表的问题", "Question"),
    "checklist": text("检查项", "Checklist item"),
}
_BEFORE_KINDS: Final[dict[str, Text]] = {
    "code": text("代码", "code"),
    "name": text("名称", "name"),
    "description": text("说明", "description"),
    "notes": text("备注", "notes"),
    "industry": text("行业", "industry"),
    "tags": text("标签", "tags"),
    "subject": text("考核对象", "who is appraised"),
    "period": text("考核周期", "period"),
    "total_points": text("总分", "total points"),
    "total_cap": text("总分上限", "cap of the total"),
    "rounding": text("小数位数", "rounding"),
    "line": text("每项", "of a line"),
    "total": text("总分", "of the total"),
    "grade_basis": text("等级比较方式", "what grades compare"),
    "max_unavailable": text("允许缺数据的比例", "share that may be unavailable"),
    "points": text("分值", "points"),
    "unit": text("单位", "unit"),
    "direction": text("方向", "direction"),
    "max_points": text("满分", "maximum"),
    "target": text("目标", "target"),
    "value": text("取值方式", "how it is measured"),
    "rule": text("计分规则", "rule"),
    "not_available": text("没有数据时", "when there is no data"),
    "min_sample": text("最小样本", "smallest sample"),
    "at_least": text("至少", "at least"),
    "slices": text("分组目标", "targets by slice"),
    "targets": text("目标", "targets"),
    "by": text("分组列", "slice column"),
    "weight_by": text("权重列", "weight column"),
    "source": text("数据来源", "source"),
    "self_reported": text("本人填报", "self-reported"),
    "improvement": text("改进建议", "improvement"),
    "causes": text("常见原因", "causes"),
    "measures": text("常用措施", "measures"),
    "kind": text("种类", "kind"),
}
_AFTER_KINDS: Final[dict[str, Text]] = {
    "min": text("起点或最小值", "from"),
    "max": text("终点或最大值", "up to"),
    "coefficient": text("奖金系数", "coefficient"),
    "plan": text("起草改进计划", "drafts improvement plans"),
    "grade": text("等级", "grade"),
    "grade_name": text("等级名称", "grade's name"),
    "judged_by": text("判定方式", "judged by"),
    "aggregation": text("多期汇总", "several periods"),
    "quarter": text("季度", "quarter"),
    "year": text("年度", "year"),
    "weights": text("权重", "weights"),
    "min_periods": text("最少期数", "fewest periods"),
    "ranking": text("排名", "ranking"),
    "group_by": text("分组", "group"),
    "moves": text("月中更换方案", "moves within a month"),
    "type": text("类型", "type"),
    "example": text("示例", "example"),
    "from_contacts": text("由联络明细汇总", "made of contacts"),
    "count": text("计数", "count"),
    "count_distinct": text("不同值的个数", "count of different values"),
    "sum": text("合计", "sum"),
    "where": text("条件", "condition"),
    "present": text("已填的字段", "field that is filled in"),
    "field": text("字段", "field"),
    "equals": text("等于", "equals"),
    "in": text("属于", "is one of"),
    "per_case": text("每例分值", "points of each case"),
    "at_most": text("上限", "upper bound"),
    "due_day": text("报送日", "due day"),
    "dimensions": text("维度", "dimensions"),
    "indicators": text("指标", "indicators"),
    "grades": text("等级", "grades"),
    "vetoes": text("否决项", "vetoes"),
    "extras": text("加减分项", "extras"),
    "columns": text("数据列", "columns"),
    "sources": text("数据来源", "sources"),
    "contacts": text("联络明细", "contacts"),
    "key": text("联络编号字段", "field that identifies a contact"),
    "fields": text("字段", "fields"),
    "parameters": text("参数", "parameters"),
    "suggested": text("建议值", "suggested value"),
    "assumed": text("属假定", "assumed"),
    "choices": text("选项", "choices"),
    "confirmed": text("已确认", "confirmed"),
}
# The names of the fields that belong to no kind.
GENERAL_FIELDS: Final[dict[str, Text]] = _BEFORE_KINDS | _AFTER_KINDS
# The names of all fields, in the order in which people read a scheme.
FIELDS: Final[dict[str, Text]] = (
    _BEFORE_KINDS
    | {field: name for kind in VALUE_KINDS for field, name in kind.field_names.items()}
    | {field: name for kind in RULE_KINDS for field, name in kind.field_names.items()}
    | _AFTER_KINDS
)
# The names of words that a field may hold, by (field, word).
CHOICES: Final[dict[tuple[str, str], Text]] = (
    {
        ("direction", "higher"): text("越高越好", "higher is better"),
        ("direction", "lower"): text("越低越好", "lower is better"),
        ("grade_basis", "exact"): text("按总分本身", "the total itself"),
        ("grade_basis", "nearest_integer"): text("四舍五入取整", "the nearest whole number"),
        ("grade_basis", "whole_part"): text("取整数部分", "the whole part"),
        ("subject", "agent"): text("个人", "agents"),
        ("subject", "team"): text("团队", "teams"),
        ("subject", "department"): text("部门", "departments"),
        ("period", "month"): text("月", "month"),
        ("period", "quarter"): text("季", "quarter"),
        ("period", "year"): text("年", "year"),
        ("weights", "equal"): text("各期相同", "equal"),
        ("group_by", "team"): text("按团队", "by team"),
        ("type", "number"): text("数字", "number"),
        ("type", "text"): text("文字", "text"),
        ("type", "decimal"): text("小数", "decimal"),
        ("type", "integer"): text("整数", "whole number"),
        ("type", "choice"): text("选项", "choice"),
        ("judged_by", "inspection"): text("抽检", "inspection"),
        ("moves", "last_day"): text("由最后一天所在方案计发", "the scheme of the last day pays"),
        ("moves", "by_days"): text("按天数分摊", "each scheme pays by days"),
        ("kind", "award"): text("加分", "award"),
        ("kind", "penalty"): text("扣分", "penalty"),
    }
    | {("kind", kind.value.kind): kind.name for kind in VALUE_KINDS}
    | {("kind", kind.rule.kind): kind.name for kind in RULE_KINDS}
    | {choice: name for kind in VALUE_KINDS for choice, name in kind.choice_names.items()}
    | {choice: name for kind in RULE_KINDS for choice, name in kind.choice_names.items()}
)
