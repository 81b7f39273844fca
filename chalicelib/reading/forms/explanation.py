"""The second sheet of an XLSX template: an explanation of each column, in both languages."""

from typing import Final

from chalicelib.scoring.text import Text

from .layout import FormColumn

EXPLANATION_HEADING: Final = (
    "代码 Code",
    "中文名称 Chinese name",
    "英文名称 English name",
    "单位 Unit",
    "必填 Required",
    "怎么填 How to fill in",
    "说明 Description",
    "来源 Source",
    "用于指标 Used by",
    "示例 Example",
)

REMARKS: Final = (
    "第一张表的前三行请保留：表头、单位行和示例行；单位行和示例行不会被读取，也可以删除或覆盖。",
    "Keep the heading of the first sheet; its rows of units and example are not read.",
    "没有数据的单元格请留空（也可写 - 、N/A 或 无）；空白不等于 0。",
    "Leave a cell blank when there is no data (-, N/A and 无 mean the same); blank is not 0.",
    "可以增加自己的列，不认识的列会被忽略；也可以增加合计行，不会被读取。",
    "Columns of your own may be added and are ignored; so may a row of totals.",
)


def explained(column: FormColumn) -> tuple[str, ...]:
    """Return the column's row of the explanation, in the order of EXPLANATION_HEADING."""
    return (
        column.code,
        column.name["zh"],
        column.name["en"],
        column.unit_note if column.unit else "",
        "是 yes" if column.required else "否 no",
        both(column.how_to_fill),
        both(column.description),
        both(column.source),
        ", ".join(column.used_by),
        column.example,
    )


def both(words: Text | None) -> str:
    """Return a text in both languages, a line each; once where they are the same."""
    return "\n".join(dict.fromkeys((words["zh"], words["en"]))) if words else ""
