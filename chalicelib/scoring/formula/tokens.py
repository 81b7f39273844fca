"""The tokens of a formula, rewritten for Python's parser.

Python would read `0.1` as a binary float and allows no function named `if`. Numbers and `if` are
therefore replaced by names that no column can have (they begin with `_`). Anything but numbers,
names and the listed operators is refused here, before the parser sees it.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from chalicelib.scoring.limits import FORMULA_CHARACTERS, FORMULA_DEPTH, FORMULA_NODES

from .errors import FormulaError

TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)(?![0-9A-Za-z_.])"
    r"|(?P<name>[a-z][a-z0-9_]*)"
    r"|(?P<operator><=|>=|==|!=|[-+*/<>(),]))"
)
DIGITS: Final = 24


def tokens(expression: str) -> tuple[str, Mapping[str, Decimal]]:
    """(the expression with its numbers replaced by names, the numbers by name).

    Raises FormulaError for what is no token, and for an expression that is too long or too deep.
    """
    if len(expression) > FORMULA_CHARACTERS:
        raise FormulaError(
            f"超过 {FORMULA_CHARACTERS} 个字符。", f"longer than {FORMULA_CHARACTERS} characters."
        )
    numbers: dict[str, Decimal] = {}
    words: list[str] = []
    at, depth, end = 0, 0, len(expression.rstrip())
    while at < end:
        match = TOKEN.match(expression, at, end)
        if match is None:
            raise _unreadable(expression[at:end].lstrip())
        at = match.end()
        if match["number"]:
            words.append(_number(match["number"], numbers))
        elif match["name"]:
            words.append("_if" if match["name"] == "if" else match["name"])
        else:
            if expression.startswith(("**", "//"), at - 1):
                twice = expression[at - 1 : at + 1]
                raise FormulaError(f"不支持运算符 {twice}。", f"{twice} is not supported.")
            depth += {"(": 1, ")": -1}.get(match["operator"], 0)
            words.append(match["operator"])
        # Calls need parentheses of their own: twice the depth of the tree.
        if depth > 2 * FORMULA_DEPTH or len(words) > 4 * FORMULA_NODES:
            raise FormulaError("过长或嵌套过深。", "too long or nested too deep.")
    return " ".join(words), numbers


def _number(digits: str, numbers: dict[str, Decimal]) -> str:
    if len(digits) > DIGITS:
        raise FormulaError(f"数字过长：{digits[:DIGITS]}…", f"number too long: {digits[:DIGITS]}…")
    name = f"_{len(numbers)}"
    numbers[name] = Decimal(digits)
    return name


def _unreadable(rest: str) -> FormulaError:
    found = "".join(c if c.isprintable() else "?" for c in rest[:12])
    return FormulaError(f"无法读取“{found}”。", f"cannot read “{found}”.")
