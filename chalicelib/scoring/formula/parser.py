"""An allow-list over Python's own parser: what is not named here does not exist.

No attribute, subscript, string, lambda or comprehension gets through, no name but a column or a
listed function, and nothing is ever evaluated as Python: the tree is walked once, here, into the
functions of steps.py.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from chalicelib.scoring.limits import FORMULA_DEPTH, FORMULA_NODES
from chalicelib.scoring.rows import FractionOf

from . import steps
from .errors import FormulaError
from .tokens import tokens

OPERATORS: Final[dict[type[ast.operator], steps.Operation]] = {
    ast.Add: steps.add,
    ast.Sub: steps.subtract,
    ast.Mult: steps.times,
    ast.Div: steps.divide,
}
COMPARISONS: Final[dict[type[ast.cmpop], Callable[[Decimal], bool]]] = {
    ast.Lt: lambda difference: difference < 0,
    ast.LtE: lambda difference: difference <= 0,
    ast.Gt: lambda difference: difference > 0,
    ast.GtE: lambda difference: difference >= 0,
    ast.Eq: lambda difference: difference == 0,
    ast.NotEq: lambda difference: difference != 0,
}
FUNCTIONS: Final = ("min", "max", "abs", "round", "if", "previous")
ROUND_PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula that may be computed. `columns` in order of appearance, each once; `looks_back`
    when it reads the previous period.
    """

    source: str
    columns: tuple[str, ...]
    looks_back: bool
    compute: FractionOf = field(compare=False, repr=False)


def parse(source: str) -> Expression:
    """The expression written in `source`; FormulaError says what keeps it from being one."""
    words, numbers = tokens(source)
    try:
        tree = ast.parse(words, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError("不是一个完整的算式。", "not a complete expression.") from None
    reader = _Reader(numbers)
    compute = reader.node(tree.body, 1)
    return Expression(source, tuple(reader.columns), reader.looks_back, compute)


class _Reader:
    """Walks the tree once; counts nodes, and remembers the columns that it met."""

    def __init__(self, numbers: Mapping[str, Decimal]) -> None:
        self.numbers = numbers
        self.columns: dict[str, None] = {}
        self.nodes = 0
        self.within_previous = False
        self.looks_back = False

    def node(self, node: ast.expr, depth: int) -> FractionOf:
        self.nodes += 1
        if self.nodes > FORMULA_NODES or depth > FORMULA_DEPTH:
            raise FormulaError(
                f"超过 {FORMULA_NODES} 项或 {FORMULA_DEPTH} 层。",
                f"more than {FORMULA_NODES} parts or {FORMULA_DEPTH} levels.",
            )
        match node:
            case ast.Name(id=name):
                return self.name(name)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                # A chain (a + b + c) hangs to the left in Python's tree; it is one level to people.
                chained = depth if isinstance(left, ast.BinOp) else depth + 1
                a, b = self.node(left, chained), self.node(right, depth + 1)
                return steps.both(a, b, OPERATORS[type(op)])
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return steps.one(self.node(operand, depth + 1), steps.negative)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.node(operand, depth + 1)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
                a, b = self.node(left, depth + 1), self.node(right, depth + 1)
                return steps.both(a, b, steps.compared(COMPARISONS[type(op)]))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self.call(name.removeprefix("_"), arguments, depth)
        raise FormulaError("有不允许的写法。", "something in it is not allowed.")

    def name(self, name: str) -> FractionOf:
        if name in self.numbers:
            return steps.constant(self.numbers[name])
        if name in (*FUNCTIONS, "_if"):
            shown = name.removeprefix("_")
            raise FormulaError(f"{shown} 后面缺少 (…)。", f"{shown} needs (…) after it.")
        self.columns.setdefault(name)
        return steps.column(name)

    def call(self, name: str, arguments: list[ast.expr], depth: int) -> FractionOf:
        if name not in FUNCTIONS:
            raise FormulaError(f"没有函数 {name}。", f"there is no function {name}.")
        if name == "previous":
            return steps.previous(self.earlier(arguments, depth))
        if name == "round":
            return self.round(arguments, depth)
        inner = [self.node(argument, depth + 1) for argument in arguments]
        match name, inner:
            case "abs", [value]:
                return steps.one(value, steps.absolute)
            case "if", [condition, then, otherwise]:
                return steps.branch(condition, then, otherwise)
            case "min", [_, _, *_]:
                return steps.best(inner, lambda difference: difference < 0)
            case "max", [_, _, *_]:
                return steps.best(inner, lambda difference: difference > 0)
        raise _arguments(name)

    def earlier(self, arguments: list[ast.expr], depth: int) -> FractionOf:
        """The argument of previous(); one period back is as far as it goes."""
        if len(arguments) != 1 or self.within_previous:
            raise _arguments("previous")
        self.within_previous = self.looks_back = True
        inner = self.node(arguments[0], depth + 1)
        self.within_previous = False
        return inner

    def round(self, arguments: list[ast.expr], depth: int) -> FractionOf:
        match arguments:
            case [value]:
                places = Decimal(0)
            case [value, ast.Name(id=name)] if name in self.numbers:
                places = self.numbers[name]
            case _:
                raise _arguments("round")
        if places != places.to_integral_value() or places > ROUND_PLACES:
            raise _arguments("round")
        return steps.one(self.node(value, depth + 1), steps.rounded_to(int(places)))


def _arguments(name: str) -> FormulaError:
    return FormulaError(f"{name} 的参数不对。", f"{name} has the wrong arguments.")
