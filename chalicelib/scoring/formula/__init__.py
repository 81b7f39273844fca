"""The formula language: arithmetic over columns, exact, bounded, and nothing else."""

from .errors import FormulaError
from .parser import Expression, parse

__all__ = ["Expression", "FormulaError", "parse"]
