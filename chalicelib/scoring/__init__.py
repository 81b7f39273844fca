"""The scoring core: a scheme and a person's figures → a scorecard. Pure, standard library only.

This module is the public face: other packages import from here.

read_scheme(document) → Scheme → compile_scheme(scheme).score(row) → Result → explain, pack.
"""

from .canonical import canonical_json, sha256
from .columns import Column
from .engine.compiled_scheme import CompiledScheme, compile_scheme
from .explain import Explanation, explain
from .explain.next_grade import Change, NextGrade
from .explain.not_available import policy_words
from .explain.rule_words import rule_words
from .explain.value_words import measure_words, names_of
from .faults import RowFault
from .findings import Finding, InvalidScheme
from .lint import lint
from .money import (
    CURRENCY_PLACES,
    Claim,
    FactorTier,
    IndivisiblePool,
    bonus_base,
    divide_pool,
    pool_of,
    team_factor,
)
from .needs import counted_columns, needs_previous, needs_slices, needs_team_means
from .packing import pack, unpack
from .parameters import fill
from .periods import Aggregate, Part, aggregate
from .ranks import Rank, bottom_share, rank, top_share
from .reading.scheme_reader import read_scheme
from .recorded_cases import CaseEffects, RecordedCase, effects_of
from .result import Exemption, Line, Result, SliceMark
from .rows import Cell, Row, Rows
from .scheme import Dimension, Grade, Indicator, Scheme, Source
from .streaks import streak
from .teams import TeamMeans, mean_total, team_means, team_result
from .text import Text

__all__ = [
    "CURRENCY_PLACES",
    "Aggregate",
    "CaseEffects",
    "Cell",
    "Change",
    "Claim",
    "Column",
    "CompiledScheme",
    "Dimension",
    "Exemption",
    "Explanation",
    "FactorTier",
    "Finding",
    "Grade",
    "Indicator",
    "IndivisiblePool",
    "InvalidScheme",
    "Line",
    "NextGrade",
    "Part",
    "Rank",
    "RecordedCase",
    "Result",
    "Row",
    "RowFault",
    "Rows",
    "Scheme",
    "SliceMark",
    "Source",
    "TeamMeans",
    "Text",
    "aggregate",
    "bonus_base",
    "bottom_share",
    "canonical_json",
    "compile_scheme",
    "counted_columns",
    "divide_pool",
    "effects_of",
    "explain",
    "fill",
    "lint",
    "mean_total",
    "measure_words",
    "names_of",
    "needs_previous",
    "needs_slices",
    "needs_team_means",
    "pack",
    "policy_words",
    "pool_of",
    "rank",
    "read_scheme",
    "rule_words",
    "sha256",
    "streak",
    "team_factor",
    "team_means",
    "team_result",
    "top_share",
    "unpack",
]
