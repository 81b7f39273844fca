"""Uploaded columns, and columns computed from contacts.

The readers are `reading.scheme_sections` and `reading.from_contacts`.
"""

from typing import Final

from chalicelib.scoring.limits import CHOICES, CONTACT_FIELDS, DUE_DAY, NAME_CHARACTERS
from chalicelib.scoring.reading.from_contacts import FIELD_CHARACTERS, OPERATIONS, TESTS
from chalicelib.scoring.reading.scheme_sections import COLUMN_TYPES
from chalicelib.scoring.schema.numbers import any_number, whole
from chalicelib.scoring.schema.shapes import (
    FLAG,
    Field,
    Schema,
    choice,
    either,
    exactly_one,
    flag,
    list_of,
    may,
    must,
    object_of,
    place,
    ref,
)
from chalicelib.scoring.schema.words import plain_words, words
from chalicelib.scoring.scheme import JUDGES

FIELD_NAME = words(FIELD_CHARACTERS)
SCALAR: Final = either(plain_words(FIELD_CHARACTERS), FLAG, ref("number"))
WHERE: Final = may(
    list_of(ref("contact_test"), CHOICES),
    "Conditions, all of which must hold.",
    "条件，须全部满足。",
)
COMPARED: Final[dict[str, Field]] = {
    "equals": may(SCALAR, "The field holds this.", "等于。"),
    "in": may(list_of(SCALAR, CHOICES, 1), "The field holds one of these.", "属于其中之一。"),
    "at_least": may(ref("number"), "The field is this or more.", "至少。"),
    "at_most": may(ref("number"), "The field is this or less.", "至多。"),
}
COUNT: Final = object_of(
    "Contacts counted",
    {
        "present": may(FIELD_NAME, "Only where this field is filled.", "仅计此字段不为空的。"),
        "where": WHERE,
    },
)
MADE: Final[dict[str, Field]] = {
    "count": may(place(COUNT), "How many contacts.", "联络次数。"),
    "count_distinct": may(FIELD_NAME, "How many different values.", "不同值的个数。"),
    "sum": may(FIELD_NAME, "The sum of a field.", "合计。"),
    "max": may(FIELD_NAME, "The largest of a field.", "最大值。"),
    "min": may(FIELD_NAME, "The smallest of a field.", "最小值。"),
}
EXAMPLE: Final = either(plain_words(NAME_CHARACTERS), any_number())
BOUND: Final = object_of(
    "Another column",
    {"column": must(ref("column_code"), "The column of the whole.", "整体所在的列。")},
)
COLUMN: Final = object_of(
    "An uploaded column",
    {
        "code": must(ref("column_code"), "The column's code.", "代码。"),
        "name": must(ref("name"), "The column's name.", "名称。"),
        "description": may(ref("description"), "What to fill in.", "说明。"),
        "unit": may(ref("unit"), "What the figure counts.", "单位。"),
        "source": may(
            ref("name"),
            "The code of a source of the scheme. A text, as before there were sources, makes one.",
            "数据来源的代码。旧方案中的文字会成为一个来源。",
        ),
        "type": may(choice(COLUMN_TYPES), "A number by default.", "类型，默认为数字。"),
        "self_reported": may(flag(), "The person measured makes the figure.", "本人填报。"),
        "example": may(EXAMPLE, "What may stand there.", "示例。"),
        "at_most": may(
            either(ref("number"), place(BOUND)),
            "A cell above it, or above the cell of that column, is an error of its row.",
            "不能大于此数，或不能大于该列。",
        ),
        "from_contacts": may(ref("from_contacts"), "Made of single contacts.", "由联络明细汇总。"),
    },
)

SOURCE: Final = object_of(
    "A source: one of those who send a period's data",
    {
        "code": must(ref("code"), "The source's code.", "代码。"),
        "name": must(ref("name"), "Its name.", "名称。"),
        "due_day": may(
            whole(1, DUE_DAY),
            "Its file is due on that day of the month after the period.",
            "应在期间结束后次月的这一天之前报送。",
        ),
        "judged_by": may(
            choice(JUDGES),
            "People judge its figures here, and no file has them: `inspection`.",
            "由人员在本系统中判定，不以文件报送：inspection 为抽检。",
        ),
    },
)

CONTACT_FIELD: Final = object_of(
    "A field of a contact",
    {
        "code": must(ref("code"), "As `from_contacts` names it.", "代码。"),
        "name": must(ref("name"), "What files may call it.", "名称。"),
        "description": may(ref("description"), "What to fill in.", "说明。"),
        "unit": may(ref("unit"), "What a figure counts.", "单位。"),
        "example": may(EXAMPLE, "What may stand there.", "示例。"),
    },
)
CONTACTS: Final = object_of(
    "Files with a row per contact",
    {
        "key": may(
            FIELD_NAME,
            "The field that identifies a contact: one that stands twice in a file counts once.",
            "联络编号字段：同一编号重复出现只计一次。",
        ),
        "fields": may(
            list_of(ref("contact_field"), CONTACT_FIELDS), "Their names.", "各字段的名称。"
        ),
    },
)

DEFS: Final[dict[str, Schema]] = {
    "contacts": place(CONTACTS),
    "contact_field": place(CONTACT_FIELD),
    "column": place(COLUMN),
    "source": place(SOURCE),
    "from_contacts": place(
        object_of(
            "A column made of contacts",
            {**{name: MADE[name] for name in OPERATIONS}, "where": WHERE},
            oneOf=exactly_one(OPERATIONS),
        )
    ),
    "contact_test": place(
        object_of(
            "A condition on a contact",
            {
                "field": must(FIELD_NAME, "A field of the contact.", "字段。"),
                **{name: COMPARED[name] for name in TESTS},
            },
            oneOf=exactly_one(TESTS),
        )
    ),
}
