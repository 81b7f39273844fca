"""The scoring core: a scheme and a person's figures → a scorecard. Pure; standard library only.

read_scheme(document) → Scheme → compile_scheme(scheme).score(row) → Result → explain, pack.
"""

from .canonical import canonical_json, sha256
from .columns import Column
from .engine.compiled import CompiledScheme, compile_scheme
from .explain import Explanation, explain
from .explain.measures import measure_words, names_of
from .explain.missing import policy_words
from .explain.next_grade import Change, NextGrade
from .explain.rule_words import rule_words
from .faults import RowFault
from .findings import Finding, InvalidScheme
from .lint import lint
from .packing import pack, unpack
from .parameters import fill
from .reading.scheme_reader import read_scheme
from .result import Exemption, Line, Result, SliceMark
from .rows import Cell, Row, Rows
from .scheme import Dimension, Grade, Indicator, Scheme
from .text import Text

__all__ = [
    "Cell",
    "Change",
    "Column",
    "CompiledScheme",
    "Dimension",
    "Exemption",
    "Explanation",
    "Finding",
    "Grade",
    "Indicator",
    "InvalidScheme",
    "Line",
    "NextGrade",
    "Result",
    "Row",
    "RowFault",
    "Rows",
    "Scheme",
    "SliceMark",
    "Text",
    "canonical_json",
    "compile_scheme",
    "explain",
    "fill",
    "lint",
    "measure_words",
    "names_of",
    "pack",
    "policy_words",
    "read_scheme",
    "rule_words",
    "sha256",
    "unpack",
]
