"""Texts of a document: codes, names in two languages, descriptions, units."""

from typing import Final

from chalicelib.scoring import limits
from chalicelib.scoring.reading.place import CODE
from chalicelib.scoring.reading.scheme_sections import RESERVED
from chalicelib.scoring.units import UNITS

from .shapes import NULL, Schema, either, place, with_field

# A text has no control characters except tab and line feed, and at least one character that is not
# white space. The pattern lists U+0085 and U+FEFF because languages disagree on whether `\s`
# matches these two.
WRITABLE: Final = r"[^\x00-\x08\x0b-\x1f]*"
NOT_BLANK: Final = rf"^{WRITABLE}(?:[^\s\x00-\x1f\x85]|\ufeff){WRITABLE}$"


def plain_words(most: int) -> Schema:
    """Return a schema for a text of at most `most` characters that is not blank."""
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": NOT_BLANK}


def words(most: int) -> Schema:
    """Return a schema for a text as `plain_words` describes it, or an open place."""
    return place(plain_words(most))


def bilingual(most: int) -> Schema:
    """Return a schema for one text for both languages, or an object with at least one language."""
    language = either(words(most), NULL)
    pair: Schema = {
        "type": "object",
        "properties": {"zh": language, "en": language},
        "patternProperties": {"^x_": True},
        "additionalProperties": False,
        "anyOf": [with_field("zh"), with_field("en")],
    }
    return place(plain_words(most), pair)


def code_pattern() -> str:
    """Return the pattern of a code, anchored at both ends."""
    return f"^{CODE.pattern}$"


CODE_STRING: Final[Schema] = {"type": "string", "pattern": code_pattern()}

DEFS: Final[dict[str, Schema]] = {
    "code": {
        "title": "A code",
        "description": "Lower-case letters, digits, _ and -, at most 48. 小写字母、数字、_ 和 -。",
        "examples": ["first_response"],
        **place(CODE_STRING),
    },
    "column_code": {
        "title": "The code of an uploaded column",
        "description": f"Any code but {', '.join(sorted(RESERVED))}. 上传文件中列的代码。",
        "examples": ["wait_seconds"],
        **place({**CODE_STRING, "not": {"enum": sorted(RESERVED)}}),
    },
    "name": {
        "title": "A name",
        "description": 'In two languages, {"zh": …, "en": …}, or one string for both. '
        "中英文名称，或一个通用名称。",
        "examples": [{"zh": "客户满意度", "en": "Customer satisfaction"}],
        **bilingual(limits.NAME_CHARACTERS),
    },
    "description": {
        "title": "A description",
        "description": "Words for readers, written as a name is. 给读者看的说明。",
        **bilingual(limits.DESCRIPTION_CHARACTERS),
    },
    "unit": {
        "title": "A unit",
        "description": f"Words of your own, or one of {', '.join(UNITS)}. 单位。",
        "examples": list(UNITS),
        **bilingual(limits.UNIT_CHARACTERS),
    },
}
