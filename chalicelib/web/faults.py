"""The message of every fault that a request schema can find, in Chinese and English."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from marshmallow import Schema, ValidationError, fields
from marshmallow.exceptions import SCHEMA

from chalicelib.errors import Fault, Invalid
from chalicelib.language import Text
from chalicelib.web.fields import Whole, YesNo

#: An answer lists at most this many faults. More would not help the caller.
MOST_FAULTS = 200

WORDS: dict[str, Text] = {
    "required": Text("缺少必填项。", "This member is required."),
    "not_with_sync": Text("不能与 sync 同时使用。", "`sync` is asked for too: leave one out."),
    "not_followed": Text(
        "只能查看本人数据时不支持 sync：数据不多，请读取整个列表。",
        "Who sees the own alone has no `sync`: it is little, so list it whole.",
    ),
    "null": Text("不能为空值。", "This member cannot be null."),
    "invalid": Text("取值无效。", "This value is not valid."),
    "unknown_member": Text("没有这个字段。", "There is no member of this name."),
    "not_object": Text("应为 JSON 对象。", "A JSON object is expected."),
    "not_text": Text("应为文本。", "A text is expected."),
    "blank": Text("不能为空白。", "A text that is not blank is expected."),
    "control_character": Text("含有控制字符。", "Control characters are not allowed."),
    "too_long": Text("最多 {} 个字符。", "At most {} characters are allowed."),
    "not_a_code": Text(
        "应为代码：小写字母或数字开头，只含小写字母、数字、_ 和 -，最长 48 位。",
        "A code is expected: 48 or fewer of a–z, 0–9, _ and -, the first a letter or digit.",
    ),
    "reserved_code": Text("该代码已保留。", "This code is reserved."),
    "not_a_tenant_id": Text(
        "应为 2 至 31 位的小写字母、数字或连字符，字母或数字开头。",
        "2 to 31 lower-case letters, digits or hyphens are expected, a letter or digit first.",
    ),
    "not_a_period": Text(
        "应为期间，例如 2026-10、2026-Q4 或 2026。",
        "A period is expected, such as 2026-10, 2026-Q4 or 2026.",
    ),
    "not_a_month": Text("应为月份，例如 2026-10。", "A month is expected, such as 2026-10."),
    "not_an_employee_id": Text(
        '应为 1 至 64 个字符的员工编号，不含 / \\ ? # % , ; " 和控制字符，也不能是 batch。',
        "An employee id has 1 to 64 characters, none of them "
        '/ \\ ? # % , ; " or a control character, and is not "batch".',
    ),
    "not_an_external_id": Text(
        "应为系统名与编号，以半角冒号相连，例如 hris:4711。",
        "The system and its id are expected, as in hris:4711.",
    ),
    "not_an_employee_key": Text(
        "应为 employee_id，或以半角冒号相连的 external 与系统名，例如 external:hris。",
        "employee_id is expected, or external: and the name of a system, as in external:hris.",
    ),
    "not_one_of": Text("只能取：{}。", "One of these is expected: {}."),
    "not_names": Text(
        "应为文本，或含 zh 与 en 的对象。", 'A text is expected, or an object with "zh" and "en".'
    ),
    "not_a_decimal": Text(
        "应为十进制数，整数部分至多 18 位，小数至多 12 位。",
        "A decimal number is expected: at most 18 digits before and 12 after the point.",
    ),
    "too_small": Text("不能小于 {}。", "At least {} is expected."),
    "too_large": Text("不能大于 {}。", "At most {} is expected."),
    "not_a_whole_number": Text("应为整数。", "A whole number is expected."),
    "out_of_range": Text("应在 {} 之间。", "A number within {} is expected."),
    "not_a_boolean": Text("应为 true 或 false。", "true or false is expected."),
    "not_a_time": Text(
        "应为带时区的时间，例如 2026-11-01T08:00:00Z。",
        "A time with its offset is expected, such as 2026-11-01T08:00:00Z.",
    ),
    "not_a_day": Text("应为日期，例如 2026-11-30。", "A day is expected, such as 2026-11-30."),
    "not_a_time_zone": Text(
        "应为 IANA 时区名，例如 Asia/Shanghai。",
        "A name of the IANA time zone database is expected, such as Asia/Shanghai.",
    ),
    "not_an_address": Text(
        "应为 https 地址。", "An https address is expected, without a query or spaces."
    ),
    "not_a_key_sets_address": Text(
        "应为 https 地址，端口只能是 443，不含用户名、片段与空格。",
        "An https address on port 443 is expected, without a user, a fragment or spaces.",
    ),
    "not_a_public_address": Text(
        "该主机名指向非公网地址。", "This name leads to an address that is not public."
    ),
    "not_a_claim": Text(
        "应为 1 至 100 个可见 ASCII 字符。", "1 to 100 visible ASCII characters are expected."
    ),
    "nothing_said": Text(
        "请求内容没有说明任何一项；请至少写明其中一项：{}。",
        "Nothing is said here. At least one of these is expected: {}.",
    ),
    "not_a_list": Text("应为列表。", "A list is expected."),
    "given_twice": Text("与 {} 二者只能写一个。", "Either this or {} is expected, not both."),
    "too_much_text": Text(
        "合计过长：写成 JSON 最多 {} 字节。",
        "All together are too long: at most {} bytes are allowed, written as JSON.",
    ),
    "one_of_these": Text("只能写明其中一项：{}。", "Only one of these is expected: {}."),
    "rehired_or_new_person": Text(
        "rehired 与 new_person 只能取其一。", "Say `rehired` or `new_person`, not both."
    ),
    "named_twice": Text("同一请求中重复出现。", "This one is named twice in the request."),
    "wrong_count": Text("应有 {} 个元素。", "{} elements are expected."),
}

_EMPTY = Text("请求内容为空。", "The body is empty.")
_NO_PARAMETER = Text("没有这个参数。", "There is no parameter of this name.")


def loaded(schema: Schema, data: Any) -> dict[str, Any]:
    """Read data with the schema. Raises Invalid (422) with all faults, at most MOST_FAULTS."""
    try:
        value = schema.load(data)
    except ValidationError as error:
        raise Invalid(list(faults_of(error.messages, schema))[:MOST_FAULTS]) from None
    return dict(value)


def loaded_change(schema: Schema, data: Any) -> dict[str, Any]:
    """Read the body of a PUT or PATCH. Raises Invalid (422), also for one that says nothing.

    A PUT replaces what is left out, so an empty one (a client's mistake, or a lost body) would
    empty the resource.
    """
    value = loaded(schema, data)
    if not data and not schema.fields:  # a document, whose members its own package reads
        raise Invalid([Fault("", "nothing_said", _EMPTY)])
    if not data:
        names = ", ".join(field.data_key or name for name, field in schema.fields.items())
        raise Invalid([fault("", f"nothing_said:{names}")])
    return value


def loaded_query(schema: Schema, texts: Mapping[str, str]) -> dict[str, Any]:
    """Read a query with the schema. Raises Invalid (422), its faults told as of parameters.

    A query writes numbers and truth values as texts, so these are converted first.
    """
    try:
        return loaded(
            schema, {name: _from_text(schema, name, text) for name, text in texts.items()}
        )
    except Invalid as error:
        raise in_address(error) from None


def in_address(error: Invalid) -> Invalid:
    """Return the error with all its faults told as of parameters."""
    return Invalid([_in_address(one) for one in error.faults], error.code)


def _in_address(found: Fault) -> Fault:
    message = _NO_PARAMETER if found.code == "unknown_member" else found.message
    return replace(found, message=message, in_address=True)


def _from_text(schema: Schema, name: str, text: str) -> Any:
    field = _member(schema, name)
    return field.from_text(text) if isinstance(field, (Whole, YesNo)) else text


def faults_of(messages: Any, shape: Any, pointer: str = "") -> Iterator[Fault]:
    """Yield marshmallow's tree of messages as a flat list of faults with JSON pointers.

    ``shape`` is the schema or field that the messages belong to. For a mapping's member
    marshmallow adds a level, ``key`` or ``value``, which is not a member of the request. Pointers
    leave this level out.
    """
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            if name == SCHEMA:
                yield from faults_of(inner, shape, pointer)
                continue
            place = f"{pointer}/{_escaped(name)}"
            if isinstance(shape, fields.Dict) and isinstance(inner, Mapping):
                yield from faults_of(inner.get("key", []), shape.key_field, place)
                yield from faults_of(inner.get("value", []), shape.value_field, place)
            else:
                yield from faults_of(inner, _member(shape, name), place)
    elif isinstance(messages, list):
        for inner in messages:
            yield from faults_of(inner, shape, pointer)
    else:
        yield fault(pointer, str(messages))


def _member(shape: Any, name: object) -> Any:
    """Return the field of an object's member or of a list's element; None when there is none."""
    if isinstance(shape, fields.Nested):
        shape = shape.schema
    if isinstance(shape, fields.List):
        return shape.inner
    if isinstance(shape, Schema):
        members = shape.fields.items()
        return next((field for own, field in members if name == (field.data_key or own)), None)
    return None


def fault(pointer: str, token: str) -> Fault:
    """Make a fault from ``code`` or ``code:argument``. An unknown code becomes ``invalid``."""
    code, _, argument = token.partition(":")
    words = WORDS.get(code)
    if words is None:
        return Fault(pointer, "invalid", WORDS["invalid"])
    return Fault(pointer, code, Text(words.zh.format(argument), words.en.format(argument)))


def _escaped(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")
