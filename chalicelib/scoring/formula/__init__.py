"""The formula language: exact arithmetic over columns, bounded in size (rules.md §1)."""

from .errors import FormulaError
from .parser import Expression, parse

__all__ = ["Expression", "FormulaError", "parse"]
