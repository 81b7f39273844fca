"""The parser of formulas: an allow-list over the tree of Python's own parser.

Only the node types, operators and functions named here are accepted: no attribute, subscript,
string, lambda or comprehension, no name but a column or a listed function. Nothing is evaluated as
Python. The tree is walked once and turned into the functions of operations.py.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from chalicelib.scoring.limits import FORMULA_DEPTH, FORMULA_NODES
from chalicelib.scoring.rows import FractionOf

from . import operations
from .errors import FormulaError
from .tokens import tokens

OPERATORS: Final[dict[type[ast.operator], operations.Operation]] = {
    ast.Add: operations.add,
    ast.Sub: operations.subtract,
    ast.Mult: operations.times,
    ast.Div: operations.divide,
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
    """A formula that can be computed.

    `columns` in order of appearance, each once. `looks_back`: it uses the previous period.
    `nodes`: its parts, each an operation, a function, a column or a number.
    `compute`: (row, previous row or None) → an exact fraction, or the reason for none.
    """

    source: str
    columns: tuple[str, ...]
    looks_back: bool
    nodes: int
    compute: FractionOf = field(compare=False, repr=False)


def parse(source: str) -> Expression:
    """Parse an expression. Raises FormulaError with the reason in both languages."""
    words, numbers = tokens(source)
    try:
        tree = ast.parse(words, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError("不是一个完整的算式。", "not a complete expression.") from None
    reader = _Reader(numbers)
    compute = reader.node(tree.body, 1)
    return Expression(source, tuple(reader.columns), reader.looks_back, reader.nodes, compute)


class _Reader:
    """Walks the tree once, counts nodes, collects the columns."""

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
                # A chain a + b + c nests to the left in Python's tree; it counts as one level.
                chained = depth if isinstance(left, ast.BinOp) else depth + 1
                a, b = self.node(left, chained), self.node(right, depth + 1)
                return operations.binary(a, b, OPERATORS[type(op)])
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return operations.unary(self.node(operand, depth + 1), operations.negative)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.node(operand, depth + 1)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
                a, b = self.node(left, depth + 1), self.node(right, depth + 1)
                return operations.binary(a, b, operations.compared(COMPARISONS[type(op)]))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self.call(name.removeprefix("_"), arguments, depth)
        raise FormulaError("有不允许的写法。", "something in it is not allowed.")

    def name(self, name: str) -> FractionOf:
        if name in self.numbers:
            return operations.constant(self.numbers[name])
        if name in (*FUNCTIONS, "_if"):
            shown = name.removeprefix("_")
            raise FormulaError(f"{shown} 后面缺少 (…)。", f"{shown} needs (…) after it.")
        self.columns.setdefault(name)
        return operations.column(name)

    def call(self, name: str, arguments: list[ast.expr], depth: int) -> FractionOf:
        if name not in FUNCTIONS:
            raise FormulaError(f"没有函数 {name}。", f"there is no function {name}.")
        if name == "previous":
            return operations.previous(self.previous_argument(arguments, depth))
        if name == "round":
            return self.round(arguments, depth)
        inner = [self.node(argument, depth + 1) for argument in arguments]
        match name, inner:
            case "abs", [value]:
                return operations.unary(value, operations.absolute)
            case "if", [condition, then, otherwise]:
                return operations.conditional(condition, then, otherwise)
            case "min", [_, _, *_]:
                return operations.extreme(inner, lambda difference: difference < 0)
            case "max", [_, _, *_]:
                return operations.extreme(inner, lambda difference: difference > 0)
        raise _arguments(name)

    def previous_argument(self, arguments: list[ast.expr], depth: int) -> FractionOf:
        """The argument of previous(), which may not contain previous() itself."""
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
        return operations.unary(self.node(value, depth + 1), operations.rounded_to(int(places)))


def _arguments(name: str) -> FormulaError:
    return FormulaError(f"{name} 的参数不对。", f"{name} has the wrong arguments.")
