"""The sentences of every finding, in both languages, with what to do about it.

A code is a promise to programs that read findings: it never changes its meaning. The structural
faults stand here, what the linter adds stands in `lint_words`.
"""

from dataclasses import dataclass
from typing import Final, Literal

from .lint_words import LINT


@dataclass(frozen=True, slots=True)
class Words:
    """A finding's sentences; `{names}` are filled with the figures of the case."""

    severity: Literal["error", "warning"]
    zh: str
    en: str
    suggestion_zh: str
    suggestion_en: str


STRUCTURE: Final[dict[str, tuple[str, str, str, str]]] = {
    "not_an_object": (
        "方案文件不是一个 JSON 对象。",
        "The scheme document is not a JSON object.",
        "请按方案文件的格式，以 {{…}} 提交整个方案。",
        "Send the whole scheme as one object, {{…}}.",
    ),
    "too_deep": (
        "方案文件嵌套超过 {most} 层。",
        "The document is nested more than {most} levels deep.",
        "请减少嵌套；方案本身用不到这么多层。",
        "Flatten it; no scheme needs that many levels.",
    ),
    "too_large": (
        "方案文件超过 {most} 个值。",
        "The document holds more than {most} values.",
        "请拆成几个方案。",
        "Split it into several schemes.",
    ),
    "missing": (
        "缺少必填内容（{expected}）。",
        "Something required is missing here ({expected}).",
        "请补上。",
        "Fill it in.",
    ),
    "wrong_type": (
        "此处应为{expected}，实为“{found}”。",
        "Expected {expected} here, found “{found}”.",
        "请改成 {expected}。",
        "Write {expected} instead.",
    ),
    "unknown_field": (
        "没有“{field}”这个字段。",
        "There is no field “{field}” here.",
        "可能是想写：{known}；自用字段请以 x_ 开头。",
        "Perhaps one of: {known}; begin fields of your own with x_.",
    ),
    "too_many": (
        "此处有 {found} 项，最多 {most} 项。",
        "There are {found} entries here; at most {most} are allowed.",
        "请减少项数或拆成几个方案。",
        "Use fewer, or split the scheme.",
    ),
    "too_few": (
        "此处至少要有 {least} 项。",
        "At least {least} are needed here.",
        "请补上。",
        "Add what is missing.",
    ),
    "not_a_number": (
        "“{found}”不是数字。",
        "“{found}” is not a number.",
        '请写成十进制数，例如 "92.5"。',
        'Write a decimal number such as "92.5".',
    ),
    "number_not_exact": (
        "“{found}”以二进制浮点数传入，无法精确计算。",
        "“{found}” arrived as a binary float and is not exact.",
        '请把数字写成字符串，例如 "92.5"。',
        'Write the number as a string such as "92.5".',
    ),
    "number_too_large": (
        "数字过大：{found}。",
        "The number is too large: {found}.",
        "请使用小于 10^12 的数字。",
        "Use a number below 10^12.",
    ),
    "number_too_fine": (
        "小数位数超过 {most} 位。",
        "The number has more than {most} decimals.",
        "请减少小数位数。",
        "Use fewer decimals.",
    ),
    "number_not_above": (
        "{found} 应大于 {bound}。",
        "{found} must be above {bound}.",
        "请写一个大于 {bound} 的数字。",
        "Use a number above {bound}.",
    ),
    "number_too_low": (
        "{found} 不应小于 {bound}。",
        "{found} must not be below {bound}.",
        "请写不小于 {bound} 的数字。",
        "Use {bound} or more.",
    ),
    "number_too_high": (
        "{found} 不应大于 {bound}。",
        "{found} must not be above {bound}.",
        "请写不大于 {bound} 的数字。",
        "Use {bound} or less.",
    ),
    "not_whole": (
        "{found} 不是整数。",
        "{found} is not a whole number.",
        "请写整数。",
        "Use a whole number.",
    ),
    "text_too_long": (
        "文字超过 {most} 个字符。",
        "The text is longer than {most} characters.",
        "请缩短。",
        "Shorten it.",
    ),
    "text_blank": ("文字为空。", "The text is blank.", "请填写。", "Fill it in."),
    "text_unreadable": (
        "文字中含有无法书写的字符。",
        "The text holds characters that cannot be written.",
        "请去掉控制字符。",
        "Remove the control characters.",
    ),
    "name_missing": (
        "名称没有中文也没有英文。",
        "The name has neither Chinese nor English.",
        '请写成 {{"zh": "…", "en": "…"}}。',
        'Write {{"zh": "…", "en": "…"}}.',
    ),
    "bad_code": (
        "“{found}”不能作为代码。",
        "“{found}” cannot be a code.",
        "请用小写字母、数字、_ 和 -，以字母或数字开头，最多 48 个字符。",
        "Use lower-case letters, digits, _ and -, begin with a letter or digit, at most 48.",
    ),
    "bad_choice": (
        "“{found}”不是可选值。",
        "“{found}” is not one of the choices.",
        "可选：{options}。",
        "Choose one of: {options}.",
    ),
    "bad_period": (
        "“{found}”不是月份。",
        "“{found}” is not a month.",
        "请写成 2026-10 的形式。",
        "Write it as 2026-10.",
    ),
    "reserved_column": (
        "“{found}”是保留的列名。",
        "“{found}” is a reserved column.",
        "请换一个列名。",
        "Choose another column code.",
    ),
    "parameter_unset": (
        "参数“{parameter}”尚未填写。",
        "The parameter “{parameter}” is not set.",
        "请填写该参数。",
        "Set the parameter.",
    ),
    "unknown_parameter": (
        "方案没有参数“{parameter}”。",
        "The scheme has no parameter “{parameter}”.",
        "可用的参数：{known}。",
        "The parameters are: {known}.",
    ),
    "bad_parameter_value": (
        "“{found}”不能作为参数“{parameter}”（{type}）的值。",
        "“{found}” cannot be the value of “{parameter}” ({type}).",
        "请填写符合类型的值。",
        "Give a value of that type.",
    ),
    "bad_range": (
        "范围 {low}–{high} 不成立，或不能由步长 {step} 得到。",
        "The range {low}–{high} is empty or cannot be walked in steps of {step}.",
        "请让上限等于下限加上若干个步长。",
        "Let the upper end be the lower end plus whole steps.",
    ),
    "one_of": (
        "此处必须且只能有一个：{options}。",
        "Exactly one of these must stand here: {options}.",
        "请保留其中一个。",
        "Keep one of them.",
    ),
    "bad_formula": (
        "公式有误：{reason_zh}",
        "The formula cannot be used: {reason_en}",
        "可用：列名、数字、+ - * / ( )、比较、min max abs round if previous。",
        "Use columns, numbers, + - * / ( ), comparisons, min max abs round if previous.",
    ),
    "duplicate_code": (
        "代码“{found}”重复。",
        "The code “{found}” is used twice.",
        "请改成不同的代码。",
        "Give each its own code.",
    ),
}

WORDS: Final[dict[str, Words]] = {
    **{code: Words("error", *sentences) for code, sentences in STRUCTURE.items()},
    **{code: Words(*sentences) for code, sentences in LINT.items()},
}
