"""What tests of hostile files ask: the refusal, and how much memory it took."""

import tracemalloc
from collections.abc import Callable
from contextlib import suppress

import pytest

from chalicelib.reading import DEFAULT_LIMITS, ColumnSpec, FileRejected, Limits

from .crafted import (
    row,
)
from .opened import opened

SCORE = ColumnSpec("score")
TOP = row(1, "employee_id", "score")
MIB = 1 << 20


def refusal(content: bytes, limits: Limits = DEFAULT_LIMITS) -> FileRejected:
    with pytest.raises(FileRejected) as refused:
        opened(content, [SCORE], limits=limits)
    return refused.value


def peak_mib(work: Callable[[], object]) -> float:
    tracemalloc.start()
    try:
        with suppress(FileRejected):
            work()
        return tracemalloc.get_traced_memory()[1] / MIB
    finally:
        tracemalloc.stop()
