"""The headings and labels of the rulebook's page."""

from typing import Final

from chalicelib.language import Text

LABELS: Final[dict[str, Text]] = {
    "rulebook": Text("考核规则", "Rulebook"),
    "version": Text("第 {} 版", "Version {}"),
    "draft": Text("草稿，尚未发布", "Draft, not published"),
    "pilot": Text(
        "试行：只对所选团队计分，不用于发放奖金", "Pilot: for chosen teams, paying nobody"
    ),
    "reason": Text("变更理由：{}", "changed because: {}"),
    "retired": Text("已停用", "Retired"),
    "from": Text("{} 起生效", "in effect from {}"),
    "until": Text("至 {}", "until {}"),
    "fingerprint": Text("内容指纹", "Fingerprint"),
    "assumed": Text(
        "下列参数尚未确认，这里按建议值说明：{}。",
        "These parameters are not confirmed yet; their suggested values are used here: {}.",
    ),
    "points": Text("{} 分", "{} points"),
    "measured": Text("怎么算", "How it is measured"),
    "inputs": Text("所用数据", "Figures used"),
    "source": Text("数据来源", "Source"),
    "target": Text("目标", "Target"),
    "rule": Text("怎么得分", "How it is scored"),
    "levels": Text("评价等级", "Levels"),
    "level": Text("等级", "Level"),
    "marks": Text("可给分值", "Marks"),
    "examples": Text("举例", "Examples"),
    "value": Text("实际值", "Value"),
    "score": Text("得分", "Points"),
    "no_data": Text("没有数据时", "Without data"),
    "notes": Text("注意", "Note"),
    "figure": Text("数据", "Figure"),
    "unit": Text("单位", "Unit"),
    "meaning": Text("含义", "Meaning"),
    "extras": Text("加分与减分", "Points added and taken off"),
    "total": Text("总分怎么算", "How the total is made"),
    "grades": Text("等级与奖金系数", "Grades and bonus coefficients"),
    "vetoes": Text("一票否决", "What overrides the total"),
    "grade": Text("等级", "Grade"),
    "totals": Text("总分", "Total"),
    "coefficient": Text("奖金系数", "Coefficient"),
    "description": Text("说明", "Description"),
}
